"""Judging again what was set aside: after an upgrade, what was too new may be good."""

from datetime import datetime
from typing import NamedTuple

from server.ingest.portions import Portion
from server.ingest.reading import Claim, UnreadableError, read_claim
from server.ingest.record import judge_all
from server.ingest.standing import advance
from server.store import carried, entries, marks, quarantine, terminals
from server.store.database import reading, writing
from server.store.entries import Ledger
from server.store.quarantine import SetAside


class Released(NamedTuple):
    """What came of it."""

    looked_at: int
    stored: int


def release(now: datetime) -> Released:
    """Store the entries that are good now, ledger by ledger; the others stay where they are.

    Raises `StoreUnavailableError`; what was stored until then is stored.
    """
    with reading():
        ledgers = [Ledger(*one) for one in quarantine.ledgers()]
    looked_at = stored = 0
    for ledger in ledgers:
        with writing():
            terminals.hold([ledger.terminal])
            aside = quarantine.entries_of(*ledger)
            looked_at += len(aside)
            stored += _release(ledger, aside, now)
    return Released(looked_at, stored)


def _release(ledger: Ledger, aside: list[SetAside], now: datetime) -> int:
    claims = [claim for one in aside if (claim := _read(one))]
    if not claims:
        return 0
    (judge,) = judge_all([Portion("", ledger, [*claims], {})])
    entries.add(judge.accepted, now)
    carried.note(judge.carrying)
    for one in aside:
        if any(new.sha256 == one.sha256 for new in judge.accepted):
            quarantine.release(one.terminal, one.epoch, one.seq, one.sha256)
    judge.aside.clear()  # they are there already
    if judge.accepted:
        marks.advance([advance(judge)], now)
    return len(judge.accepted)


def _read(one: SetAside) -> Claim | None:
    try:
        claim = read_claim(one.body, one.terminal, one.epoch)
    except UnreadableError:
        return None
    return claim if claim.sha256 == one.sha256 else None
