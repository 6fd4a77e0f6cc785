"""Every task of the technician's program, and what it must be told."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from provisioning import commands, upkeep
from provisioning.usage import Usage
from words import _


class Task(NamedTuple):
    """A task: what it runs, what it is for, and what it wants beside the folder."""

    run: Callable[[Namespace], str]
    purpose: Callable[[], str]
    wants: tuple[Callable[[Usage], None], ...] = ()


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


def _root(task: Usage) -> None:
    task.options.add_argument(
        "folder",
        metavar=_("THƯ-MỤC"),
        type=Path,
        help=_("thư mục gốc chứa ca, server, broker và terminals"),
    )


def _password(task: Usage) -> None:
    task.options.add_argument(
        "--password-file",
        metavar=_("TỆP"),
        type=Path,
        help=_("tệp chứa mật khẩu khóa của nơi cấp chứng thư"),
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
        "--name",
        metavar=_("TÊN"),
        action="append",
        default=[],
        help=_("tên máy hoặc IP mà máy quầy dùng để gọi; có thể lặp lại"),
    )
    task.options.add_argument(
        "--user",
        metavar=_("NGƯỜI-DÙNG"),
        help=_("người dùng chạy Mosquitto, ví dụ mosquitto; khi quản trị viên (root) cài đặt"),
    )


def _id(task: Usage) -> None:
    task.options.add_argument(
        "--id", metavar=_("MÃ"), required=True, help=_("mã máy, ví dụ Q33-0001")
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
    _file(task, "--badge-file", _("tệp chứa mã bí mật trên thẻ của người phụ trách chuyên môn"))
    _file(task, "--pin-file", _("tệp chứa PIN của người phụ trách chuyên môn"))


def _new_keeper(task: Usage) -> None:
    _file(task, "--new-badge-file", _("tệp chứa mã bí mật trên thẻ mới"))
    _file(task, "--new-pin-file", _("tệp chứa PIN mới"))


def _code(task: Usage) -> None:
    _file(task, "--code-file", _("tệp chứa mã khôi phục chép từ phong bì"))


def _file(task: Usage, option: str, purpose: str) -> None:
    task.options.add_argument(option, metavar=_("TỆP"), type=Path, required=True, help=purpose)


def _new_key(task: Usage) -> None:
    task.options.add_argument(
        "--new-key", action="store_true", help=_("thay cả khóa riêng, không chỉ chứng thư")
    )


_SIGNED = (_root, _password)
_RECERTIFIED = (_root, _password, _new_key)

TASKS: dict[str, Task] = {
    "ca": Task(
        commands.make_ca,
        lambda: _("Lập nơi cấp chứng thư (CA) riêng của tỉnh; chỉ làm một lần."),
        _SIGNED,
    ),
    "server": Task(
        commands.make_server_keys,
        lambda: _("Tạo khóa ký biên nhận của máy chủ và chứng thư của chương trình nhận dữ liệu."),
        _SIGNED,
    ),
    "broker": Task(
        commands.make_broker_settings,
        lambda: _("Tạo chứng thư, cấu hình và quyền truy cập cho Mosquitto."),
        (*_SIGNED, _broker),
    ),
    "terminal": Task(
        commands.make_terminal_papers,
        lambda: _("Tạo khóa, chứng thư, sổ của cơ sở và bản đăng ký cho một máy quầy."),
        (*_SIGNED, _id, _place, _keeper),
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
    "server renew-signing-key": Task(
        upkeep.announce_signing_key,
        lambda: _("Tạo khóa ký biên nhận kế tiếp và báo trước cho các máy quầy."),
        (_root,),
    ),
    "server use-signing-key": Task(
        upkeep.use_signing_key,
        lambda: _("Ký biên nhận bằng khóa đã báo trước; khóa cũ vẫn còn được tin."),
        (_root,),
    ),
    "server forget-signing-key": Task(
        upkeep.forget_signing_key,
        lambda: _("Không tin khóa ký biên nhận cũ nữa."),
        (_root,),
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
        (_root, _id),
    ),
    "terminal renew-certificate": Task(
        upkeep.renew_terminal_certificate,
        lambda: _("Cấp lại chứng thư cho một máy quầy, kể cả khi chứng thư cũ đã hết hạn."),
        (*_RECERTIFIED, _id),
    ),
    "terminal revoke": Task(
        upkeep.revoke_terminal,
        lambda: _("Thu hồi một máy quầy: không cấp gì cho máy đó nữa."),
        (_root, _id),
    ),
}
