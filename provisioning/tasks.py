"""Every task of the technician's program, and what it must be told."""

from pathlib import Path

from provisioning import commands, upkeep
from provisioning.bundle.tasks import BUNDLE
from provisioning.ca_tasks import CA
from provisioning.flash.tasks import FLASHING
from provisioning.image.tasks import IMAGE
from provisioning.installing.tasks import INSTALLING
from provisioning.labelling import LABELLING
from provisioning.server import DOORS
from provisioning.signer.program import SIGNER
from provisioning.task import (
    Task,
    file_option,
    names,
    new_key,
    password,
    root_folder,
    terminal_id,
)
from provisioning.usage import Usage
from words import _


def program() -> Usage:
    """Return the program's command line."""
    made = Usage(
        prog="python -m provisioning",
        description=_(
            "Tạo khóa, chứng thư và cấu hình cho một tỉnh: nơi cấp chứng thư, máy chủ, trạm "
            "chuyển tin (Mosquitto) và từng máy quầy. Làm theo thứ tự: ca, server, broker, rồi "
            "terminal cho mỗi máy. Các việc ấy không bao giờ ghi đè tệp đã có; các việc sau thay "
            "khóa, thẻ và chứng thư khi đến lúc."
        ),
    )
    tasks = made.add_subparsers(
        title=_("việc"), metavar=_("VIỆC"), dest="task", required=True, parser_class=Usage
    )
    for name, task in TASKS.items():
        one = tasks.add_parser(name, help=task.purpose(), description=task.purpose())
        one.set_defaults(run=task.run)
        for want in task.wants:
            want(one)
    return made


def _carried(task: Usage) -> None:
    task.options.add_argument(
        "--carried",
        action="store_true",
        help=_("các máy vào bằng nhãn đã có tệp khóa mới, do người mang đến"),
    )


def _broker(task: Usage) -> None:
    task.options.add_argument(
        "--port", metavar=_("CỔNG"), type=int, default=8883, help=_("cổng TLS, thường là 8883")
    )
    task.options.add_argument(
        "--address",
        metavar=_("ĐỊA-CHỈ"),
        default="127.0.0.1",
        help=_("địa chỉ mà Mosquitto lắng nghe, thường là 127.0.0.1"),
    )
    task.options.add_argument(
        "--user",
        metavar=_("NGƯỜI-DÙNG"),
        help=_("người dùng chạy Mosquitto, ví dụ mosquitto; khi quản trị viên (root) cài đặt"),
    )


def _program(task: Usage) -> None:
    task.options.add_argument(
        "--program",
        metavar=_("CHƯƠNG-TRÌNH"),
        choices=DOORS,
        required=True,
        help=_("door: cửa cho phần mềm khác; web: các trang của tỉnh"),
    )


def _place(task: Usage) -> None:
    texts = {
        "--province": (_("TỈNH"), _("mã tỉnh, hai chữ số, ví dụ 33")),
        "--outlet": (_("CƠ-SỞ"), _("tên cơ sở bán lẻ thuốc")),
        "--commune": (_("XÃ"), _("xã, phường hoặc đặc khu")),
    }
    for option, (metavar, purpose) in texts.items():
        task.options.add_argument(option, metavar=metavar, required=True, help=purpose)


def _book(task: Usage) -> None:
    task.options.add_argument(
        "folder",
        metavar=_("THƯ-MỤC"),
        type=Path,
        help=_("thư mục của máy quầy, nơi có book.locked, ví dụ /etc/quay/terminal"),
    )


def _keeper(task: Usage) -> None:
    file_option(
        task, "--badge-file", _("tệp chứa mã bí mật trên thẻ của người phụ trách chuyên môn")
    )
    file_option(task, "--pin-file", _("tệp chứa PIN của người phụ trách chuyên môn"))


def _new_keeper(task: Usage) -> None:
    file_option(task, "--new-badge-file", _("tệp chứa mã bí mật trên thẻ mới"))
    file_option(task, "--new-pin-file", _("tệp chứa PIN mới"))


def _code(task: Usage) -> None:
    file_option(task, "--code-file", _("tệp chứa mã khôi phục chép từ phong bì"))


