"""Recording what has been verified: one transaction for many messages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from server.ingest.judge import Judge
from server.ingest.reading import Claim, Unreadable
from server.ingest.verify import GenuineBatch, GenuineStatus, Verdict
from server.store import entries, marks, quarantine, terminals
from server.store.database import writing
from server.store.quarantine import MAX_LISTED, Rejection, SetAside
from wire.chain import origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a ledger stands after the commit: what its receipt says."""

    province: str
    terminal: str
    epoch: str
    through: int
    head: str
    rejected: tuple[Rejection, ...]


class _Ledger(NamedTuple):
    """Whose entries they are."""

    province: str
    terminal: str
    epoch: str


class _Portion(NamedTuple):
    """Entries of one ledger, as many as one receipt can answer."""

    ledger: _Ledger
    found: list[Claim | Unreadable]


def record(verdicts: Sequence[Verdict], now: datetime) -> list[Standing]:
    """Store, set aside and note everything at once; return where each touched ledger stands.

    Raises `StoreUnavailableError`: then nothing was stored.
    """
    with writing():
        quarantine.set_aside([v for v in verdicts if isinstance(v, SetAside)], now)
        statuses = [v.status for v in verdicts if isinstance(v, GenuineStatus)]
        batches = [v for v in verdicts if isinstance(v, GenuineBatch)]
        terminals.report(statuses, now)
        terminals.heard({s.terminal for s in statuses} | {b.terminal for b in batches}, now)
        return [_record_portion(portion, now) for portion in _by_ledger(batches)]


def _by_ledger(batches: Iterable[GenuineBatch]) -> list[_Portion]:
    portions: list[_Portion] = []
    latest: dict[_Ledger, _Portion] = {}
    for batch in batches:
        ledger = _Ledger(batch.province, batch.terminal, batch.epoch)
        portion = latest.get(ledger)
        if portion is None or len(portion.found) + len(batch.entries) > MAX_LISTED:
            portion = latest[ledger] = _Portion(ledger, [])
            portions.append(portion)
        portion.found.extend(batch.entries)
    return portions


def _record_portion(portion: _Portion, now: datetime) -> Standing:
    (province, terminal, epoch), found = portion
    judge = Judge(terminal, epoch, [claim.seq for claim in found])
    for claim in found:
        judge.hear(claim)
    entries.add(judge.accepted, now)
    quarantine.set_aside(judge.aside, now)
    through = _advance(judge, now)
    return Standing(
        province=province,
        terminal=terminal,
        epoch=epoch,
        through=through,
        head=_head(terminal, epoch, through),
        rejected=_rejected(judge),
    )


def _advance(judge: Judge, now: datetime) -> int:
    if judge.accepted or judge.aside:
        return marks.advance(judge.terminal, judge.epoch, added=len(judge.accepted), now=now)
    return marks.through(judge.terminal, judge.epoch)


def _head(terminal: str, epoch: str, through: int) -> str:
    if through == 0:
        return origin(terminal, epoch)
    stored = entries.hash_at(terminal, epoch, through)
    return stored or quarantine.hash_at(terminal, epoch, through) or ""


def _rejected(judge: Judge) -> tuple[Rejection, ...]:
    """Return what a receipt rejects: what has just come, and what was set aside before.

    "Through" passes over the latter too, and the receipt that named it may have been lost.
    """
    now = {(aside.seq, aside.sha256): aside.reason.value for aside in judge.aside}
    known = {
        (r.seq, r.sha256): r.reason for r in quarantine.rejections(judge.terminal, judge.epoch)
    }
    named = list({**now, **known}.items())[:MAX_LISTED]
    return tuple(sorted(Rejection(*place, reason) for place, reason in named))
