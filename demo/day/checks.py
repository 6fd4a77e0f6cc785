"""What must be so at the end of the day, each looked at anew."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from demo.day.book import Shelf, of_kind, read_entries, shelf_of, takings_of
from demo.day.deliveries import SUPPLIERS_FILE
from demo.day.papers import jobs_of, tickets_of
from demo.day.script import REFUSALS, SALES, Day
from demo.report import compare_ledgers
from demo.settings_files import TERMINAL
from demo.stage import Stage
from wire.entry import Head
from wire.kinds import (
    CodeLinked,
    GoodsIn,
    RecallAcknowledged,
    RegistersPrinted,
    Return,
    SetAside,
    Shift,
    StockCount,
    Void,
    WriteOff,
)
from wire.sale import Sale
from words import _

WITHOUT_NETWORK = 15
"""Sales at least that were made while the line was cut."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must be so."""

    what: str
    found: str
    is_so: bool


def check_day(stage: Stage, day: Day) -> list[Check]:
    """Look at everything that the day has left behind."""
    entries = read_entries(stage.folders.server / "store.sqlite", TERMINAL)
    return [
        Check(_("Mọi việc trong ngày làm được"), "; ".join(day.failed) or "✓", not day.failed),
        _ledgers(stage),
        *_sales(day, entries),
        _kinds(entries),
        _refusals(day),
        _stock(day, shelf_of(entries)),
        *_shifts(day, entries),
        _receipts(stage, entries),
        _training(stage, entries),
        _inbox(stage),
    ]


def _ledgers(stage: Stage) -> Check:
    found = compare_ledgers(stage)  # raises where a ledger contradicts itself
    words = _("{terminal} mục và {server} mục; thiếu {lost}, trùng {doubled}").format(
        terminal=len(found.terminal),
        server=len(found.server),
        lost=found.lost,
        doubled=found.doubled,
    )
    return Check(_("Sổ máy và sổ Sở khớp nhau"), words, found.equal)


def _sales(day: Day, entries: list[Head]) -> Iterator[Check]:
    sold = day.counter.sold
    stored = of_kind(entries, Sale)
    words = _("{sold} lượt, {stored} phiếu ở Sở").format(sold=len(sold), stored=len(stored))
    is_so = len(sold) == len(stored) == SALES
    yield Check(_("Đã bán {n} phiếu").format(n=SALES), words, is_so)
    seen = [(sale.number, sale.total_vnd, sale.paid_by) for sale in sold]
    there = [(sale.seq, sale.total_vnd, sale.paid_by) for sale in stored]
    total = f"{sum(sale.total_vnd for sale in stored):,} đ".replace(",", ".")
    yield Check(_("Từng phiếu đúng số tiền trên màn hình"), total, seen == there)
    cut = [sale for sale in sold if not sale.online]
    most = max((sale.unsent for sale in sold), default=0)
    words = _("{n} phiếu, chờ gửi nhiều nhất {most}").format(n=len(cut), most=most)
    yield Check(_("Bán cả khi mất mạng"), words, len(cut) >= WITHOUT_NETWORK)


_WANTED: tuple[tuple[type[Head], int], ...] = (
    (GoodsIn, 3),
    (Return, 1),
    (Void, 1),
    (WriteOff, 1),
    (RecallAcknowledged, 1),
    (SetAside, 1),
    (CodeLinked, 1),
    (RegistersPrinted, 1),
    (Shift, 4),
)


def _kinds(entries: list[Head]) -> Check:
    """Every other kind of entry so often as it was done; counts beside the opening stock: one."""
    counted = [each for each in of_kind(entries, StockCount) if each.because == "count"]
    found = {kind.__name__: (len(of_kind(entries, kind)), wanted) for kind, wanted in _WANTED}
    found[StockCount.__name__] = (len(counted), 1)
    wrong = {name: pair for name, pair in found.items() if pair[0] != pair[1]}
    return Check(
        _("Nhập, trả, hủy, kiểm kê, thu hồi, sổ"),
        ", ".join(f"{name} {n}/{wanted}" for name, (n, wanted) in (wrong or found).items()),
        not wrong,
    )


def _refusals(day: Day) -> Check:
    refused = day.counter.refused
    missing = [rule for rule in REFUSALS if rule not in refused]
    words = ", ".join(missing) or _("{n} lần chặn").format(n=len(refused))
    return Check(_("Máy chặn đúng những gì phải chặn"), words, tuple(refused) == REFUSALS)


