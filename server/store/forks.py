"""Epochs with two ledgers: an old copy that was put back, or a card that was cloned.

Both begin alike. A copy that was put back replaces the ledger, which then grows no more; a clone
lives beside it, so both go on.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import NamedTuple

from server.store.alarms import Alarm, Finding
from server.store.begun import Begun
from server.store.database import rows, to_text
from server.store.reports import Report

_ON_ITS_WAY = timedelta(minutes=15)
"""What was stored so shortly before a report may have been written after it was put together."""


class Ledger(NamedTuple):
    """An epoch of a terminal."""

    terminal: str
    epoch: str


class _Conflict(NamedTuple):
    """Other entries came under numbers that were taken."""

    first_at: str
    first_seq: int
    times: int


def forks(
    reports: Iterable[Report], begun: Iterable[Begun], replaced: Collection[tuple[str, str]] = ()
) -> dict[Ledger, Alarm]:
    """Return each ledger of which there is more than one, and what it looks like.

    `replaced`: terminal and epoch of what was begun by a card that took another's place.
    """
    said = {Ledger(report.terminal, report.epoch): report for report in reports}
    conflicts = _conflicts()
    twins = _twins()
    damaged = {Ledger(b.terminal, b.previous) for b in begun if b.because == "damaged"}
    overtaken = {
        Ledger(b.terminal, b.previous)
        for b in begun
        if b.because == "overtaken" and b.previous and (b.terminal, b.epoch) not in replaced
    }
    shrunk = {
        ledger
        for ledger, report in said.items()
        if ledger not in damaged and (report.falls or _lacks_what_is_stored(report))
    }
    found = {}
    for ledger in {*conflicts, *twins, *overtaken, *shrunk}:
        kind = _kind(ledger, conflicts.get(ledger), said.get(ledger), twin=ledger in twins)
        found[ledger] = Alarm(
            kind,
            ledger.terminal,
            ledger.epoch,
            detail=_detail(conflicts.get(ledger), twins.get(ledger, ())),
        )
    return found


def _kind(
    ledger: Ledger, conflict: _Conflict | None, report: Report | None, *, twin: bool
) -> Finding:
    falls = report.falls if report else 0
    if twin or falls > 1:
        return Finding.CLONE
    if conflict is None:
        return Finding.RESTORED
    if _grew_after(ledger, conflict):
        return Finding.CLONE
    replaced = falls == 1 or (report is not None and _lacks_what_is_stored(report))
    return Finding.RESTORED if replaced else Finding.CLONE


def _detail(conflict: _Conflict | None, twins: Iterable[str]) -> str:
    """Return the other terminals, or how many entries came twice and from which number on."""
    if twins:
        return ", ".join(sorted(twins))
    return f"{conflict.times}: {conflict.first_seq} ..." if conflict else ""


def _conflicts() -> dict[Ledger, _Conflict]:
    found = rows(
        """
        SELECT terminal, epoch, min(at), min(seq), count(*) FROM quarantine
        WHERE reason = 'conflict' AND epoch <> '' GROUP BY terminal, epoch
        """
    )
    return {Ledger(row[0], row[1]): _Conflict(*row[2:]) for row in found}


def _twins() -> dict[Ledger, set[str]]:
    """Return ledgers whose epoch another terminal has too: epochs are random."""
    owners: dict[str, set[str]] = defaultdict(set)
    for epoch, terminal in rows(
        """
        SELECT epoch, terminal FROM (
            SELECT epoch, terminal FROM mark WHERE stored > 0
            UNION SELECT epoch, terminal FROM epochreport
        ) AS known
        """
    ):
        owners[epoch].add(terminal)
    return {
        Ledger(terminal, epoch): terminals - {terminal}
        for epoch, terminals in owners.items()
        if len(terminals) > 1
        for terminal in terminals
    }


def _lacks_what_is_stored(report: Report) -> bool:
    """Whether a terminal did not know entries that had long been stored when it said so."""
    return bool(
        rows(
            """
            SELECT 1 FROM entry
            WHERE terminal = ? AND epoch = ? AND seq > ? AND stored_at < ? LIMIT 1
            """,
            (
                report.terminal,
                report.epoch,
                report.last_seq,
                to_text(report.reported_at - _ON_ITS_WAY),
            ),
        )
    )


def _grew_after(ledger: Ledger, conflict: _Conflict) -> bool:
    """Whether the ledger that was stored first went on after the other had shown itself.

    Only its unbroken line counts: behind a gap, entries may be the other's.
    """
    end = rows(
        """
        SELECT stored_at FROM entry AS this
        WHERE terminal = ? AND epoch = ? AND seq >= ? AND NOT EXISTS (
            SELECT 1 FROM entry AS next WHERE next.terminal = this.terminal
            AND next.epoch = this.epoch AND next.seq = this.seq + 1
        )
        ORDER BY seq LIMIT 1
        """,
        (*ledger, conflict.first_seq),
    )
    return bool(end and end[0][0] > conflict.first_at)
