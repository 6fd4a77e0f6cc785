"""What the technician types to install a server, to bring it up to date, and to go back."""

import os
import sys
from argparse import Namespace
from contextlib import suppress
from pathlib import Path

from provisioning.errors import MissingError, ProvisioningError
from provisioning.files import read_secret
from provisioning.installing import pack as packing
from provisioning.installing.changing import Change
from provisioning.installing.copy_of_store import CopyOfStore
from provisioning.installing.errors import TestFailedError
from provisioning.installing.machine import CommandFailedError, Machine
from provisioning.installing.plan import afterwards, install, is_other_version
from provisioning.installing.release import (
    Release,
    placed_release,
    read_release,
    version_before,
)
from provisioning.installing.server_program import ServerProgram
from provisioning.installing.wish import Wish
from provisioning.task import Task, root_folder
from provisioning.usage import Usage
from words import _


class NotRootError(ProvisioningError):
    """Only root can install."""

    def __init__(self) -> None:
        super().__init__(_("Việc này cần quyền quản trị: hãy chạy bằng root (sudo)."))


def make(given: Namespace) -> str:
    """`server`: make this machine the province's server; again, it changes nothing."""
    machine, release = Machine(), read_release(given.release)
    _check_root()
    wish = Wish(
        office=given.folder.resolve(),
        release=given.release,
        province=given.province,
        name=given.name,
        department=given.department,
        password=_secret(given.password_file),
        root_password=_secret(given.root_password_file),
    )
    if is_other_version(machine, release):
        change = Change(machine, release, _say)
        return change.told() if given.dry_run else change.upgrade()
    count = install(machine, wish, release, _say, only_look=given.dry_run)
    if given.dry_run:
        return _("{done} trong {steps} việc sẽ làm; chưa đổi gì.").format(
            done=count.done, steps=count.steps
        )
    if machine.has_systemd:
        _test(machine, release)
        CopyOfStore(machine).drop()  # of an upgrade that was broken off
    return afterwards(machine, count)


def upgrade(given: Namespace) -> str:
    """`server upgrade`: go to another release; what fails goes back by itself."""
    _check_root()
    return Change(Machine(), read_release(given.release), _say).upgrade()


def roll_back(given: Namespace) -> str:
    """`server rollback`: use the release before, or one that is named."""
    _check_root()
    machine = Machine()
    wanted = given.version or version_before(machine)
    if not wanted:
        raise MissingError(machine.path("/opt/quay/releases"))
    return Change(machine, placed_release(machine, wanted), _say).roll_back()


def pack(given: Namespace) -> str:
    """`server pack`: make a release of this project."""
    made = packing.pack(
        Path(__file__).parents[2], given.out.resolve(), python=given.python, version=given.version
    )
    return packing.told(made)


def _test(machine: Machine, release: Release) -> None:
    try:
        _say(ServerProgram(machine, release).test().rstrip())
    except CommandFailedError as error:
        raise TestFailedError(error.said) from error


def _say(line: str) -> None:
    with suppress(OSError):  # the terminal may be gone, and the work goes on
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def _check_root() -> None:
    if os.geteuid():
        raise NotRootError


def _secret(file: Path | None) -> str | None:
    return read_secret(file) if file else None


def _release(task: Usage) -> None:
    task.options.add_argument(
        "--release", metavar=_("THƯ-MỤC"), type=Path, required=True,
        help=_("thư mục bản phát hành, do server pack tạo"),
    )  # fmt: skip


def _place(task: Usage) -> None:
    for option, metavar, purpose in (
        ("--province", _("TỈNH"), _("mã tỉnh, hai chữ số, ví dụ 33")),
        ("--name", _("TÊN"), _("tên máy hoặc địa chỉ IP mà máy quầy dùng để gọi máy chủ này")),
    ):
        task.options.add_argument(option, metavar=metavar, required=True, help=purpose)
    task.options.add_argument(
        "--department", metavar=_("SỞ"), default="", help=_("tên Sở Y tế, hiện trên các trang")
    )


def _passwords(task: Usage) -> None:
    for option, purpose in (
        ("--password-file", _("tệp chứa mật khẩu mở khóa cấp chứng thư")),
        ("--root-password-file", _("tệp chứa mật khẩu khóa gốc, khi lập nơi cấp chứng thư ở đây")),
    ):
        task.options.add_argument(option, metavar=_("TỆP"), type=Path, help=purpose)


def _looking(task: Usage) -> None:
    task.options.add_argument(
        "--dry-run", action="store_true", help=_("chỉ liệt kê việc sẽ làm, không đổi gì")
    )


def _version(task: Usage) -> None:
    task.options.add_argument(
        "--version", metavar=_("PHIÊN-BẢN"), default="", help=_("phiên bản nào; mặc định tự chọn")
    )


def _packed(task: Usage) -> None:
    task.options.add_argument(
        "out", metavar=_("THƯ-MỤC"), type=Path, help=_("thư mục bản phát hành sẽ được tạo")
    )
    task.options.add_argument(
        "--python", metavar="3.13", default="",
        help=_("Python của máy chủ, nếu khác máy này (Debian 12: 3.11, Debian 13: 3.13)"),
    )  # fmt: skip


INSTALLING: dict[str, Task] = {
    "server": Task(
        make,
        lambda: _("Cài máy này thành máy chủ của tỉnh; chạy lại không đổi gì thêm."),
        (root_folder, _release, _place, _passwords, _looking),
    ),
    "server upgrade": Task(
        upgrade,
        lambda: _("Lên phiên bản khác: sao lưu, đổi, tự kiểm tra; hỏng thì tự trở lại."),
        (_release,),
    ),
    "server rollback": Task(
        roll_back,
        lambda: _("Trở lại phiên bản trước đang có trên máy chủ."),
        (_version,),
    ),
    "server pack": Task(
        pack,
        lambda: _("Đóng gói một bản phát hành cho máy chủ: chương trình, thư viện, dịch vụ."),
        (_packed, _version),
    ),
}
