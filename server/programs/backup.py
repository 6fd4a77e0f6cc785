"""Takes a backup while everything goes on, and proves that one can be brought back."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from server.keeping import manifest, shelf, space
from server.keeping.aside import beside
from server.keeping.enclosing import files_of
from server.keeping.manifest import BackupError, Manifest
from server.keeping.proof import Proof
from server.keeping.restoring import verify
from server.keeping.taking import take
from server.programs.face import fail
from server.settings import ServerSettings
from server.store.database import StoreUnavailableError
from words import _


def told() -> str:
    """Return what the program does."""
    return _("Sao lưu cơ sở dữ liệu trong khi vẫn chạy, hoặc kiểm một bản sao lưu.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, for whom, or which one to check."""
    parser.add_argument("folder", type=Path, metavar=_("THƯ_MỤC"))
    parser.add_argument(
        "--dated", action="store_true",
        help=_("sao lưu vào một thư mục con mang ngày giờ"),
    )  # fmt: skip
    parser.add_argument(
        "--keep", type=_count, metavar="N",
        help=_("cùng --dated: sau đó chỉ giữ N bản mới nhất"),
    )  # fmt: skip
    who = parser.add_mutually_exclusive_group()
    who.add_argument("--recipient", default="", help=_("mã hóa cho khóa công khai age này (age1…)"))
    who.add_argument(
        "--recipient-file", type=Path, metavar=_("TỆP"), help=_("tệp chứa khóa công khai age")
    )
    parser.add_argument(
        "--with-keys", action="store_true",
        help=_("kèm tệp cài đặt và mọi khóa mà nó nêu (chỉ khi mã hóa)"),
    )  # fmt: skip
    parser.add_argument(
        "--verify", action="store_true",
        help=_("phục hồi thử bản sao lưu này ra chỗ khác, kiểm chuỗi và số lượng"),
    )  # fmt: skip
    parser.add_argument(
        "--into", default="", help=_("cơ sở dữ liệu PostgreSQL trống để phục hồi thử")
    )
    parser.add_argument("--identity", type=Path, help=_("tệp khóa riêng age"))


def run(called: argparse.Namespace, settings: ServerSettings) -> int:
    """Take a backup, or check one; exit 1 where it cannot be done or does not hold."""
    now = datetime.now(UTC)
    try:
        if called.verify:
            return _verify(called, settings, now)
        if called.dated:
            _tell_gone(_make_room(called, settings))
        folder = shelf.dated(called.folder, now) if called.dated else called.folder
        made = _take(called, settings, folder, now)
        gone = shelf.thin_out(called.folder, called.keep) if called.dated and called.keep else []
    except (BackupError, OSError, StoreUnavailableError) as error:
        return fail(_("Không sao lưu được: {why}").format(why=error))
    print(
        _("Đã sao lưu {entries} phiếu của {ledgers} sổ vào {folder}").format(
            entries=made.rows.get("entry", 0), ledgers=len(made.ledgers), folder=folder
        )
    )
    _tell_gone(gone)
    return 0


def _make_room(called: argparse.Namespace, settings: ServerSettings) -> list[Path]:
    """See that the backup fits; whole ones are deleted for it only where a number is to stay."""
    return space.make_room(
        called.folder, settings.database,
        is_encrypted=bool(called.recipient or called.recipient_file), thins=bool(called.keep),
    )  # fmt: skip


def _tell_gone(folders: list[Path]) -> None:
    for one in folders:
        print(_("Đã xóa bản cũ {folder}").format(folder=one), flush=True)


def _take(
    called: argparse.Namespace, settings: ServerSettings, folder: Path, now: datetime
) -> Manifest:
    recipient: str = called.recipient
    if called.recipient_file:
        recipient = called.recipient_file.read_text(encoding="ascii").strip()
    keys = files_of(called.settings, settings) if called.with_keys else ()
    made = take(
        settings.database, folder, province=settings.province, now=now,
        recipient=recipient, keys=keys,
    )  # fmt: skip
    shelf.note_taken(settings.database, made, folder)
    return made


def _verify(called: argparse.Namespace, settings: ServerSettings, now: datetime) -> int:
    proof = verify(
        called.folder, aside=beside(settings.database), scratch=called.into,
        identity=called.identity,
    )  # fmt: skip
    status = tell(proof)
    try:
        shelf.note_verified(settings.database, manifest.read(called.folder), proof, now)
    except StoreUnavailableError:
        print(_("Máy này không có cơ sở dữ liệu để ghi lại lần kiểm"))
    return status


def tell(proof: Proof) -> int:
    """Say what a proof shows, and return the exit status."""
    if proof.holds:
        print(
            _("Chuỗi nguyên vẹn, số lượng khớp: {entries} phiếu, {ledgers} sổ").format(
                entries=proof.checked.entries, ledgers=proof.checked.ledgers
            )
        )
        return 0
    found = [
        _("Bảng {table}: cần {said} dòng, có {found}").format(table=table, said=said, found=found)
        for table, (said, found) in sorted(proof.missing.items())
    ]
    found += [_("Sổ {ledger} không khớp").format(ledger=name) for name in proof.ledgers]
    found += [
        _("Chuỗi đứt ở {terminal}, kỳ sổ {epoch}, phiếu {seq}").format(
            terminal=broken.terminal, epoch=broken.epoch, seq=broken.seq
        )
        for broken in proof.checked.breaks
    ]
    return fail("\n".join(found))


def _count(text: str) -> int:
    """Return a number of backups; none would be no backup."""
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError(_("cần ít nhất 1"))
    return count
