"""Movements of drugs that have books of their own: narcotics and whatever else is controlled."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from server.oversight.tallies.batch_names import storable
from server.oversight.tallies.stock_moves import Count, Move
from server.oversight.tally import Seen
from server.reference.drugs import DrugBook
from server.store.database import add, given, rows, run, run_many, to_json, to_text
from wire.kinds import GoodsIn, SetAside, StockCount, WriteOff

_COLUMNS = (
    "ledger", "seq", "line", "drug", "control", "batch", "expiry", "owner", "at", "day", "kind",
    "because", "supplier", "document", "staff", "shelf", "aside",
)  # fmt: skip
_BatchKey = tuple[int, str, str, str]


class _Moved(NamedTuple):
    """One line of a book, before it is known what there was."""

    ledger: int
    seen: Seen
    line: int
    control: str
    move: Move | Count
    is_shown_already: bool = False
    """It stands against carried business, which the count of its epoch's beginning shows."""


class ControlledBooks:
    """Fills the books of controlled drugs (CTL-05 to CTL-07), without buyers."""

    def __init__(self, book: DrugBook) -> None:
        self._book = book
        self._moved: list[_Moved] = []

    @staticmethod
    def forget(ledger: int) -> None:
        """Take out all of a ledger, to work through it again."""
        run("DELETE FROM controlledmove WHERE ledger = ?", (ledger,))

    def take(self, ledger: int, seen: Seen, moves: Iterable[Move | Count]) -> None:
        """Note what an entry moves of controlled drugs."""
        for number, move in enumerate(moves):
            control = self._book.facts(move.drug).control
            if control != "none":
                self._moved.extend(_moved(_Moved(ledger, seen, number, control, move)))

    def store(self, *, but: Collection[int] = ()) -> None:
        """Write the lines down, a count as by how much it was off.

        `but`: ledgers that are left alone.
        """
        moved = [one for one in self._moved if one.ledger not in but]
        add("controlledmove", _COLUMNS, list(_rows(moved)))
        run_many(
            "INSERT INTO controlleddrug (drug, control) VALUES (?, ?)"
            " ON CONFLICT (drug) DO UPDATE SET control = excluded.control",
            sorted({(one.move.drug, one.control) for one in moved}),
        )


def _moved(one: _Moved) -> Iterator[_Moved]:
    """Give a line, and where it is carried business first what keeps it from moving the stock."""
    move = one.move
    if not isinstance(move, Move) or not move.carried:
        yield one
        return
    against = move._replace(shelf=move.carried)
    yield one._replace(line=-1 - one.line, move=against, is_shown_already=True)
    yield one._replace(move=move._replace(shelf=-move.carried))


def _rows(moved: Sequence[_Moved]) -> Iterator[tuple[object, ...]]:
    levels = _levels({_key(one) for one in moved if isinstance(one.move, Count)})
    for one in moved:
        key, move = _key(one), one.move
        shelf, aside = levels.get(key, (0, 0))
        if isinstance(move, Count):
            to_shelf = move.shelf - shelf
            to_aside = 0 if move.aside is None else move.aside - aside
        else:
            to_shelf, to_aside = move.shelf, move.aside
        levels[key] = (shelf + to_shelf, aside + to_aside)
        yield _row(one, to_shelf, to_aside)


def _key(one: _Moved) -> _BatchKey:
    move = one.move
    return (one.ledger, move.drug, move.batch, move.owner)


def _row(one: _Moved, shelf: int, aside: int) -> tuple[object, ...]:
    seen, move = one.seen, one.move
    entry = seen.entry
    supplier, document = (
        (entry.supplier, entry.document) if isinstance(entry, GoodsIn) else
        ("", entry.document) if isinstance(entry, WriteOff) else ("", "")
    )  # fmt: skip
    because = entry.because if isinstance(entry, StockCount | WriteOff | SetAside) else ""
    kind, staff = entry.kind, getattr(entry, "staff", "")
    if one.is_shown_already:
        kind, because = "stock-count", "carried-over"
    return (
        one.ledger, seen.seq, one.line, move.drug, one.control,
        move.batch, move.expiry, move.owner, to_text(seen.at), seen.day.isoformat(), kind,
        because, storable(supplier), storable(document), storable(staff), shelf, aside,
    )  # fmt: skip


def _levels(keys: set[_BatchKey]) -> dict[_BatchKey, tuple[int, int]]:
    """Return what the books say there is of batches that are counted now."""
    if not keys:
        return {}
    found = rows(
        f"""
        SELECT one.ledger, one.drug, one.batch, one.owner, sum(shelf), sum(aside)
        FROM {given(ledger="bigint", drug="text", batch="text", owner="text")} AS one
        JOIN controlledmove AS moved ON moved.ledger = one.ledger AND moved.drug = one.drug
            AND moved.batch = one.batch AND moved.owner = one.owner
        GROUP BY one.ledger, one.drug, one.batch, one.owner
        """,  # noqa: S608 - fixed names
        (to_json(keys),),
    )
    return {(ledger, drug, batch, owner): (shelf, aside)
            for ledger, drug, batch, owner, shelf, aside in found}  # fmt: skip
