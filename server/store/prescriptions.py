"""Prescriptions, and what every terminal has dispensed on them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

import msgspec

from server.store.database import add, from_text, given, rows, run, run_many, to_json, to_text
from server.store.gaps import JOINED, READ_THROUGH
from wire.asking import Held, Sheet
from wire.entry import Reference

READER = "dispensings"


class Dispensing(NamedTuple):
    """An entry that dispensed on a prescription, or took something back; columns as stored."""

    terminal: str
    epoch: str
    seq: int
    code: str
    scanned: str
    kind: str
    at: str
    stored_at: str
    checked: int
    origin: str
    issued: str
    sale_epoch: str
    sale_seq: int
    noted_at: str


class Dispensed(NamedTuple):
    """What one line of an entry dispensed; below nought: what it took back."""

    terminal: str
    epoch: str
    seq: int
    line: int
    code: str
    drug: str
    prescribed: int | None
    substitutes: str
    units: int


class Taken(NamedTuple):
    """What was dispensed of one drug on one line of a prescription, by many together."""

    drug: str
    prescribed: int | None
    """Number of the prescription's line; none where only the code was known."""
    substitutes: str
    units: int


class Unread(NamedTuple):
    """A ledger with entries that were not followed yet."""

    terminal: str
    epoch: str
    through: int
    """Followed so far."""
    stored: int
    """Stored without a gap, or with gaps that are passed over."""


class Fresh(NamedTuple):
    """An entry that was not followed yet."""

    terminal: str
    epoch: str
    seq: int
    kind: str
    stored_at: str
    body: bytes


def load(sheets: Iterable[Sheet], now: datetime) -> int:
    """Store prescriptions, or replace them; return how many."""
    stored = [
        (sheet.code.lower(), msgspec.json.encode(sheet).decode(), to_text(now)) for sheet in sheets
    ]
    run_many(
        """
        INSERT INTO prescription (code, body, loaded_at) VALUES (?, ?, ?)
        ON CONFLICT (code) DO UPDATE SET body = excluded.body, loaded_at = excluded.loaded_at
        """,
        stored,
    )
    touch(code for code, _body, _at in stored)
    return len(stored)


def find(code: str) -> Sheet | None:
    """Return a prescription by its code, whatever its case."""
    found = rows("SELECT body FROM prescription WHERE code = ?", (code.lower(),))
    return msgspec.json.decode(found[0][0], type=Sheet) if found else None


def find_many(codes: Iterable[str]) -> dict[str, Sheet]:
    """Return prescriptions by their codes (lower case), those that are known."""
    found = rows(
        f"""
        SELECT prescription.code, body FROM {given(code="text")} AS wanted
        JOIN prescription ON prescription.code = wanted.code
        """,  # noqa: S608 (fixed names)
        (to_json([code] for code in codes),),
    )
    return {code: msgspec.json.decode(body, type=Sheet) for code, body in found}


def loaded_at(code: str) -> datetime | None:
    """Return when a prescription was stored last."""
    found = rows("SELECT loaded_at FROM prescription WHERE code = ?", (code.lower(),))
    return from_text(found[0][0]) if found else None


def touch(codes: Iterable[str]) -> None:
    """Note that there is news about prescriptions; codes in lower case."""
    in_order = sorted(set(codes))  # the same everywhere: no ring of waiting
    if in_order:
        run(
            f"""
            INSERT INTO touched (code, times)
            SELECT code, 1 FROM {given(code="text")} AS one WHERE true ORDER BY code
            ON CONFLICT (code) DO UPDATE SET times = touched.times + 1
            """,  # noqa: S608 (fixed names)
            (to_json([code] for code in in_order),),
        )


_IS_SINCE = """
    (? = '' OR EXISTS (SELECT 1 FROM dispensing AS step JOIN dispensing AS sale
        ON sale.terminal = step.terminal AND sale.epoch = step.sale_epoch
        AND sale.seq = step.sale_seq
        WHERE step.terminal = dispensedline.terminal AND step.epoch = dispensedline.epoch
        AND step.seq = dispensedline.seq AND sale.at >= ?))
"""
"""Whether a line is of a sale of this moment (given twice) or later, or undid one; empty: any."""


