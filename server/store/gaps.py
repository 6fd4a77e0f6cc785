"""Gaps that stay: what lies behind missing numbers counts, once nobody will fill them.

Receipts go by `mark`, which stops at a gap. Readers of the entries stop there too, for a while: in
order is simpler. Where a terminal has said that the numbers are lost, or a day has gone by, they
read on; whatever comes late after all is read then, as what was set aside is.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from server.store import marks, missing
from server.store.begun import list_begun
from server.store.database import reading, rows, run_many, writing
from server.store.entries import Ledger
from server.store.missing import Run

EVERY_SECONDS = 60.0
"""How long entries behind a gap may wait, once it is passed over."""
MOST_MISSING = 100_000
"""Numbers in one gap: more than a terminal writes in years is no gap, but a wrong number."""
READ_THROUGH = """
    CASE WHEN readable.through > mark.through THEN readable.through ELSE mark.through END
    """
"""How far a ledger may be read; needs `mark` and, joined to it from the left, `readable`."""
JOINED = """
    LEFT JOIN readable ON readable.terminal = mark.terminal AND readable.epoch = mark.epoch
    """


def pass_over(now: datetime) -> None:
    """Let readers read past the gaps that stay. Raises `StoreUnavailableError`."""
    with reading():
        gapped = _gapped()
        lost = _said_lost() if gapped else {}
        reached = [
            (ledger, base, _reach(ledger, base, lost.get(ledger, ()), now))
            for ledger, base in gapped
        ]
    farther = [(*ledger, through) for ledger, base, through in reached if through > base]
    if farther:
        with writing():
            _note(farther)


def _gapped() -> list[tuple[Ledger, int]]:
    """Return ledgers of which something is stored beyond where they are read to, and that."""
    found = rows(
        f"""
        SELECT terminal, epoch, base FROM (
            SELECT mark.terminal, mark.epoch, {READ_THROUGH} AS base, (
                SELECT max(seq) FROM entry
                WHERE entry.terminal = mark.terminal AND entry.epoch = mark.epoch
            ) AS highest
            FROM mark {JOINED}
        ) AS one WHERE highest > base ORDER BY terminal, epoch
        """  # noqa: S608 (fixed texts)
    )
    return [(Ledger(terminal, epoch), int(base)) for terminal, epoch, base in found]


def _said_lost() -> Mapping[Ledger, Sequence[Run]]:
    """Return what terminals have said they cannot send any more."""
    lost: defaultdict[Ledger, list[Run]] = defaultdict(list)
    for begun in list_begun():
        if begun.previous:
            lost[Ledger(begun.terminal, begun.previous)] += begun.missing
    return lost


def _reach(ledger: Ledger, base: int, lost: Sequence[Run], now: datetime) -> int:
    """Return how far a ledger is read, its gaps that stay passed over."""
    reached = marks.reach(ledger, base)
    for hole in missing.kept(*ledger, base).holes:
        is_next = hole.first == reached + 1  # else it was filled, or grew, meanwhile
        if not is_next or hole.size > MOST_MISSING or not _stays(ledger, hole, lost, now):
            break
        reached = marks.reach(ledger, hole.last)
    return reached


def _stays(ledger: Ledger, hole: Run, lost: Sequence[Run], now: datetime) -> bool:
    return not missing.without([hole], lost) or missing.is_old(*ledger, hole, now)


def _note(farther: Sequence[tuple[str, str, int]]) -> None:
    run_many(
        """
        INSERT INTO readable (terminal, epoch, through) VALUES (?, ?, ?)
        ON CONFLICT (terminal, epoch) DO UPDATE SET through = excluded.through
        """,
        farther,
    )
