"""Adding up: what a portion counted goes into rows that may be there already."""

from collections.abc import Sequence

from server.store.database import given, run, to_json


def add_up(
    table: str,
    keys: dict[str, str],
    sums: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    greatest: dict[str, str] | None = None,
) -> None:
    """Add rows to a table: keys, sums and greatest, in this order.

    `keys` and `greatest` say each column's type ("text" or "bigint"); sums are "bigint". Of
    `greatest` the larger value stays.
    """
    if not rows:
        return
    larger = greatest or {}
    columns = {**keys, **dict.fromkeys(sums, "bigint"), **larger}
    names = ", ".join(columns)
    changes = [f"{name} = {table}.{name} + excluded.{name}" for name in sums]
    changes += [
        f"{name} = CASE WHEN excluded.{name} > {table}.{name} THEN excluded.{name}"
        f" ELSE {table}.{name} END"
        for name in larger
    ]
    run(
        f"INSERT INTO {table} ({names}) SELECT {names} FROM {given(**columns)} AS one WHERE true"  # noqa: S608 (names of our own)
        f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {', '.join(changes)}",
        (to_json(rows),),
    )
