"""Takes a backup while everything goes on, and proves that one can be brought back."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from server.keeping.manifest import BackupError
from server.keeping.restoring import Proof, verify
from server.keeping.taking import take
from server.programs.face import fail
from server.settings import ServerSettings
from words import _


def told() -> str:
    """Return what the program does."""
    return _("Sao lưu cơ sở dữ liệu trong khi vẫn chạy, hoặc kiểm một bản sao lưu.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, for whom, or which one to check."""
    parser.add_argument("folder", type=Path, metavar=_("THƯ_MỤC"))
    parser.add_argument(
        "--recipient", default="", help=_("mã hóa cho khóa công khai age này (age1…)")
    )
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
    try:
        if called.verify:
            return tell(verify(called.folder, scratch=called.into, identity=called.identity))
        made = take(
            settings.database, called.folder, province=settings.province, now=datetime.now(UTC),
            recipient=called.recipient,
        )  # fmt: skip
    except (BackupError, OSError) as error:
        return fail(_("Không sao lưu được: {why}").format(why=error))
    print(
        _("Đã sao lưu {entries} phiếu của {ledgers} sổ vào {folder}").format(
            entries=made.rows["entry"], ledgers=len(made.ledgers), folder=called.folder
        )
    )
    return 0


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
