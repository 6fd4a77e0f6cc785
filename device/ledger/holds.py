"""Notices that stop a batch: kept until they are lifted, answered once by a person."""

from datetime import datetime
from typing import Any

import msgspec

from device.counter.drug import Hold, HoldKind
from device.ledger.database import LedgerDatabase
from device.ledger.moments import read_day
from device.ledger.wear import check_sum

COLUMNS = "drug, number, name, kind, batches, level, reason, issued, arrived_at, check_sum"
_FIELDS = 10
_GRAVITY = {HoldKind.SEALED: 0, HoldKind.RECALLED: 1, HoldKind.SUSPENDED: 2}
"""What is sealed may not even be moved (RCL-07)."""
_NO_LEVEL = 4
"""A recall that names no level comes behind those that do."""

_STORE = f"""
    INSERT INTO hold ({COLUMNS}, answered) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)
    ON CONFLICT (drug, number) DO UPDATE SET
        answered = CASE WHEN kind = excluded.kind AND batches = excluded.batches
            AND level IS excluded.level THEN answered END,
        name = excluded.name, kind = excluded.kind, batches = excluded.batches,
        level = excluded.level, reason = excluded.reason, issued = excluded.issued,
        arrived_at = excluded.arrived_at, check_sum = excluded.check_sum
"""  # noqa: S608 - fixed names

_RESTORE = f"""
    INSERT OR REPLACE INTO hold ({COLUMNS}, answered) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""  # noqa: S608 - fixed names


def store_hold(database: LedgerDatabase, hold: Hold, *, at: datetime) -> None:
    """Store or replace a notice; one that now says more has to be answered again."""
    values = _values(hold, at)
    with database.writing():
        database.run(_STORE, *values, check_sum(values))


def lift(database: LedgerDatabase, number: str) -> int:
    """Lift a notice, for every drug that it names; return how many rows went."""
    with database.writing():
        return database.run("DELETE FROM hold WHERE number = ?", number)


def answer(database: LedgerDatabase, number: str, sha256: str) -> None:
    """Note by which entry a notice was answered, within the transaction that is open."""
    database.run("UPDATE hold SET answered = ? WHERE number = ?", sha256, number)


def holds_for(database: LedgerDatabase, drug: str, batch: str) -> tuple[Hold, ...]:
    """Return every notice that stops a batch, the gravest first."""
    rows = database.rows(f"SELECT {COLUMNS} FROM hold WHERE drug = ?", drug)  # noqa: S608 - fixed
    found = (hold for row in rows if (hold := read_hold(row)))
    return tuple(sorted((hold for hold in found if hold.covers(drug, batch)), key=_gravity))


def gravest(database: LedgerDatabase, drug: str, batch: str) -> Hold | None:
    """Return the gravest notice that stops a batch, or None."""
    return next(iter(holds_for(database, drug, batch)), None)


def unanswered(database: LedgerDatabase) -> tuple[Hold, ...]:
    """Return the notices that nobody has answered yet, oldest first."""
    rows = database.rows(
        f"SELECT {COLUMNS} FROM hold WHERE answered IS NULL ORDER BY arrived_at, number, drug"  # noqa: S608 - fixed
    )
    return tuple(hold for row in rows if (hold := read_hold(row)))


def is_sound(row: tuple[Any, ...]) -> bool:
    """Whether a row of `COLUMNS`, or with what comes behind them, is what was written."""
    return len(row) >= _FIELDS and check_sum(row[: _FIELDS - 1]) == row[_FIELDS - 1]


def read_hold(row: tuple[Any, ...]) -> Hold | None:
    """Return the notice of a row; of one that wear has changed what still stops most.

    None only where not even the kind can be read.
    """
    drug, number, name, kind, batches, level, reason, issued, _at, _sum = row
    try:
        meant = HoldKind(kind)
    except ValueError:
        return None
    return Hold(
        number=str(number),
        kind=meant,
        drug_id=str(drug),
        drug_name=str(name),
        # A batch number that may be wrong would let the right one through.
        batches=_batches(batches) if is_sound(row) else (),
        level=level if isinstance(level, int) else None,
        reason=str(reason),
        issued=read_day(issued),
    )


def _batches(text: object) -> tuple[str, ...]:
    return msgspec.json.decode(str(text), type=tuple[str, ...])


def _values(hold: Hold, at: datetime) -> tuple[Any, ...]:
    return (
        hold.drug_id,
        hold.number,
        hold.drug_name,
        hold.kind.value,
        msgspec.json.encode(hold.batches).decode(),
        hold.level,
        hold.reason,
        hold.issued.isoformat() if hold.issued else None,
        at.isoformat(),
    )


def _gravity(hold: Hold) -> tuple[int, int]:
    return _GRAVITY[hold.kind], hold.level or _NO_LEVEL


def restore(database: LedgerDatabase, rows: list[tuple[Any, ...]]) -> None:
    """Bring rows of another database over, `answered` behind `COLUMNS`, those that are sound."""
    database.run_many(_RESTORE, (row for row in rows if is_sound(row)))
