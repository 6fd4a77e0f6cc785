"""What `python -m hardware` is told on the command line."""

import argparse
import sys
from pathlib import Path
from typing import NoReturn

from hardware.symbology import Symbology
from words import _

EXIT_USAGE = 2


class Usage(argparse.ArgumentParser):
    """Speaks the language of the people who use it."""

    def __init__(self, **options: object) -> None:
        super().__init__(add_help=False, **options)  # type: ignore[arg-type]  # passed on as given
        self.add_argument("-h", "--help", action="help", help=_("xem hướng dẫn này"))

    def format_help(self) -> str:
        """Return the help, with argparse's own words in this language."""
        return (
            super()
            .format_help()
            .replace("usage:", _("cách dùng:"))
            .replace("positional arguments:", _("tham số:"))
            .replace("options:", _("tùy chọn:"))
        )

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command, and leave."""
        sys.stderr.write(_("Lệnh chưa đúng: {why}").format(why=message) + "\n")
        sys.stderr.write(_("Xem hướng dẫn: python -m hardware --help") + "\n")
        raise SystemExit(EXIT_USAGE)


def make_usage() -> Usage:
    """Return what every command takes."""
    parser = Usage(
        prog="python -m hardware",
        description=_("Máy quét, camera, máy in của quầy: xem, thử và chạy camera."),
    )
    commands = parser.add_subparsers(dest="command", metavar=_("LỆNH"), title=_("các lệnh"))
    _add_camera(commands)
    _add_decode(commands)
    _add_draw(commands)
    _add_scan_test(commands)
    sheet = commands.add_parser("sheet", help=_("in bảng lệnh của quầy và mã thử máy quét ra PDF"))
    sheet.add_argument("--out", type=Path, required=True, metavar=_("TỆP"), help=_("tệp PDF"))
    commands.add_parser("list", help=_("xem thiết bị nào đang cắm, thiếu gì và cần làm gì"))
    return parser


def _add_camera(commands: "argparse._SubParsersAction[Usage]") -> None:
    camera = commands.add_parser(
        "camera", help=_("đọc mã qua camera; mỗi mã một dòng JSON; dừng khi đầu vào đóng")
    )
    source = camera.add_mutually_exclusive_group(required=True)
    source.add_argument("--device", type=Path, metavar=_("TỆP"), help=_("camera, như /dev/video0"))
    source.add_argument(
        "--folder", type=Path, metavar=_("THƯ_MỤC"), help=_("thư mục ảnh, dùng thay camera")
    )
    # The file descriptor of the preview's memory: for the program that starts this one.
    camera.add_argument("--preview", type=int, help=argparse.SUPPRESS)


def _add_decode(commands: "argparse._SubParsersAction[Usage]") -> None:
    decode = commands.add_parser("decode", help=_("đọc mã trong các tệp ảnh"))
    decode.add_argument("files", nargs="+", type=Path, metavar=_("TỆP"), help=_("tệp ảnh"))
    decode.add_argument(
        "--show", action="store_true", help=_("hiện cả nội dung có thể là thông tin cá nhân")
    )


def _add_draw(commands: "argparse._SubParsersAction[Usage]") -> None:
    draw = commands.add_parser("draw", help=_("vẽ một mã mẫu như camera nhìn thấy"))
    draw.add_argument(
        "text",
        metavar=_("NỘI_DUNG"),
        help=_("nội dung mã; <GS> là dấu ngăn GS1; - là đọc từ đầu vào"),
    )
    draw.add_argument(
        "--symbology",
        required=True,
        choices=[symbology.value for symbology in Symbology],
        help=_("loại mã"),
    )
    draw.add_argument("--out", default="-", metavar=_("TỆP"), help=_("tệp PNG; - là đầu ra"))
    draw.add_argument("--rotation", type=float, default=4.0, help=_("góc xoay, tính bằng độ"))
    draw.add_argument("--blur", type=float, default=0.7, help=_("độ nhòe, tính bằng điểm ảnh"))
    draw.add_argument("--noise", type=float, default=5.0, help=_("độ nhiễu, tính bằng mức xám"))
    draw.add_argument("--seed", type=int, default=0, help=_("số chọn kiểu nhiễu"))


def _add_scan_test(commands: "argparse._SubParsersAction[Usage]") -> None:
    bench = commands.add_parser(
        "scan-test", help=_("thử máy quét: hiện từng mã, báo lỗi cài đặt và cách sửa")
    )
    bench.add_argument(
        "--settings",
        type=Path,
        metavar=_("TỆP"),
        help=_("tệp cài đặt của quầy; không có thì thử mọi máy quét đang cắm"),
    )
    bench.add_argument("--show", action="store_true", help=_("hiện cả thông tin cá nhân"))
    bench.add_argument(
        "--seconds", type=float, metavar=_("GIÂY"), help=_("dừng sau bấy nhiêu giây")
    )