_SIGNED = (root_folder, password)
_RECERTIFIED = (root_folder, password, new_key)

TASKS: dict[str, Task] = {
    **CA,
    **SIGNER,
    **FLASHING,
    **IMAGE,
    **LABELLING,
    "server keys": Task(
        commands.make_server_keys,
        lambda: _("Tạo khóa ký biên nhận của máy chủ và chứng thư của chương trình nhận dữ liệu."),
        _SIGNED,
    ),
    "broker": Task(
        commands.make_broker_settings,
        lambda: _("Tạo chứng thư, cấu hình và quyền truy cập cho Mosquitto."),
        (*_SIGNED, _broker, names),
    ),
    "enrolment": Task(
        commands.make_enrolment_papers,
        lambda: _("Tạo chứng thư cho cửa cài máy, nơi máy quầy mới gọi đến lần đầu."),
        (*_SIGNED, names),
    ),
    "terminal": Task(
        commands.make_terminal_papers,
        lambda: _("Tạo khóa, chứng thư, sổ của cơ sở và bản đăng ký cho một máy quầy."),
        (*_SIGNED, terminal_id, _place, _keeper),
    ),
    "book change-badge": Task(
        upkeep.change_badge,
        lambda: _("Đổi thẻ và PIN mở sổ của cơ sở."),
        (_book, _keeper, _new_keeper),
    ),
    "book recover": Task(
        upkeep.recover_book,
        lambda: _("Mất thẻ: mở sổ bằng mã khôi phục trên giấy và cấp thẻ, PIN, mã mới."),
        (_book, _code, _new_keeper),
    ),
    "book renew": Task(
        upkeep.renew_book,
        lambda: _("Tạo khóa mới cho sổ của cơ sở; mục cũ vẫn đọc được."),
        (_book, _keeper),
    ),
    "server certificate": Task(
        commands.make_door_certificate,
        lambda: _("Tạo chứng thư cho cửa của phần mềm khác (door) hoặc cho các trang (web)."),
        (*_SIGNED, _program, names),
    ),
    "server renew-signing-key": Task(
        upkeep.announce_signing_key,
        lambda: _("Tạo khóa ký biên nhận kế tiếp và báo trước cho các máy quầy."),
        (root_folder,),
    ),
    "server use-signing-key": Task(
        upkeep.use_signing_key,
        lambda: _("Ký biên nhận bằng khóa đã báo trước; khóa cũ vẫn còn được tin."),
        (root_folder, _carried),
    ),
    "server forget-signing-key": Task(
        upkeep.forget_signing_key,
        lambda: _("Không tin khóa ký biên nhận cũ nữa."),
        (root_folder,),
    ),
    "server renew-certificate": Task(
        upkeep.renew_server_certificate,
        lambda: _("Cấp lại chứng thư cho chương trình nhận dữ liệu."),
        _RECERTIFIED,
    ),
    "broker renew-certificate": Task(
        upkeep.renew_broker_certificate,
        lambda: _("Cấp lại chứng thư cho Mosquitto."),
        _RECERTIFIED,
    ),
    "terminal renew": Task(
        upkeep.renew_terminal,
        lambda: _("Tạo khóa ký mới và bản đăng ký mới cho một máy quầy."),
        (root_folder, terminal_id),
    ),
    "terminal renew-certificate": Task(
        upkeep.renew_terminal_certificate,
        lambda: _("Cấp lại chứng thư cho một máy quầy, kể cả khi chứng thư cũ đã hết hạn."),
        (*_RECERTIFIED, terminal_id),
    ),
    "terminal revoke": Task(
        upkeep.revoke_terminal,
        lambda: _("Thu hồi một máy quầy: không cấp gì cho máy đó nữa."),
        (root_folder, terminal_id),
    ),
    "terminal readmit": Task(
        upkeep.readmit_terminal,
        lambda: _("Cho máy thay thế dùng lại mã của một máy đã thu hồi."),
        (root_folder, terminal_id),
    ),
    **BUNDLE,
    **INSTALLING,
}
