"""The terminal's programs: `python -m device`."""

import argparse
import logging
import sys
from datetime import date
from importlib import import_module
from pathlib import Path

from device.catalogue.reading import CatalogueError
from device.ledger.errors import LedgerError
from device.ledger.snapshot import SnapshotError
from device.reference.fetched_file import FetchError
from device.reference.snapshot import WrongSnapshotError
from device.settings import load_settings
from settings import SettingsError
from settings.load import EXIT_SETTINGS_WRONG
from words import _, use_language


def main(arguments: list[str] | None = None) -> int:
    """Run one of the terminal's programs and return its exit status."""
    chosen = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    try:
        if chosen.program == "enrol":  # there are no settings yet
            return int(import_module("device.programs.enrol").run(chosen))
        settings = load_settings(chosen.settings)
        use_language(settings.language)
        # Imported by name: the link must not pay for the screen's libraries.
        program = import_module(f"device.programs.{chosen.program}")
        return int(getattr(program, chosen.function)(settings, chosen))
    except SettingsError as error:
        print(error, file=sys.stderr)
        return EXIT_SETTINGS_WRONG
    except (LedgerError, SnapshotError, CatalogueError, WrongSnapshotError, FetchError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m device",
        description=_(
            "Máy quầy thuốc: quét mã, bán hàng, in phiếu, giữ sổ và gửi sổ về Sở Y tế. "
            "Màn hình và phần gửi là hai chương trình riêng: một bên dừng, bên kia vẫn chạy."
        ),
    )
    commands = parser.add_subparsers(required=True, metavar=_("LỆNH"))
    for name, program, function, text in (
        ("ui", "screen", "run", _("mở màn hình bán hàng")),
        ("display", "display", "run", _("mở màn hình cho khách")),
        ("pin", "pin", "run", _("tạo mã băm cho mã PIN của một nhân viên")),
        ("link", "link", "run", _("gửi sổ về Sở Y tế và nhận giấy báo đã nhận")),
        ("update", "update", "run", _("tiếp tục cập nhật máy lên bản mới, nếu đang có")),
        ("load", "book", "load", _("nạp danh mục thuốc và tồn đầu kỳ từ tệp CSV")),
        ("ledger", "book", "show", _("in mỗi mục trong sổ một dòng: kỳ, số, mã băm, tình trạng")),
        ("verify", "book", "verify", _("kiểm tra sổ có bị sửa hay mất mục nào không")),
        ("rebuild", "book", "rebuild", _("tính lại tồn kho từ các mục trong sổ")),
        ("self-test", "self_test", "run", _("tự kiểm tra máy: cái gì hỏng và phải làm gì")),
        ("diagnose", "diagnose", "run", _("ghi gói chẩn đoán, không có dữ liệu của ai")),
        ("open-book", "open_book", "run", _("mở sổ khách hàng của cơ sở bằng thẻ và PIN")),
    ):
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument(
            "--settings", type=Path, required=True, help=_("tệp cấu hình của máy (TOML)")
        )
        command.set_defaults(program=program, function=function)
        if name == "load":
            command.add_argument(
                "--catalogue", type=Path, action="append",
                help=_("danh mục thuốc, hoặc mã và giá của cơ sở (CSV); lặp lại được"),
            )  # fmt: skip
            command.add_argument(
                "--snapshot", action="append",
                help=_("dữ liệu của Sở Y tế: tệp kèm tệp .jws, hoặc địa chỉ https; lặp lại được"),
            )  # fmt: skip
            command.add_argument("--stock", type=Path, help=_("tồn đầu kỳ (CSV)"))
        if name == "diagnose":
            command.add_argument("--to", type=Path, required=True, help=_("thư mục nhận gói"))
        if name == "display":
            _add_display(command)
        if name == "open-book":
            _add_book(command)
    _add_enrol(commands)
    return parser


def _add_enrol(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    text = _("lần mở máy đầu tiên: quét nhãn của cơ sở, nhận chứng thư và cấu hình từ Sở Y tế")
    command = commands.add_parser("enrol", help=text, description=text)
    command.add_argument(
        "--root", type=Path, default=Path("/"), help=_("gốc của hệ thống tệp; mặc định là /")
    )
    command.set_defaults(program="enrol", function="run")


def _add_display(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--size", type=_size, default=(800, 480), metavar="800x480",
        help=_("cỡ màn hình, tính bằng điểm"),
    )  # fmt: skip
    command.add_argument("--left", type=int, default=800, help=_("cách mép trái bao nhiêu điểm"))
    command.add_argument("--windowed", action="store_true", help=_("mở trong cửa sổ"))


def _size(text: str) -> tuple[int, int]:
    width, _by, height = text.partition("x")
    return int(width), int(height)


def _add_book(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--locked", type=Path, action="append", required=True,
        help=_("tệp sổ đã khóa (book.locked); lặp lại nếu cơ sở có nhiều sổ"),
    )  # fmt: skip
    command.add_argument("--badge-file", type=Path, help=_("tệp chứa mã thẻ; không có thì hỏi"))
    command.add_argument("--pin-file", type=Path, help=_("tệp chứa PIN; không có thì hỏi"))
    command.add_argument("--number", type=int, help=_("chỉ phiếu số này"))
    command.add_argument("--day", type=_day, help=_("chỉ ngày này (2026-01-31 hoặc 31/01/2026)"))
    command.add_argument("--from", dest="first", type=_day, help=_("từ ngày này"))
    command.add_argument("--to", dest="last", type=_day, help=_("đến hết ngày này"))


def _day(text: str) -> date:
    try:
        day, month, year = text.split("/")
    except ValueError:
        return date.fromisoformat(text)
    return date(int(year), int(month), int(day))


if __name__ == "__main__":
    sys.exit(main())
