"""Takes reference data over from files, says what there is, and writes it out again."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from server.programs.face import fail
from server.reference import exporting, versions
from server.reference.file_error import FileError
from server.reference.importing import KINDS, VIETNAM, Imported, import_file, try_file
from server.settings import ServerSettings
from server.store.database import from_text, open_store, reading
from words import _


def told() -> str:
    """Return what the program does."""
    return _("Dữ liệu dùng chung: danh mục thuốc, giá, cơ sở, nhân viên, địa bàn, tham số.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar=_("VIỆC"))
    taking = deeds.add_parser("import", help=_("nạp một tệp; tệp sai thì không đổi gì"))
    taking.add_argument("kind", choices=tuple(KINDS), metavar=_("LOẠI"), help=", ".join(KINDS))
    taking.add_argument("file", type=Path, metavar=_("TỆP"))
    taking.add_argument("--dry-run", action="store_true", help=_("chỉ nói sẽ đổi gì, không đổi"))
    deeds.add_parser("status", help=_("các bộ dữ liệu và phiên bản mới nhất"))
    giving = deeds.add_parser("export", help=_("ghi ra CSV"))
    giving.add_argument(
        "kind", choices=tuple(exporting.KINDS), metavar=_("LOẠI"), help=", ".join(exporting.KINDS)
    )
    giving.add_argument("file", type=Path, nargs="?", metavar=_("TỆP"))


def run(called: argparse.Namespace, settings: ServerSettings) -> int:
    """Do it and return the exit status."""
    open_store(settings.database)
    if called.deed == "status":
        return _status()
    if called.deed == "export":
        return _export(called.kind, called.file)
    take = try_file if called.dry_run else import_file
    try:
        done = take(called.kind, called.file, datetime.now(UTC))
    except FileError as error:
        return fail(str(error))
    if called.dry_run:
        print(_("Chỉ thử, chưa đổi gì. Nếu nạp thật:"))
    _say(done)
    return 0


def _say(done: Imported) -> None:
    sentence = _("Đã đọc {read}; xuống máy quầy: {changed} dòng mới hoặc đổi, {gone} dòng bỏ")
    print(sentence.format(read=done.read, changed=done.changed, gone=done.gone))
    if done.unsized:
        sentence = _("{count} quy cách chưa biết chứa bao nhiêu đơn vị nhỏ nhất, chưa dùng được")
        print(sentence.format(count=done.unsized))
    if done.strange:
        sentence = _("{count} thuốc có phân loại lạ: tạm coi là thuốc kê đơn, cần xem lại")
        print(sentence.format(count=done.strange))


def _status() -> int:
    with reading():
        found = versions.standing()
    for one in found:
        at = from_text(one.at).astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")
        line = _("{dataset}: {rows} dòng, phiên bản {version}, cập nhật {at}")
        print(line.format(dataset=one.dataset, rows=one.rows, version=one.version, at=at))
    if not found:
        print(_("Chưa có dữ liệu dùng chung nào"))
    return 0


def _export(kind: str, file: Path | None) -> int:
    with reading():
        text = exporting.export(kind)
    if file is None:
        sys.stdout.write(text)
        return 0
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        return fail(_("Không ghi được {file}: {why}").format(file=file, why=error.strerror))
    return 0
