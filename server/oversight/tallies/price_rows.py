"""Rows of the prices."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from server.store.database import add, given, rows, run, run_many, to_json

AskedKey = tuple[str, str, str]
"""Drug, unit, outlet."""
PostedKey = tuple[int, str, str]
"""Ledger, drug, unit."""

_ABOVE = (
    "ledger", "seq", "line", "outlet", "day", "at", "drug", "unit", "quantity", "price_vnd",
    "posted_vnd", "staff", "voided",
)  # fmt: skip
_NEWER = (
    "excluded.at > outletprice.at OR (excluded.at = outletprice.at"
    " AND excluded.price_vnd >= outletprice.price_vnd)"
)


class Ask(NamedTuple):
    """What a sale line asked. The last counts; of two at the same moment the dearer one."""

    at: str
    price_vnd: int
    unit_size: int


def store_asked(asked: Mapping[AskedKey, Sequence[Ask]]) -> None:
    """Take over what was asked last, and note which middles have to be reckoned anew."""
    if not asked:
        return
    found = to_json(
        (*key, (last := max(asks)).unit_size, last.price_vnd, last.at, len(asks))
        for key, asks in sorted(asked.items(), key=lambda item: item[0])
    )
    columns = given(
        drug="text", unit="text", outlet="text", unit_size="bigint", price_vnd="bigint", at="text",
        lines="bigint",
    )  # fmt: skip
    run(
        f"""
        INSERT INTO pricechanged (drug, unit)
        SELECT DISTINCT new.drug, new.unit FROM {columns} AS new
        LEFT JOIN outletprice AS old
            ON old.drug = new.drug AND old.unit = new.unit AND old.outlet = new.outlet
        WHERE old.price_vnd IS NULL OR (old.at <= new.at
            AND (old.price_vnd <> new.price_vnd OR old.unit_size <> new.unit_size))
        ON CONFLICT DO NOTHING
        """,  # noqa: S608 - fixed names
        (found,),
    )
    newest = ", ".join(
        f"{name} = CASE WHEN {_NEWER} THEN excluded.{name} ELSE outletprice.{name} END"
        for name in ("unit_size", "price_vnd", "at")
    )
    names = "drug, unit, outlet, unit_size, price_vnd, at, lines"
    run(
        f"""
        INSERT INTO outletprice ({names}) SELECT {names} FROM {columns} AS new WHERE true
        ON CONFLICT (drug, unit, outlet) DO UPDATE SET {newest},
            lines = outletprice.lines + excluded.lines
        """,  # noqa: S608 - fixed names
        (found,),
    )


def withdraw(asks: Iterable[tuple[AskedKey, Ask]]) -> None:
    """Forget prices of sales that were undone, where an outlet asked nothing since.

    What it asked before is not kept: it has no last price until it sells again.
    """
    meant = [(*key, ask.at, ask.price_vnd) for key, ask in asks]
    held = "drug = ? AND unit = ? AND outlet = ? AND at = ? AND price_vnd = ?"
    run_many(
        f"""
        INSERT INTO pricechanged (drug, unit) SELECT drug, unit FROM outletprice WHERE {held}
        ON CONFLICT DO NOTHING
        """,  # noqa: S608 - fixed names
        meant,
    )
    run_many(f"DELETE FROM outletprice WHERE {held}", meant)  # noqa: S608 - fixed names


def were_posted(keys: Iterable[PostedKey]) -> dict[PostedKey, tuple[int, str]]:
    """Return what was posted last and when, where anything was."""
    wanted = list(keys)
    if not wanted:
        return {}
    found = rows(
        f"""
        SELECT one.ledger, one.drug, one.unit, price_vnd, at
        FROM {given(ledger="bigint", drug="text", unit="text")} AS one
        JOIN postedprice ON postedprice.ledger = one.ledger AND postedprice.drug = one.drug
            AND postedprice.unit = one.unit
        """,  # noqa: S608 - fixed names
        (to_json(wanted),),
    )
    return {(ledger, drug, unit): (price, at) for ledger, drug, unit, price, at in found}


def store_posted(posted: Mapping[PostedKey, tuple[int, str]]) -> None:
    """Take over what was posted last."""
    run_many(
        """
        INSERT INTO postedprice (ledger, drug, unit, price_vnd, at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (ledger, drug, unit) DO UPDATE SET
            price_vnd = excluded.price_vnd, at = excluded.at
        """,
        [(*key, price, at) for key, (price, at) in posted.items()],
    )


def store_above(lines: Sequence[tuple[object, ...]]) -> None:
    """Note sale lines above the posted price."""
    add("aboveposted", _ABOVE, lines)


def store_voided(sales: Sequence[tuple[int, int]]) -> None:
    """Note that sales were undone; they are told by ledger and number."""
    run_many("UPDATE aboveposted SET voided = 1 WHERE ledger = ? AND seq = ?", sales)