def _stock(day: Day, reckoned: Shelf) -> Check:
    shown: Shelf = {}
    for drug, batch, owner, here, aside in day.shelf:
        if here or aside:
            shown[str(drug), str(batch), str(owner)] = (int(str(here)), int(str(aside)))
    differing = {
        batch for batch in shown.keys() | reckoned.keys() if shown.get(batch) != reckoned.get(batch)
    }
    words = _("{n} lô, lệch {wrong}").format(n=len(shown), wrong=len(differing))
    if differing:
        first = min(differing)
        words += f" ({first}: {shown.get(first)} ≠ {reckoned.get(first)})"
    return Check(_("Tồn trên màn hình bằng tồn tính lại từ sổ"), words, not differing)


def _shifts(day: Day, entries: list[Head]) -> Iterator[Check]:
    reports = takings_of(entries)
    yield Check(_("Hai ca đã kết"), str(len(reports)), len(reports) == 2)  # noqa: PLR2004 - shifts
    for (takings, report), counted in zip(reports, day.drawers, strict=False):
        figures = report.figures
        written = {name: getattr(figures, name, None) for name in takings.__dataclass_fields__}
        reckoned = {name: getattr(takings, name) for name in takings.__dataclass_fields__}
        sums = (takings.expected_vnd, report.expected_vnd, report.counted_vnd, counted)
        words = " = ".join(f"{each or 0:,}".replace(",", ".") for each in sums)
        yield Check(
            _("Báo cáo Z số {n}: cộng lại đúng từng đồng").format(n=takings.number),
            words,
            written == reckoned and len(set(sums)) == 1,
        )


def _receipts(stage: Stage, entries: list[Head]) -> Check:
    """No receipt comes out plain twice, and none is missing: where doubtful, a copy is there."""
    jobs = [
        job for job in jobs_of(stage.folders.terminal / "ledger.sqlite") if job.kind == "receipt"
    ]
    epoch = entries[0].epoch if entries else ""
    tickets = tickets_of(stage.folders.receipts, epoch)
    wrong = []
    for sale in of_kind(entries, Sale):
        mine = [job for job in jobs if job.number == sale.seq]
        plain = [job for job in mine if not job.is_copy]
        cut = sum(job.state == "confirmed" for job in mine)
        if len(plain) != 1 or not cut or tickets[sale.seq] != cut:
            wrong.append(sale.seq)
    copies = sum(job.is_copy for job in jobs)
    words = _("{n} phiếu in, {copies} bản sao, sai {wrong}").format(
        n=len(jobs), copies=copies, wrong=len(wrong)
    )
    is_so = not wrong and any(job.state == "doubtful" for job in jobs)
    return Check(_("Không phiếu nào in thường hai lần"), words, is_so)


def _training(stage: Stage, entries: list[Head]) -> Check:
    """The practice has a ledger of its own, and nothing of it is anywhere else."""
    (file,) = (stage.folders.terminal / "training").glob("*/ledger.sqlite")
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        epochs = {epoch for (epoch,) in database.execute("SELECT epoch FROM book")}
        sales = database.execute("SELECT count(*) FROM entry WHERE kind = 'sale'").fetchone()[0]
    leaked = [entry.seq for entry in entries if entry.epoch in epochs]
    words = _("tập {n} phiếu, lọt ra {leaked}").format(n=sales, leaked=len(leaked))
    return Check(_("Tập bán hàng không để lại gì"), words, sales > 0 and not leaked)


def _inbox(stage: Stage) -> Check:
    names = sorted(file.name for file in stage.folders.inbox.iterdir())
    return Check(_("Tệp giao hàng đã cất"), ", ".join(names), names == [f"{SUPPLIERS_FILE}.done"])


def check_table(checks: list[Check]) -> str:
    """Return the checks as a table."""
    width = max(len(check.what) for check in checks)
    lines = (
        f"{_('đúng') if check.is_so else _('SAI'):<5} {check.what:<{width}}  {check.found}"
        for check in checks
    )
    return "\n".join(lines)


def told_of_day(stage: Stage, *, seconds: float) -> str:
    """Say how long the day took, and where its pictures are."""
    folders = stage.folders
    lines = (
        "",
        _("Cả ngày diễn trong {n} giây.").format(n=round(seconds)),
        _("Ảnh màn hình ({count}): {folder}").format(
            count=len(list(folders.screens.glob("*.png"))), folder=folders.screens
        ),
        _("Ảnh phiếu in ({count}): {folder}").format(
            count=len(list(folders.receipts.glob("*.png"))), folder=folders.receipts
        ),
    )
    return "\n".join(lines)
