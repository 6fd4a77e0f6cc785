"""Codes on labels: taken over from the office's sheets, listed, called back, replaced."""

import argparse
import os
import re
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from server.enrolment import codes, tries
from server.enrolment.batches import (
    BatchRefusedError,
    NotReplaceableError,
    prepare_replacement,
    read_batch_file,
    take_over,
)
from server.enrolment.codes import Code
from server.enrolment.furnishing import enrol_settings, place_of
from server.programs.face import fail
from server.reference.importing import VIETNAM
from server.settings import ServerSettings
from server.store import terminals
from server.store.database import open_store, reading, writing
from wire.enrolment_batch import PrintedLabel, Sheet, encode_sheet
from words import _

_DAYS = 14
_MOST_DAYS = 365


def told() -> str:
    """Return what the program does."""
    return _("Mã cài máy quầy trên nhãn: nạp, liệt kê, thu hồi, làm nhãn thay máy.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar=_("VIỆC"))
    taking = deeds.add_parser("import", help=_("nạp batch.json; tệp sai thì không đổi gì"))
    taking.add_argument("file", type=Path, metavar=_("TỆP"))
    listing = deeds.add_parser("list", help=_("các mã và tình trạng của chúng"))
    listing.add_argument("--open", action="store_true", help=_("chỉ mã chưa dùng"))
    recalling = deeds.add_parser("recall-code", help=_("thu hồi mã chưa dùng: nhãn bị mất"))
    recalling.add_argument("terminal", metavar=_("MÃ_MÁY"))
    replacing = deeds.add_parser("replace", help=_("làm nhãn thay máy; máy cũ vẫn bán tới lúc đó"))
    replacing.add_argument("terminal", metavar=_("MÃ_MÁY"))
    replacing.add_argument(
        "--label",
        type=Path,
        metavar=_("TỆP"),
        help=_("ghi nhãn vào tệp này (mặc định: MÃ_MÁY.json)"),
    )
    replacing.add_argument(
        "--days",
        type=_days,
        default=_DAYS,
        metavar=_("SỐ_NGÀY"),
        help=_("nhãn dùng được bao nhiêu ngày (mặc định {days})").format(days=_DAYS),
    )


def run(called: argparse.Namespace, settings: ServerSettings) -> int:
    """Do it and return the exit status."""
    open_store(settings.database)
    match called.deed:
        case "import":
            return _import(called.file, settings.province)
        case "recall-code":
            return _recall(called.terminal)
        case "replace":
            return _replace(called, settings)
        case _:
            return _list(only_open=called.open)


def _import(file: Path, province: str) -> int:
    try:
        done = take_over(file, read_batch_file(file, province=province))
    except BatchRefusedError as error:
        return fail(str(error))
    print(_("Đã nạp {count} mã cài máy").format(count=done.added))
    for terminal in done.superseded:
        print(_("{terminal}: nhãn in trước đây không còn dùng được").format(terminal=terminal))
    return 0


def _recall(terminal: str) -> int:
    with writing():
        found = codes.recall(terminal, datetime.now(UTC))
    if not found:
        return fail(_("{terminal} không có mã nào chưa dùng").format(terminal=terminal))
    print(
        _("Đã thu hồi mã của {terminal}: nhãn đó không cài được máy nữa").format(terminal=terminal)
    )
    return 0


def _replace(called: argparse.Namespace, settings: ServerSettings) -> int:
    place = place_of(called.settings, enrol_settings(called.settings, settings))
    now = datetime.now(UTC)
    file = called.label or Path(f"{called.terminal}.json")
    if not re.fullmatch(r"[A-Z0-9-]{3,32}", called.terminal):
        return fail(_("Không có máy nào tên {terminal}").format(terminal=called.terminal))
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        return fail(_("Không ghi được {file}: {why}").format(file=file, why=error.strerror))
    with os.fdopen(descriptor, "wb") as opened:
        try:
            label = prepare_replacement(
                called.terminal, place, now=now, until=_last_moment(now, called.days)
            )
        except NotReplaceableError:
            file.unlink()
            return fail(_("Không có máy nào tên {terminal}").format(terminal=called.terminal))
        opened.write(encode_sheet(Sheet(labels=(label,))))
    _say_replacement(label, file)
    return 0


def _say_replacement(label: PrintedLabel, file: Path) -> None:
    print(
        _("Đã làm nhãn thay máy {terminal} ({outlet}): {file}").format(
            terminal=label.terminal, outlet=label.outlet, file=file
        )
    )
    print(_("In nhãn: python -m provisioning labels {file} THƯ-MỤC").format(file=file))
    print(_("Tệp này chứa mã: in xong thì xóa. Máy cũ bị từ chối ngay khi máy mới quét nhãn."))
    with reading():
        is_revoked = label.terminal not in terminals.active()
    if is_revoked:
        print(
            _(
                "Máy này đã bị thu hồi. Nếu cũng đã chạy «terminal revoke» thì trước khi quét nhãn "
                "phải chạy: python -m provisioning terminal readmit /var/lib/quay-signer "
                "--id {terminal}"
            ).format(terminal=label.terminal)
        )


def _list(*, only_open: bool) -> int:
    now = datetime.now(UTC)
    with reading():
        found = codes.listed(state="open" if only_open else None)
        counts = {one.sha256: len(tries.of(one.sha256)) for one in found}
    for one in found:
        print(
            "\t".join(
                (one.terminal, one.particulars.outlet, _kind(one), _state(one, now))
                + ((_("{n} lần quét").format(n=counts[one.sha256]),) if counts[one.sha256] else ())
            )
        )
    if not found:
        print(_("Chưa có mã nào"))
    return 0


def _kind(code: Code) -> str:
    return _("máy mới") if code.kind == "new" else _("thay máy")


def _state(code: Code, now: datetime) -> str:
    if code.state == "used":
        return _("đã dùng lúc {at}").format(at=_at(code.used_at))
    if code.state == "recalled":
        return _("đã thu hồi lúc {at}").format(at=_at(code.recalled_at))
    if code.state == "superseded":
        return _("đã có nhãn mới hơn")
    if now >= code.expires_at:
        return _("hết hạn")
    return _("còn dùng đến hết {day}").format(day=_day(code.expires_at))


def _at(moment: datetime | None) -> str:
    return moment.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y") if moment else "?"


def _day(expires_at: datetime) -> str:
    last = expires_at - timedelta(microseconds=1)
    return last.astimezone(VIETNAM).strftime("%d/%m/%Y")


def _last_moment(now: datetime, days: int) -> datetime:
    """Return the end of the last day, in Việt Nam."""
    last = now.astimezone(VIETNAM).date() + timedelta(days=days + 1)
    return datetime.combine(last, time(), VIETNAM).astimezone(UTC)


def _days(text: str) -> int:
    days = int(text)
    if not 1 <= days <= _MOST_DAYS:
        raise argparse.ArgumentTypeError(_("cần số ngày từ 1 đến {most}").format(most=_MOST_DAYS))
    return days
