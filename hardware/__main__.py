"""The devices from a command line: what is plugged in, what a picture holds, a sample to print."""

import argparse
import logging
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

import msgspec

from codes import Code, Pack, recognise
from hardware.plugged import look_around
from hardware.symbology import Symbology
from hardware.usage import EXIT_USAGE, make_usage
from words import _

if TYPE_CHECKING:
    # For its name only: reading pictures is heavy, and most commands do not.
    from hardware.decode import Read

EXIT_NOTHING_READ = 1


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit status."""
    logging.basicConfig(level=logging.INFO, format="%(name)s: %(message)s")
    parser = make_usage()
    given = parser.parse_args(arguments)
    match given.command:
        case "camera":
            status = _camera(given.device, given.folder, given.preview)
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


# Each command imports what it needs: OpenCV alone takes longer to load than `list` to run.
# ruff: noqa: PLC0415


def _camera(device: Path | None, folder: Path | None, preview_fd: int | None) -> int:
    from hardware.camera_process import run_camera
    from hardware.frames import FolderSource, camera_at
    from hardware.preview import PreviewWriter

    source = FolderSource(folder) if folder else camera_at(device or Path("/dev/video0"))
    run_camera(source, None if preview_fd is None else PreviewWriter(preview_fd))
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

    try:
        wanted = load_hardware(settings) if settings else None
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return EXIT_SETTINGS_WRONG
    places = places_of(wanted) if wanted else places_of_plugged(look_around())
    if not places:
        _list()
        return EXIT_NOTHING_READ
    # The drivers' log lines would stand between what is said.
    logging.getLogger().setLevel(logging.WARNING)
    print(_("Quét mã thử 1 trước (in bằng: python -m hardware sheet). Dừng: Ctrl+C."), flush=True)
    bench = Bench(places, show=show, say=_say)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also where a shell ignores it
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
