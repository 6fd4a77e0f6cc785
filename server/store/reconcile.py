"""The daily comparison of what terminals say they have with what is stored.

Whatever is missing beyond what a terminal itself calls unsent is lost: an entry on its way is
without a receipt, so the terminal still counts it. That holds at every moment, so nothing here
depends on when the two sides were looked at.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from server.store import entries, missing
from server.store.alarms import Alarm, Finding, hold
from server.store.begun import Begun, list_begun
from server.store.database import reading, rows, writing
from server.store.forks import Ledger, forks
from server.store.missing import Run
from server.store.replaced import by_replacement
from server.store.reports import Report, list_reports, report_marks
from wire.chain import origin

__all__ = ["COMPARED", "Outcome", "reconcile", "report_marks"]

COMPARED = (
    Finding.GAP,
    Finding.SILENT_LOSS,
    Finding.HEAD,
    Finding.CLONE,
    Finding.RESTORED,
    Finding.DAMAGED,
    Finding.CLOCK,
)
"""What is found here, and closed here when it is found no more."""
CLOCK_AHEAD = timedelta(minutes=5)
CLOCK_BEHIND = timedelta(hours=12)
"""A status may have waited at the broker while the server was down, so "late" needs more."""
MAX_RUNS = 10
"""Alarms for one ledger; more runs of missing numbers are told together."""


class Outcome(NamedTuple):
    """What a comparison came to."""

    ledgers: int
    found: tuple[Alarm, ...]
    closed: int


class _Compared(NamedTuple):
    """A ledger as the server has it, and what is known to explain what it lacks."""

    ledger: Ledger
    through: int
    report: Report | None
    newest_report: datetime | None
    """Of the terminal, on whatever epoch."""
    unreadable: tuple[Run, ...]


def reconcile(now: datetime) -> Outcome:
    """Compare every ledger, raise what is found and close what is no more.

    Raises `StoreUnavailableError`.
    """
    with reading():
        # The reports first: entries that are stored meanwhile only make less missing.
        reports, begun = list_reports(), list_begun()
        compared = list(_compared(reports, begun))
        replaced = by_replacement()
        forked = forks(reports, begun, replaced)
        found = [*forked.values(), *_clocks(reports), *_damages(compared, begun, replaced)]
        for one in compared:
            found += _losses(one, now)
            if one.ledger not in forked:
                found += _heads(one)
    with writing():
        closed = hold(found, COMPARED, now)
    return Outcome(ledgers=len(compared), found=tuple(found), closed=closed)


def _compared(reports: Iterable[Report], begun: Iterable[Begun]) -> Iterator[_Compared]:
    said = {Ledger(report.terminal, report.epoch): report for report in reports}
    newest: dict[str, datetime] = {}
    for report in said.values():
        newest[report.terminal] = max(
            report.reported_at, newest.get(report.terminal, report.reported_at)
        )
    unreadable: dict[Ledger, tuple[Run, ...]] = {}
    for one in begun:
        if one.because == "damaged" and one.previous:
            unreadable[Ledger(one.terminal, one.previous)] = one.unreadable
    through = {
        Ledger(terminal, epoch): through
        for terminal, epoch, through in rows("SELECT terminal, epoch, through FROM mark")
    }
    for ledger in sorted({*said, *through}):
        yield _Compared(
            ledger=ledger,
            through=through.get(ledger, 0),
            report=said.get(ledger),
            newest_report=newest.get(ledger.terminal),
            unreadable=unreadable.get(ledger, ()),
        )


def _losses(one: _Compared, now: datetime) -> Iterator[Alarm]:
    """Return numbers that are missing and on nobody's way."""
    has = missing.kept(*one.ledger, one.through)
    last = one.report.last_seq if one.report else 0
    tail = [Run(has.highest + 1, last)] if last > has.highest else []
    holes = missing.without(has.holes, one.unreadable)
    tail = missing.without(tail, one.unreadable)
    told = [*missing.within(holes, last), *tail]
    unsent = _unsent(one)
    lost = sum(run.size for run in told)
    if lost > unsent and unsent == 0:
        yield from _runs(Finding.GAP, one.ledger, missing.within(holes, last))
        yield from _runs(Finding.SILENT_LOSS, one.ledger, tail)
    elif lost > unsent:
        detail = f"{lost - unsent} / {lost}: {_list(told)}"
        yield Alarm(Finding.SILENT_LOSS, *one.ledger, subject="some", detail=detail)
    beyond = missing.without(holes, [Run(1, last)])
    yield from _runs(
        Finding.GAP,
        one.ledger,
        [run for run in beyond if missing.is_old(*one.ledger, run, now)],
    )


