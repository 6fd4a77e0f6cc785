"""The devices from a command line: what is plugged in, what a picture holds, a sample to print."""

import argparse
import logging
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, NoReturn

import msgspec

from codes import Code, Pack, recognise
from hardware.plugged import look_around
from hardware.symbology import Symbology
from words import _

if TYPE_CHECKING:
    # For its name only: reading pictures is heavy, and most commands do not.
    from hardware.decode import Read

EXIT_NOTHING_READ = 1
EXIT_USAGE = 2


class _Parser(argparse.ArgumentParser):
    """Speaks the language of the people who use it."""

    def __init__(self, **options: object) -> None:
        super().__init__(add_help=False, **options)  # type: ignore[arg-type]  # passed on as given
        self.add_argument("-h", "--help", action="help", help=_("xem hướng dẫn này"))

    def format_help(self) -> str:
        return (
            super()
            .format_help()
            .replace("usage:", _("cách dùng:"))
            .replace("positional arguments:", _("tham số:"))
            .replace("options:", _("tùy chọn:"))
        )

    def error(self, message: str) -> NoReturn:
        sys.stderr.write(_("Lệnh chưa đúng: {why}").format(why=message) + "\n")
        sys.stderr.write(_("Xem hướng dẫn: python -m hardware --help") + "\n")
        raise SystemExit(EXIT_USAGE)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit status."""
    logging.basicConfig(level=logging.INFO, format="%(name)s: %(message)s")
    parser = _make_parser()
    given = parser.parse_args(arguments)
    match given.command:
        case "camera":
            return _camera(given.device, given.folder)
        case "decode":
            return _decode(given.files, show=given.show)
        case "draw":
            return _draw(given)
        case "list":
            return _list()
        case _:
            parser.print_help()
            return 0


def _make_parser() -> _Parser:
    parser = _Parser(
        prog="python -m hardware",
        description=_("Máy quét, camera, máy in của quầy: xem, thử và chạy camera."),
    )
    commands = parser.add_subparsers(dest="command", metavar=_("LỆNH"), title=_("các lệnh"))
    _add_camera(commands)
    _add_decode(commands)
    _add_draw(commands)
    commands.add_parser("list", help=_("xem thiết bị nào đang cắm, thiếu gì và cần làm gì"))
    return parser


def _add_camera(commands: "argparse._SubParsersAction[_Parser]") -> None:
    camera = commands.add_parser(
        "camera", help=_("đọc mã qua camera; mỗi mã một dòng JSON; dừng khi đầu vào đóng")
    )
    source = camera.add_mutually_exclusive_group(required=True)
    source.add_argument("--device", type=Path, metavar=_("TỆP"), help=_("camera, như /dev/video0"))
    source.add_argument(
        "--folder", type=Path, metavar=_("THƯ_MỤC"), help=_("thư mục ảnh, dùng thay camera")
    )


def _add_decode(commands: "argparse._SubParsersAction[_Parser]") -> None:
    decode = commands.add_parser("decode", help=_("đọc mã trong các tệp ảnh"))
    decode.add_argument("files", nargs="+", type=Path, metavar=_("TỆP"), help=_("tệp ảnh"))
    decode.add_argument(
        "--show", action="store_true", help=_("hiện cả nội dung có thể là thông tin cá nhân")
    )


def _add_draw(commands: "argparse._SubParsersAction[_Parser]") -> None:
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


# Each command imports what it needs: OpenCV alone takes longer to load than `list` to run.
# ruff: noqa: PLC0415


def _camera(device: Path | None, folder: Path | None) -> int:
    from hardware.camera_process import run_camera
    from hardware.frames import DeviceSource, FolderSource

    run_camera(FolderSource(folder) if folder else DeviceSource(device or Path("/dev/video0")))
    return 0


class _Found(msgspec.Struct, omit_defaults=True):
    """One code that was read, as `decode` prints it."""

    file: str
    symbology: str
    meaning: str
    bytes: int
    corners: tuple[tuple[int, int], ...]
    hex: str = ""
    text: str = ""


def _decode(files: list[Path], *, show: bool) -> int:
    from hardware.decode import read_still
    from hardware.frames import load_picture

    missing = 0
    for file in files:
        picture = load_picture(file)
        reads = [] if picture is None else read_still(picture)
        for read in reads:
            print(msgspec.json.encode(_describe(file, read, show=show)).decode())
        if not reads:
            missing += 1
            sys.stderr.write(_("{file}: không đọc được mã nào").format(file=file) + "\n")
    return EXIT_NOTHING_READ if missing else 0


def _describe(file: Path, read: "Read", *, show: bool) -> _Found:
    code: Code = recognise(read.scan)
    corners = tuple((round(x), round(y)) for x, y in read.corners)
    found = _Found(str(file), read.symbology, type(code).__name__, len(read.data), corners)
    # Of all codes only a pack's certainly says nothing of a person.
    if show or isinstance(code, Pack):
        found.hex, found.text = read.data.hex(), read.data.decode("utf-8", "replace")
    return found


def _draw(given: argparse.Namespace) -> int:
    from hardware.specimen import draw

    text = sys.stdin.buffer.read().decode() if given.text == "-" else given.text
    try:
        picture = draw(
            text.replace("<GS>", "\x1d"),
            Symbology(given.symbology),
            rotation_degrees=given.rotation,
            blur=given.blur,
            noise=given.noise,
            seed=given.seed,
        )
    except ValueError:
        # The encoder's own words may repeat the text.
        sys.stderr.write(_("Loại mã này không chứa được nội dung đã cho.") + "\n")
        return EXIT_USAGE
    out: str | IO[bytes] = sys.stdout.buffer if given.out == "-" else given.out
    picture.save(out, "PNG")
    return 0


def _list() -> int:
    plugged = look_around()
    _list_kind(
        _("Camera"), plugged.cameras, _("Chưa thấy camera: cắm camera vào cổng USB rồi chạy lại.")
    )
    _list_kind(
        _("Máy quét nối tiếp"),
        plugged.scanners,
        _(
            "Chưa thấy máy quét nối tiếp: cắm máy quét, quét mã cài đặt USB-COM trong sách hướng"
            " dẫn của máy rồi chạy lại."
        ),
    )
    _list_kind(
        _("Máy in USB"),
        plugged.printers,
        _(
            "Chưa thấy máy in USB: bật máy in và cắm dây USB; máy in mạng thì ghi địa chỉ vào cài"
            " đặt."
        ),
    )
    return 0


def _list_kind(name: str, devices: dict[Path, str], missing: str) -> None:
    if not devices:
        print(missing)
    for device, description in devices.items():
        print(f"{name}: {device}", f"({description})" if description else "")


if __name__ == "__main__":
    sys.exit(main())
