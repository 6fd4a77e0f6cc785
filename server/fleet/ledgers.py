"""A machine's ledgers: what it says of each epoch, and what the province has of it."""

from datetime import datetime
from typing import NamedTuple

from server.store.database import from_text, rows
from server.store.reconcile import COMPARED


class LedgerLine(NamedTuple):
    """One epoch of a terminal's ledger."""

    epoch: str
    last_seq: int | None
    """The newest entry, by the terminal's word; None: it has not told."""
    unsent: int | None
    through: int
    """Stored without a gap."""
    stored: int
    falls: int
    """How often the terminal said less than before."""
    reported_at: datetime | None
    touched_at: datetime | None
    findings: tuple[str, ...]
    """Kinds of the alarms about it that are not closed: gaps, forks, losses."""


def ledgers_of(terminal: str) -> list[LedgerLine]:
    """Return a terminal's ledgers, the one that was heard of last first."""
    said = {
        epoch: rest
        for epoch, *rest in rows(
            """
            SELECT epoch, last_seq, unsent, falls, reported_at FROM epochreport
            WHERE terminal = ?
            """,
            (terminal,),
        )
    }
    has = {
        epoch: rest
        for epoch, *rest in rows(
            "SELECT epoch, through, stored, touched_at FROM mark WHERE terminal = ?", (terminal,)
        )
    }
    findings = _findings(terminal)
    found = []
    for epoch in {*said, *has}:
        last_seq, unsent, falls, reported_at = said.get(epoch, (None, None, 0, None))
        through, stored, touched_at = has.get(epoch, (0, 0, None))
        found.append(
            LedgerLine(
                epoch=epoch,
                last_seq=last_seq,
                unsent=unsent,
                through=through,
                stored=stored,
                falls=falls,
                reported_at=_moment(reported_at),
                touched_at=_moment(touched_at),
                findings=tuple(findings.get(epoch, ())),
            )
        )
    return sorted(found, key=_newest)


def _newest(line: LedgerLine) -> tuple[float, str]:
    heard = [at.timestamp() for at in (line.reported_at, line.touched_at) if at]
    return -max(heard, default=0.0), line.epoch


def _findings(terminal: str) -> dict[str, list[str]]:
    marks = ", ".join("?" for _kind in COMPARED)
    found: dict[str, list[str]] = {}
    for epoch, kind in rows(
        f"""
        SELECT DISTINCT epoch, kind FROM alarm
        WHERE terminal = ? AND closed_at IS NULL AND kind IN ({marks}) ORDER BY epoch, kind
        """,  # noqa: S608 (question marks alone)
        (terminal, *(kind.value for kind in COMPARED)),
    ):
        found.setdefault(epoch, []).append(kind)
    return found


def _moment(text: str | None) -> datetime | None:
    return from_text(text) if text else None
