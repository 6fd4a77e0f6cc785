"""The shelves of a portion of entries, and what was delivered to them."""

from collections.abc import Collection, Iterable, Iterator

from server.oversight.tallies.batch_names import lot_of, storable
from server.oversight.tallies.stock_batch import Batch, BatchKey
from server.oversight.tallies.stock_moves import Count, Move
from server.oversight.tallies.stock_rows import levels_of, lots_seen, store_batches, store_expiries
from server.oversight.tally import Seen
from server.store.database import add, run
from wire.kinds import GoodsIn

_DELIVERY = (
    "ledger", "seq", "line", "lot", "owner", "supplier", "document", "day", "units", "cost_vnd",
    "staff",
)  # fmt: skip


class Shelves:
    """Batches of any ledgers, their entries in order."""

    def __init__(self) -> None:
        self._batches: dict[BatchKey, Batch] = {}
        self._deliveries: list[tuple[int | str | None, ...]] = []

    @staticmethod
    def forget(ledger: int) -> None:
        """Take out all of a ledger, to work through it again."""
        run("DELETE FROM shelfbatch WHERE ledger = ?", (ledger,))
        run("DELETE FROM delivery WHERE ledger = ?", (ledger,))

    def take(self, ledger: int, seen: Seen, moves: Iterable[Move | Count]) -> None:
        """Move what an entry moves."""
        seq, day, batches = seen.seq, seen.day.isoformat(), self._batches
        for move in moves:
            key = (ledger, move.drug, move.batch, move.owner)
            batch = batches.get(key)
            if batch is None:
                batch = batches[key] = Batch(seq)
            batch.last_seq = seq
            if isinstance(move, Count):
                batch.count(move)
            else:
                batch.move(move, day)
        if isinstance(seen.entry, GoodsIn):
            self._deliveries.extend(_delivered(ledger, seen.entry, day))

    def store(self, *, but: Collection[int] = ()) -> None:
        """Add what was moved to what there was; `but`: ledgers that are left alone."""
        batches = {key: one for key, one in self._batches.items() if key[0] not in but}
        lots_seen(key[1:3] for key in batches)
        counted = [key for key, batch in batches.items() if batch.is_counted]
        before = levels_of(counted)
        for key in counted:
            batches[key].settle(*before.get(key, (0, 0)))
        store_batches(batches)
        store_expiries({key: batches[key] for key in before})
        add("delivery", _DELIVERY, [row for row in self._deliveries if row[0] not in but])


def _delivered(ledger: int, entry: GoodsIn, day: str) -> Iterator[tuple[int | str | None, ...]]:
    supplier, document = storable(entry.supplier), storable(entry.document)
    for number, line in enumerate(entry.lines):
        yield (
            ledger, entry.seq, number, lot_of(line.drug, line.batch), line.owner, supplier,
            document, day, line.units, line.cost_vnd, storable(entry.staff),
        )  # fmt: skip
