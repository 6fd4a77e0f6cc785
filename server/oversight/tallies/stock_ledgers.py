"""Ledgers that move goods: whose they are, and which of them another has followed."""

from collections.abc import Iterable
from dataclasses import dataclass

from server.oversight.tallies.batch_names import ledger_of
from server.oversight.tally import Seen
from server.store.database import given, rows, run, run_many, to_json, to_text
from wire.kinds import EpochBegun

_KEEP = """
    INSERT INTO goodsledger (id, terminal, epoch, outlet, began, previous, lone, closed, through)
    VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)
    ON CONFLICT (id) DO UPDATE SET outlet = excluded.outlet,
        began = CASE goodsledger.began WHEN '' THEN excluded.began ELSE goodsledger.began END,
        previous = coalesce(goodsledger.previous, excluded.previous),
        lone = goodsledger.lone + excluded.lone,
        through = CASE WHEN excluded.through > goodsledger.through
            THEN excluded.through ELSE goodsledger.through END
"""
_CLOSE = """
    INSERT INTO goodsledger (id, terminal, epoch, outlet, began, lone, closed, through)
    VALUES (?, ?, ?, ?, '', 0, 1, 0) ON CONFLICT (id) DO UPDATE SET closed = 1
"""
_CLOSE_BEFORE = """
    UPDATE goodsledger SET closed = 1 WHERE terminal = ? AND closed = 0 AND EXISTS (
        SELECT 1 FROM goodsledger AS later WHERE later.terminal = goodsledger.terminal
        AND later.lone > 0 AND later.began > goodsledger.began)
"""


@dataclass(slots=True, kw_only=True)
class Ledger:
    """What a portion told of a ledger."""

    terminal: str
    epoch: str
    outlet: str
    began: str
    first: int
    last: int
    previous: str | None = None
    is_lone: bool = False


class StockLedgers:
    """Notes the ledgers of a portion. The order in which ledgers are read does not matter."""

    def __init__(self) -> None:
        self._ledgers: dict[int, Ledger] = {}

    def number(self, seen: Seen) -> int:
        """Return the number of an entry's ledger, and note what the entry says of it."""
        number = ledger_of(seen.terminal, seen.epoch)
        ledger = self._ledgers.get(number)
        if ledger is None:
            ledger = self._ledgers[number] = Ledger(
                terminal=seen.terminal, epoch=seen.epoch, outlet=seen.outlet,
                began=to_text(seen.at), first=seen.seq, last=seen.seq,
            )  # fmt: skip
        ledger.last = seen.seq
        if isinstance(seen.entry, EpochBegun):
            previous = seen.entry.previous
            ledger.previous = previous if previous != seen.epoch else None
            ledger.is_lone = not previous
        return number

    def behind(self) -> dict[int, Ledger]:
        """Return ledgers of which something was counted that stands behind what comes now.

        An entry that was set aside and is stored after all comes late.
        """
        found = rows(
            f"""
            SELECT goodsledger.id, goodsledger.through FROM {given(id="bigint")} AS one
            JOIN goodsledger ON goodsledger.id = one.id
            """,  # noqa: S608 - fixed names
            (to_json([number] for number in self._ledgers),),
        )
        late = {}
        for number, through in found:
            ledger = self._ledgers[number]
            if ledger.first <= through:
                ledger.last = max(ledger.last, through)
                late[number] = ledger
        return late

    def store(self) -> None:
        """Write them down, and close what they follow."""
        run_many(_KEEP, [_row(number, ledger) for number, ledger in self._ledgers.items()])
        begun = [ledger for ledger in self._ledgers.values() if ledger.previous]
        run_many(
            _CLOSE,
            [
                (
                    ledger_of(one.terminal, one.previous or ""),
                    one.terminal,
                    one.previous,
                    one.outlet,
                )
                for one in begun
            ],
        )
        for terminal in _with_beginnings(self._ledgers.values()):
            run(_CLOSE_BEFORE, (terminal,))


def _with_beginnings(ledgers: Iterable[Ledger]) -> set[str]:
    """Return terminals of which an epoch begins here: before or behind one without a name."""
    return {ledger.terminal for ledger in ledgers if ledger.first == 1}


def _row(number: int, ledger: Ledger) -> tuple[object, ...]:
    previous = ledger_of(ledger.terminal, ledger.previous) if ledger.previous else None
    return (
        number, ledger.terminal, ledger.epoch, ledger.outlet, ledger.began, previous,
        int(ledger.is_lone), ledger.last,
    )  # fmt: skip
