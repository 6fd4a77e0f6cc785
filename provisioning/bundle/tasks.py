"""What a technician types to make keys for bundles, and bundles."""

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from provisioning.bundle.keys import make_update_keys
from provisioning.bundle.making import Contents, make_bundle
from provisioning.files import read_secret
from provisioning.task import Task, file_option, password, root_folder
from provisioning.usage import Usage
from words import _


def make_keys(given: Namespace) -> str:
    """`bundle keys`: make the update key."""
    made = make_update_keys(given.folder, at=datetime.now(UTC), password=_password(given))
    return _(
        "Đã tạo khóa ký bản cập nhật trong {folder}. Cất {key} ở nơi an toàn; đưa {keyring} vào "
        "ảnh thẻ."
    ).format(folder=made, key=made / "root.key.pem", keyring=made / "root.crt.pem")


def make(given: Namespace) -> str:
    """`bundle`: make and sign a bundle."""
    contents = Contents(version=given.version, rootfs=given.rootfs, boot=given.boot)
    made = make_bundle(given.folder, contents, given.output, password=_password(given))
    size = made.stat().st_size / 2**20
    return _("Đã tạo bản cập nhật {version}: {file} ({size:.0f} MB).").format(
        version=given.version, file=made, size=size
    )


def _password(given: Namespace) -> str | None:
    return read_secret(given.password_file) if given.password_file else None


def _contents(task: Usage) -> None:
    task.options.add_argument(
        "--version", metavar=_("SỐ"), required=True, help=_("số bản, ví dụ 4.2.1")
    )
    file_option(task, "--rootfs", _("hệ thống (squashfs) do lệnh image build tạo ra"))
    file_option(task, "--boot", _("phân vùng khởi động (FAT) do lệnh image build tạo ra"))
    task.options.add_argument(
        "--output", metavar=_("TỆP"), type=Path, required=True,
        help=_("tệp sẽ tạo, ví dụ quay-4.2.1.raucb"),
    )  # fmt: skip


BUNDLE: dict[str, Task] = {
    "bundle keys": Task(
        make_keys,
        lambda: _("Tạo khóa ký bản cập nhật của tỉnh; chỉ làm một lần."),
        (root_folder, password),
    ),
    "bundle": Task(
        make,
        lambda: _("Đóng gói và ký một bản cập nhật cho máy quầy (RAUC)."),
        (root_folder, password, _contents),
    ),
}