def _unsent(one: _Compared) -> int:
    """Return how many entries may still be missing without being lost."""
    if one.report is None:
        return 0
    unnumbered = rows(
        "SELECT count(*) FROM quarantine WHERE terminal = ? AND epoch = ? AND seq = 0", one.ledger
    )[0][0]
    forgotten = one.newest_report is not None and one.report.reported_at < one.newest_report
    return int(unnumbered) + (0 if forgotten else one.report.unsent)


def _runs(kind: Finding, ledger: Ledger, runs: list[Run]) -> Iterator[Alarm]:
    if len(runs) > MAX_RUNS:
        whole = Run(runs[0].first, runs[-1].last)
        count = sum(run.size for run in runs)
        yield Alarm(kind, *ledger, subject=f"{whole} ...", detail=f"{count}: {_list(runs)}")
        return
    for run in runs:
        yield Alarm(kind, *ledger, subject=str(run), detail=f"{run.size}: {run}")


def _list(runs: list[Run]) -> str:
    return ", ".join(map(str, runs[:MAX_RUNS])) + (", ..." if len(runs) > MAX_RUNS else "")


def _heads(one: _Compared) -> Iterator[Alarm]:
    """Return a ledger whose last entry is another one here than at the terminal."""
    report = one.report
    if report is None:
        return
    if report.last_seq == 0:
        stored: str | None = origin(*one.ledger)
    else:
        stored = entries.hash_at(*one.ledger, report.last_seq)
    if stored is None or stored == report.head:
        return
    yield Alarm(Finding.HEAD, *one.ledger, subject=str(report.last_seq))


def _clocks(reports: Iterable[Report]) -> Iterator[Alarm]:
    latest: dict[str, Report] = {}
    for report in sorted(reports, key=lambda report: report.reported_at):
        latest[report.terminal] = report
    for report in latest.values():
        ahead = timedelta(seconds=report.ahead_seconds)
        if not -CLOCK_BEHIND <= ahead <= CLOCK_AHEAD:
            yield Alarm(Finding.CLOCK, report.terminal, detail=f"{report.ahead_seconds} s")


def _damages(
    compared: Iterable[_Compared], begun: Iterable[Begun], replaced: Collection[tuple[str, str]]
) -> Iterator[Alarm]:
    """Return damaged databases, with the numbers that neither side has any more.

    Where a card took another's place, only if there are such numbers.
    """
    known = {one.ledger: one for one in compared}
    for new in begun:
        if new.because != "damaged":
            continue
        one = known.get(Ledger(new.terminal, new.previous))
        gone = _gone(one, new) if one else list(new.missing)
        if not gone and (new.terminal, new.epoch) in replaced:
            continue
        yield Alarm(
            Finding.DAMAGED,
            new.terminal,
            new.previous,
            subject=new.epoch[:8],
            detail=f"{sum(run.size for run in gone)}: {_list(gone)}" if gone else "",
        )


def _gone(one: _Compared, new: Begun) -> list[Run]:
    has = missing.kept(*one.ledger, one.through)
    last = max([one.report.highest if one.report else 0, *(run.last for run in new.missing)])
    absent = [*has.holes, *([Run(has.highest + 1, last)] if last > has.highest else [])]
    told = missing.without(absent, new.unreadable)
    return missing.without(absent, told)
