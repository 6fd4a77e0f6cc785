"""Bringing the tables of an older version up to date."""

from collections.abc import Callable

SCHEMA = 3

_STEPS: dict[int, tuple[str, ...]] = {
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
}
"""What leads from each version to the next; tables that are new are made by themselves."""


def migrate(version: int, run: Callable[[str], None]) -> None:
    """Change the tables of this version into those of `SCHEMA`; 0 has none yet."""
    for step in range(version, SCHEMA) if version else ():
        for statement in _STEPS[step]:
            run(statement)
