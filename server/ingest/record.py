"""Recording what has been verified: one transaction for many messages, few statements for all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from server.fleet import telemetry
from server.ingest import alarming
from server.ingest.judge import Carriage, Judge
from server.ingest.portions import Portion, in_rounds
from server.ingest.reading import Claim
from server.ingest.sealing import wanted_blocks
from server.ingest.standing import Standing, advance, standing
from server.ingest.verify import GenuineBatch, GenuineStatus, Verdict
from server.store import alarms, carried, entries, marks, quarantine, sealed, terminals
from server.store.database import writing
from server.store.quarantine import SetAside
from server.store.reports import report_marks
from server.store.terminals import Terminal
from wire.status import Status


class TerminalsChangedError(RuntimeError):
    """A terminal is not what it was when its message was verified: revoked, or with other keys."""

    def __init__(self, terminals_now: Mapping[str, Terminal]) -> None:
        super().__init__("terminals have changed")
        self.terminals_now = terminals_now


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """What is recorded together."""

    verdicts: Sequence[Verdict]
    keeps_sealed: bool = False
    """Whether the province asks for sealed blocks; else they are dropped unread."""
    dropped: Mapping[str, int] = field(default_factory=dict)
    """How many messages of each terminal that sends too fast were dropped."""


def record(take: Take, now: datetime) -> list[Standing]:
    """Store, set aside and note everything at once; return where each touched ledger stands.

    Raises `StoreUnavailableError` or `TerminalsChangedError`: then nothing was stored.
    """
    messages = [v for v in take.verdicts if isinstance(v, SetAside)]
    genuine = [v for v in take.verdicts if not isinstance(v, SetAside)]
    batches = [v for v in genuine if isinstance(v, GenuineBatch)]
    with writing():
        if genuine:
            _hold(genuine, now)
        quarantine.set_aside(messages, now)
        _note_statuses([v.status for v in genuine if isinstance(v, GenuineStatus)], now)
        standings, aside = [], list(messages)
        for portions in in_rounds(batches):
            judges = judge_all(portions)
            _store(judges, now)
            standings += _advance(portions, judges, now)
            aside += [one for judge in judges for one in judge.aside]
            if take.keeps_sealed:
                sealed.keep(wanted_blocks(portions, judges), now)
        uninvited = set() if take.keeps_sealed else {b.terminal.id for b in batches if b.sealed}
        alarms.raise_(alarming.due(aside, uninvited=uninvited, dropped=take.dropped), now)
        return standings


def _hold(genuine: Sequence[GenuineBatch | GenuineStatus], now: datetime) -> None:
    """Hold the terminals' rows, see that what was verified still is so, and note the contact."""
    ids = {v.terminal.id for v in genuine}
    held = terminals.hold(ids)
    if any(held.get(v.terminal.id) != v.terminal for v in genuine):
        raise TerminalsChangedError(held)
    terminals.heard(ids, now)


def _note_statuses(statuses: Sequence[Status], now: datetime) -> None:
    terminals.report(statuses, now)
    telemetry.keep(statuses, now)
    for status in statuses:
        report_marks(status, now)


def judge_all(portions: Sequence[Portion]) -> list[Judge]:
    """Hear every entry of these portions, each of another ledger."""
    links = entries.links_around(span for portion in portions for span in portion.spans())
    known = marks.find(portion.ledger for portion in portions)
    carriage = _carriage(portions, {ledger for ledger, mark in known.items() if mark.is_carried})
    judges = []
    for portion in portions:
        judge = Judge(
            portion.ledger, known[portion.ledger], links.get(portion.ledger, {}), carriage
        )
        for claim in portion.found:
            judge.hear(claim)
        judges.append(judge)
    return judges


def _carriage(portions: Iterable[Portion], ledgers_carried: set[entries.Ledger]) -> Carriage:
    """Look up the entries that others carry, and those that are carried: there are rarely any."""
    originals, asked = set(), set()
    for portion in portions:
        for claim in portion.found:
            if isinstance(claim, Claim) and claim.carried:
                originals.add(claim.carried)
            if isinstance(claim, Claim) and portion.ledger in ledgers_carried:
                asked.add(carried.Original(*portion.ledger, claim.seq, claim.sha256))
    known = carried.find(originals | asked) if originals or asked else {}
    return Carriage(originals, known)


def _store(judges: Sequence[Judge], now: datetime) -> None:
    entries.add([new for judge in judges for new in judge.accepted], now)
    quarantine.set_aside([one for judge in judges for one in judge.aside], now)
    carried.note([one for judge in judges for one in judge.carrying])


def _advance(portions: Sequence[Portion], judges: Sequence[Judge], now: datetime) -> list[Standing]:
    reached = [advance(judge) for judge in judges]
    marks.advance(
        [one for one, judge in zip(reached, judges, strict=True) if judge.accepted or judge.aside],
        now,
    )
    return [
        standing(portion, judge, one)
        for portion, judge, one in zip(portions, judges, reached, strict=True)
    ]
