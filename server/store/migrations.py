"""Bringing the tables of an older version up to date."""

from collections.abc import Callable, Collection
from typing import NamedTuple

SCHEMA = 6

_NO_CODE = """
    (length(code) <> 14 OR substr(code, 13, 1) <> '-'
    OR substr(lower(code), 14, 1) NOT IN ('c', 'n', 'h', 'y', 't')
    OR trim(substr(lower(code), 1, 12), '0123456789abcdefghijklmnopqrstuvwxyz') <> '')
"""
"""Of a prescription: a paper's own number."""


class _Where(NamedTuple):
    """A statement for where a table is there already; made new, it is right as it is."""

    table: str
    statement: str


_STEPS: dict[int, tuple[str | _Where, ...]] = {
    1: (
        "ALTER TABLE mark ADD COLUMN head TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE mark ADD COLUMN aside INTEGER NOT NULL DEFAULT 0",
        """
        UPDATE mark SET aside = 1 WHERE EXISTS (
            SELECT 1 FROM quarantine
            WHERE quarantine.terminal = mark.terminal AND quarantine.epoch = mark.epoch
        )
        """,
        """
        UPDATE mark SET head = coalesce((
            SELECT sha256 FROM entry WHERE entry.terminal = mark.terminal
            AND entry.epoch = mark.epoch AND entry.seq = mark.through
        ), '')
        """,
    ),
    2: (
        "ALTER TABLE terminal ADD COLUMN outlet_code TEXT NOT NULL DEFAULT ''",
        "DROP TABLE IF EXISTS dispensed",
    ),
    3: (
        *(
            _Where(table, statement.format(table=table))
            for table in ("dayfigure", "weekfigure")
            for statement in (
                "ALTER TABLE {table} ADD COLUMN overridden_sales BIGINT NOT NULL DEFAULT 0",
                "UPDATE {table} SET overridden_sales = overrides WHERE overrides <> 0",
            )
        ),
        *(
            _Where("overridden", f"ALTER TABLE overridden ADD COLUMN {column}")
            for column in (
                "batch TEXT NOT NULL DEFAULT ''",
                "units BIGINT",
                "counts INTEGER NOT NULL DEFAULT 1",
            )
        ),
        _Where(
            "pricespread", "ALTER TABLE pricespread ADD COLUMN unit_size BIGINT NOT NULL DEFAULT 1"
        ),
        _Where("pricespread", "DELETE FROM pricespread"),
        _Where("pricefar", "DELETE FROM pricefar"),
        _Where(
            "pricechanged",
            """
            INSERT INTO pricechanged (drug, unit) SELECT DISTINCT drug, unit FROM outletprice
            WHERE true ON CONFLICT DO NOTHING
            """,
        ),
    ),
    4: (
        *(
            _Where("notice", f"ALTER TABLE notice ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")
            for column in ("since", "given_at")
        ),
        _Where(
            "doublecase",
            f"""
            INSERT INTO touched (code, times) SELECT code, 1 FROM doublecase
            WHERE {_NO_CODE} ON CONFLICT (code) DO NOTHING
            """,  # noqa: S608 (fixed texts)
        ),
        *(
            _Where(table, f"DELETE FROM {table} WHERE {_NO_CODE}")  # noqa: S608 (fixed texts)
            for table in ("dispensedline", "dispensing", "nationalreport")
        ),
    ),
    5: (
        _Where("terminalstatus", "ALTER TABLE terminalstatus ADD COLUMN certificate_days INTEGER"),
    ),
}
"""What leads from each version to the next; tables that are new are made by themselves."""

_FILLINGS: dict[int, tuple[str, ...]] = {
    3: (
        """
        INSERT INTO awaited (terminal, epoch, seq, for_epoch, for_seq, for_sha256)
        SELECT terminal, epoch, seq, epoch, seq, '' FROM (
            SELECT quarantine.terminal, quarantine.epoch, quarantine.seq
            FROM quarantine JOIN followed ON followed.reader = 'dispensings'
                AND followed.terminal = quarantine.terminal AND followed.epoch = quarantine.epoch
            WHERE quarantine.seq <= followed.through
            UNION
            SELECT entry.terminal, entry.epoch, entry.seq
            FROM entry JOIN followed ON followed.reader = 'dispensings'
                AND followed.terminal = entry.terminal AND followed.epoch = entry.epoch
            LEFT JOIN dispensing ON dispensing.terminal = entry.terminal
                AND dispensing.epoch = entry.epoch AND dispensing.seq = entry.seq
            WHERE entry.seq <= followed.through AND dispensing.terminal IS NULL
                AND (entry.kind IN ('void', 'return') OR (entry.kind = 'sale'
                    AND entry.terminal IN (SELECT terminal FROM mark WHERE aside = 1)))
        ) AS passed
        """,
    ),
}
"""What tables that a version is the first to have begin with, where there was one before it.

3: until then what was stored late never counted on its prescription. Whatever may be of the kind
is read once more.
"""


def migrate(version: int, run: Callable[[str], None], tables: Collection[str]) -> None:
    """Change the tables of this version into those of `SCHEMA`; 0 has none yet.

    `tables`: names of those that are there.
    """
    for step in range(version, SCHEMA) if version else ():
        for change in _STEPS[step]:
            if isinstance(change, str):
                run(change)
            elif change.table in tables:
                run(change.statement)


def fill(version: int, run: Callable[[str], None]) -> None:
    """Put into the tables that are new since this version what it would have kept in them."""
    for step in range(version, SCHEMA) if version else ():
        for statement in _FILLINGS.get(step, ()):
            run(statement)
