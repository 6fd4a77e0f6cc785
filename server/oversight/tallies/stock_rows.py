"""Rows of the stock: read before a count, and added to."""

from collections.abc import Iterable, Mapping

from server.oversight.tallies.batch_names import lot_of
from server.oversight.tallies.stock_batch import Batch, BatchKey
from server.reference.folding import folded
from server.store.database import add, given, rows, run, to_json

_SUMS = (
    "opening", "carried", "counted", "received", "sold", "voided", "returned", "written_off",
    "sent_back", "put_aside",
)  # fmt: skip
_COLUMNS = (
    "ledger", "lot", "owner", "expiry", "is_there", "on_shelf", "aside", *_SUMS,
    "first_seq", "last_seq", "last_sold",
)  # fmt: skip
_TEXTS = {"owner", "expiry", "last_sold"}
_ADDED = ", ".join(
    f"{name} = shelfbatch.{name} + excluded.{name}" for name in ("on_shelf", "aside", *_SUMS)
)


def lots_seen(lots: Iterable[tuple[str, ...]]) -> None:
    """Keep the names of batches, by which they are looked up."""
    add(
        "lot",
        ("id", "drug", "batch", "searched"),
        [(lot_of(drug, batch), drug, batch, folded(batch)) for drug, batch in sorted(set(lots))],
    )


def levels_of(keys: Iterable[BatchKey]) -> dict[BatchKey, tuple[int, int]]:
    """Return what there is on the shelf and aside of batches, of those that are known."""
    wanted = {(ledger, lot_of(drug, batch), owner): (ledger, drug, batch, owner)
              for ledger, drug, batch, owner in keys}  # fmt: skip
    if not wanted:
        return {}
    found = rows(
        f"""
        SELECT shelfbatch.ledger, shelfbatch.lot, shelfbatch.owner, on_shelf, aside
        FROM {given(ledger="bigint", lot="bigint", owner="text")} AS one
        JOIN shelfbatch ON shelfbatch.ledger = one.ledger AND shelfbatch.lot = one.lot
            AND shelfbatch.owner = one.owner
        """,  # noqa: S608 - fixed names
        (to_json(wanted),),
    )
    return {
        wanted[ledger, lot, owner]: (shelf, aside) for ledger, lot, owner, shelf, aside in found
    }


def store_batches(batches: Mapping[BatchKey, Batch]) -> None:
    """Add changes to what there is."""
    if batches:
        run(_statement(), (to_json(sorted(_row(key, batch) for key, batch in batches.items())),))


def store_expiries(counted: Mapping[BatchKey, Batch]) -> None:
    """Let the expiry that a count found stand against what was there before."""
    found = [
        (key[0], lot_of(*key[1:3]), key[3], batch.expiry)
        for key, batch in counted.items()
        if batch.expiry_is_counted
    ]
    if not found:
        return
    run(
        f"""
        UPDATE shelfbatch SET expiry = one.expiry
        FROM {given(ledger="bigint", lot="bigint", owner="text", expiry="text")} AS one
        WHERE shelfbatch.ledger = one.ledger AND shelfbatch.lot = one.lot
            AND shelfbatch.owner = one.owner AND shelfbatch.expiry <> one.expiry
        """,  # noqa: S608 - fixed names
        (to_json(found),),
    )


def _row(key: BatchKey, batch: Batch) -> tuple[object, ...]:
    ledger, drug, batch_number, owner = key
    sums, shelf = batch.sums, batch.on_shelf.units
    return (
        ledger, lot_of(drug, batch_number), owner, batch.expiry, int(shelf > 0), shelf,
        batch.aside.units, *(sums.get(name, 0) for name in _SUMS), batch.first_seq,
        batch.last_seq, batch.last_sold,
    )  # fmt: skip


def _statement() -> str:
    types = {name: "text" if name in _TEXTS else "bigint" for name in _COLUMNS}
    names = ", ".join(_COLUMNS)
    return f"""
        INSERT INTO shelfbatch ({names}) SELECT {names} FROM {given(**types)} AS new WHERE true
        ON CONFLICT (ledger, lot, owner) DO UPDATE SET {_ADDED},
            is_there = CASE WHEN shelfbatch.on_shelf + excluded.on_shelf > 0 THEN 1 ELSE 0 END,
            expiry = CASE shelfbatch.expiry WHEN '' THEN excluded.expiry ELSE shelfbatch.expiry END,
            last_seq = excluded.last_seq,
            last_sold = CASE WHEN excluded.last_sold > shelfbatch.last_sold
                THEN excluded.last_sold ELSE shelfbatch.last_sold END
    """  # noqa: S608 - fixed names