def dispensed(code: str, *, beside: str, since: datetime | None = None) -> list[Taken]:
    """Return what all terminals but `beside` dispensed and have not taken back, by drug.

    `since`: in sales of this moment and later.
    """
    found = rows(
        "SELECT drug, prescribed, substitutes, sum(units) FROM dispensedline"  # noqa: S608 (fixed texts)
        f" WHERE code = ? AND terminal <> ? AND {_IS_SINCE}"
        " GROUP BY drug, prescribed, substitutes"
        " ORDER BY drug, coalesce(prescribed, 0), substitutes",
        (code.lower(), beside, *_since(since)),
    )
    return [Taken(drug, number, other, int(units)) for drug, number, other, units in found if units]


def dispensed_beyond(
    code: str, terminal: str, held: Iterable[Held], *, since: datetime | None = None
) -> list[Taken]:
    """Return what a terminal dispensed in entries that it does not have any more."""
    known = {one.epoch: one for one in held}
    found = rows(
        "SELECT epoch, seq, drug, prescribed, substitutes, units FROM dispensedline"  # noqa: S608
        f" WHERE code = ? AND terminal = ? AND {_IS_SINCE} ORDER BY epoch, seq, line",
        (code.lower(), terminal, *_since(since)),
    )
    return [
        Taken(drug, number, other, int(units))
        for epoch, seq, drug, number, other, units in found
        if epoch not in known or not known[epoch].has(int(seq))
    ]


def _since(since: datetime | None) -> tuple[str, str]:
    text = to_text(since) if since else ""
    return text, text


def unread(most: int) -> list[Unread]:
    """Return ledgers of which more is stored than was followed."""
    found = rows(
        f"""
        SELECT mark.terminal, mark.epoch, coalesce(followed.through, 0), {READ_THROUGH}
        FROM mark {JOINED} LEFT JOIN followed ON followed.reader = ?
            AND followed.terminal = mark.terminal AND followed.epoch = mark.epoch
        WHERE {READ_THROUGH} > coalesce(followed.through, 0) LIMIT ?
        """,  # noqa: S608 (fixed texts)
        (READER, most),
    )
    return [Unread(*row) for row in found]


def entries_through(ledger: Unread, last: int) -> list[Fresh]:
    """Return the next entries of a ledger, to a number; what was set aside is not among them."""
    found = rows(
        "SELECT terminal, epoch, seq, kind, stored_at, body FROM entry"
        " WHERE terminal = ? AND epoch = ? AND seq > ? AND seq <= ? ORDER BY seq",
        (ledger.terminal, ledger.epoch, ledger.through, last),
    )
    return [
        Fresh(terminal, epoch, int(seq), kind, stored_at, bytes(body))
        for terminal, epoch, seq, kind, stored_at, body in found
    ]


def stored_sale(terminal: str, meant: Reference) -> tuple[str, int, bytes] | None:
    """Return where a sale is stored, and its body; what was set aside, where it was carried to."""
    found = rows(
        """
        SELECT entry.epoch, entry.seq, entry.body FROM entry
        WHERE terminal = ? AND epoch = ? AND seq = ? AND sha256 = ? AND kind = 'sale'
        UNION ALL
        SELECT entry.epoch, entry.seq, entry.body FROM carried JOIN entry
            ON entry.terminal = carried.terminal AND entry.epoch = carried.by_epoch
            AND entry.seq = carried.by_seq
        WHERE carried.terminal = ? AND carried.epoch = ? AND carried.seq = ?
            AND carried.sha256 = ? AND entry.kind = 'sale'
        """,
        (terminal, meant.epoch, meant.seq, meant.sha256) * 2,
    )
    return (found[0][0], int(found[0][1]), bytes(found[0][2])) if found else None


def followed(
    through: Mapping[Unread, int], heads: Iterable[Dispensing], lines: Iterable[Dispensed]
) -> None:
    """Note what was dispensed, and how far each ledger was followed."""
    heads = list(heads)
    add("dispensing", Dispensing._fields, heads)
    add("dispensedline", Dispensed._fields, list(lines))
    touch(head.code for head in heads)
    # Two processes may follow at once; the one that comes late does not move the mark back.
    run_many(
        """
        INSERT INTO followed (reader, terminal, epoch, through) VALUES (?, ?, ?, ?)
        ON CONFLICT (reader, terminal, epoch) DO UPDATE SET through = CASE
            WHEN followed.through > excluded.through THEN followed.through
            ELSE excluded.through END
        """,
        sorted((READER, one.terminal, one.epoch, last) for one, last in through.items()),
    )
