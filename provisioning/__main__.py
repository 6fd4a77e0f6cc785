"""`python -m provisioning`: the technician's program."""

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from provisioning import commands
from provisioning.errors import ProvisioningError, explain
from provisioning.usage import Usage
from words import _


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command: 0 if it is done, 1 with a sentence if it is not, 2 for wrong usage."""
    given = _program().parse_args(arguments)
    try:
        print(given.run(given))
    except ProvisioningError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(explain(error), file=sys.stderr)
        return 1
    return 0


def _program() -> Usage:
    program = Usage(
        prog="python -m provisioning",
        description=_(
            "Tạo khóa, chứng thư và cấu hình cho một tỉnh: nơi cấp chứng thư, máy chủ, trạm "
            "chuyển tin (Mosquitto) và từng máy quầy. Làm theo thứ tự: ca, server, broker, rồi "
            "terminal cho mỗi máy. Không bao giờ ghi đè tệp đã có."
        ),
    )
    tasks = program.add_subparsers(
        title=_("việc"), metavar=_("VIỆC"), dest="task", required=True, parser_class=Usage
    )

    def add(name: str, run: Callable[[Namespace], str], purpose: str) -> Usage:
        task = tasks.add_parser(name, help=purpose, description=purpose)
        task.set_defaults(run=run)
        _add_common(task)
        return task

    add("ca", commands.make_ca, _("Lập nơi cấp chứng thư (CA) riêng của tỉnh; chỉ làm một lần."))
    add(
        "server",
        commands.make_server_keys,
        _("Tạo khóa ký biên nhận của máy chủ và chứng thư của chương trình nhận dữ liệu."),
    )
    _add_broker(
        add(
            "broker",
            commands.make_broker_settings,
            _("Tạo chứng thư, cấu hình và quyền truy cập cho Mosquitto."),
        )
    )
    _add_terminal(
        add(
            "terminal",
            commands.make_terminal_papers,
            _("Tạo khóa, chứng thư, sổ của cơ sở và bản đăng ký cho một máy quầy."),
        )
    )
    return program


def _add_common(task: Usage) -> None:
    task.options.add_argument(
        "folder",
        metavar=_("THƯ-MỤC"),
        type=Path,
        help=_("thư mục gốc chứa ca, server, broker và terminals"),
    )
    task.options.add_argument(
        "--password-file",
        metavar=_("TỆP"),
        type=Path,
        help=_("tệp chứa mật khẩu khóa của nơi cấp chứng thư"),
    )


def _add_broker(task: Usage) -> None:
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


def _add_terminal(task: Usage) -> None:
    texts = {
        "--id": (_("MÃ"), _("mã máy, ví dụ Q33-0001")),
        "--province": (_("TỈNH"), _("mã tỉnh, hai chữ số, ví dụ 33")),
        "--outlet": (_("CƠ-SỞ"), _("tên cơ sở bán lẻ thuốc")),
        "--commune": (_("XÃ"), _("xã, phường hoặc đặc khu")),
    }
    for option, (metavar, purpose) in texts.items():
        task.options.add_argument(option, metavar=metavar, required=True, help=purpose)
    files = {
        "--badge-file": _("tệp chứa mã bí mật trên thẻ của người phụ trách chuyên môn"),
        "--pin-file": _("tệp chứa PIN của người phụ trách chuyên môn"),
    }
    for option, purpose in files.items():
        task.options.add_argument(option, metavar=_("TỆP"), type=Path, required=True, help=purpose)


if __name__ == "__main__":
    sys.exit(main())
