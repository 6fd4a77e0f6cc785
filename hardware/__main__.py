"""The devices from a command line: what is plugged in, what a picture holds, a sample to print."""

import argparse
import logging
import sys
import threading
from contextlib import suppress
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
            status = _camera(given.device, given.folder)
        case "decode":
            status = _decode(given.files, show=given.show)
        case "draw":
            status = _draw(given)
        case "list":
            status = _list()
        case "scan-test":
            status = _scan_test(given.settings, show=given.show, seconds=given.seconds)
        case "sheet":
            status = _sheet(given.out)
        case _:
            parser.print_help()
            status = 0
    return status


def _make_parser() -> _Parser:
    parser = _Parser(
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


def _add_scan_test(commands: "argparse._SubParsersAction[_Parser]") -> None:
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


def _scan_test(settings: Path | None, *, show: bool, seconds: float | None) -> int:
    from hardware.bench import Bench, places_of, places_of_plugged
    from hardware.settings import load_hardware
    from settings import SettingsError
    from settings.load import EXIT_SETTINGS_WRONG

    # The drivers' log lines would stand between what is said.
    logging.getLogger().setLevel(logging.WARNING)
    try:
        places = (
            places_of(load_hardware(settings)) if settings else places_of_plugged(look_around())
        )
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return EXIT_SETTINGS_WRONG
    places = places_of(wanted) if wanted else places_of_plugged(look_around())
    if not places:
        _list()
        return EXIT_NOTHING_READ
    print(_("Quét mã thử 1 trước (in bằng: python -m hardware sheet). Dừng: Ctrl+C."), flush=True)
    bench = Bench(places, show=show, say=_say)
    bench.start()
    with suppress(KeyboardInterrupt):
        threading.Event().wait(seconds)
    bench.close()
    return 0


def _say(line: str) -> None:
    print(line, flush=True)


def _sheet(out: Path) -> int:
    from hardware.sheet_pdf import write_sheet

    try:
        write_sheet(out)
    except OSError as error:
        why = error.strerror or str(error)
        sys.stderr.write(_("Không viết được {file}: {why}").format(file=out, why=why) + "\n")
        return EXIT_NOTHING_READ
    print(_("Đã viết {file}: in trên giấy A4, cỡ thật 100 %.").format(file=out))
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
        _("Máy quét kiểu bàn phím"),
        {device.path: device.name for device in plugged.keyboards if device.looks_like_a_scanner},
        _(
            "Chưa thấy máy quét kiểu bàn phím: không sao nếu máy quét đã ở kiểu USB-COM; nếu không,"
            " cắm máy quét rồi chạy lại."
        ),
    )
    others = {d.path: d.name for d in plugged.keyboards if not d.looks_like_a_scanner}
    if others:
        print(_("Bàn phím khác; nếu là máy quét, ghi tên vào mục [hardware.evdev]:"))
        _list_kind(_("Bàn phím"), others, "")
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
