"""The task `flash`: what it is told, and what it does."""

import itertools
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from provisioning.errors import MissingError, ProvisioningError, RefusedError
from provisioning.flash.choice import choose_named
from provisioning.flash.drive_words import list_words
from provisioning.flash.drives import read_drives
from provisioning.flash.errors import CardsFailedError, UnknownImageError
from provisioning.flash.image import Image
from provisioning.flash.label import print_label
from provisioning.flash.outlets import OutletQueue
from provisioning.flash.partitions import read_partitions
from provisioning.flash.placing import OutletFiles, files_in
from provisioning.flash.progress import Bar
from provisioning.flash.reader import DriveReader, FileReader, Hands
from provisioning.flash.refusal import refuse
from provisioning.flash.turn import Job, Outlet, Reader, list_outcomes, write_cards
from provisioning.flash.unpack import opened_image
from provisioning.task import Task
from provisioning.usage import Usage
from words import _


def flash(given: Namespace) -> str:
    """`flash`: write cards, or list the drives where no image is given."""
    if given.image is None:
        return list_drives()
    files = _files(given.device)
    if given.device and not files:
        _require_one(given.device)
        # Before minutes go by with checking the image.
        choose_named(read_drives(), 0, given.device[0])
    _refuse_itself(given.image, files)
    bar = Bar(sys.stderr)
    with opened_image(given.image, bar) as image:
        outlets, most, done = _outlets(given)
        job = Job(
            image=image,
            partitions=read_partitions(image.file),
            progress=bar,
            say=_say,
            done=done,
        )
        outcomes = write_cards(job, _reader(given, files, image), outlets, most=most)
    if not outcomes:
        raise CardsFailedError(_("Chưa ghi thẻ nào."))
    told = list_outcomes(outcomes)
    if any(outcome.fault for outcome in outcomes):
        raise CardsFailedError(told)
    return told


def list_drives() -> str:
    """Return every drive with what speaks against it."""
    drives = read_drives()
    listed = list_words((drive, refuse(drive, 0)) for drive in drives)
    return _("Thiết bị của máy này:") + "\n" + (listed or "  -")


def _files(devices: list[Path]) -> list[Path]:
    """Return the files that stand in for cards; none: real ones are meant."""
    return devices if all(device.is_file() for device in devices) else []


def _require_one(devices: list[Path]) -> None:
    if len(devices) > 1:
        wanted = _("một thiết bị; nhiều thẻ thì ghi lần lượt trong cùng một đầu đọc (--many)")
        raise RefusedError(" ".join(map(str, devices)), wanted)


def _refuse_itself(image: Path, files: list[Path]) -> None:
    for file in files:
        if image.exists() and file.samefile(image):
            raise UnknownImageError(file, _("một thẻ khác; tệp này chính là ảnh"))


def _reader(given: Namespace, files: list[Path], image: Image) -> Reader:
    if files:
        return FileReader(files, image.size_bytes)
    named = given.device[0] if given.device else None
    return DriveReader(image.size_bytes, Hands(say=_say), named=named, asks=not given.yes)


def _outlets(
    given: Namespace,
) -> tuple[Iterable[Outlet], int | None, Callable[[Outlet], None]]:
    """Return whose cards are written, how many are tried at most, and what follows a good one."""
    common = _common(given.files)
    if given.outlets:
        queue = OutletQueue(given.outlets, common)
        return queue, None, partial(_finish, queue, given.print_labels)
    most = None if given.many else max(1, len(given.device))
    return itertools.repeat(Outlet(files=common)), most, lambda _outlet: None


def _finish(queue: OutletQueue, printer: str | None, outlet: Outlet) -> None:
    queue.cross_off(outlet)
    if printer is None or outlet.label is None:
        return
    try:
        print_label(outlet.name, outlet.label, printer)
    except ProvisioningError as error:
        # The card is good all the same, and the next is waiting.
        _say(str(error))


def _common(folder: Path | None) -> OutletFiles:
    if folder is None:
        return OutletFiles(())
    if not folder.is_dir():
        raise MissingError(folder)
    return files_in(folder)


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _what(task: Usage) -> None:
    task.options.add_argument(
        "image",
        metavar=_("ẢNH"),
        type=Path,
        nargs="?",
        help=_("tệp ảnh .img, .img.xz hoặc .img.gz; không có thì chỉ xem các thiết bị"),
    )
    task.options.add_argument(
        "device",
        metavar=_("THIẾT-BỊ"),
        type=Path,
        nargs="*",
        help=_("như /dev/sdb; không có thì lấy thẻ nhớ duy nhất ghi được"),
    )


def _how(task: Usage) -> None:
    task.options.add_argument(
        "--many", action="store_true", help=_("ghi hết thẻ này đến thẻ khác, đến khi Ctrl+C")
    )
    task.options.add_argument("--yes", action="store_true", help=_("không hỏi lại trước mỗi thẻ"))
    task.options.add_argument(
        "--files",
        metavar=_("THƯ-MỤC"),
        type=Path,
        help=_("các tệp đặt lên mọi thẻ, ví dụ wifi.conf"),
    )
    task.options.add_argument(
        "--outlets",
        metavar=_("THƯ-MỤC"),
        type=Path,
        help=_("mỗi cơ sở một thư mục con với tệp riêng; mỗi thẻ lấy cơ sở kế tiếp"),
    )
    task.options.add_argument(
        "--print-labels",
        metavar=_("MÁY-IN"),
        nargs="?",
        const="",
        help=_("in nhãn của cơ sở (giấy 58 mm) sau mỗi thẻ tốt, bằng máy in này của CUPS"),
    )


FLASHING: dict[str, Task] = {
    "flash": Task(
        flash,
        lambda: _("Ghi ảnh lên thẻ nhớ, đọc lại để kiểm tra, hết thẻ này đến thẻ khác."),
        (_what, _how),
    ),
}
