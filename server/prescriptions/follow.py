"""Following the entries: what each sale, return and void does to a prescription."""

import logging
from collections import Counter
from collections.abc import Iterator

import msgspec

from server.store import prescriptions
from server.store.database import writing
from server.store.prescriptions import Dispensed, Unread
from wire.entry import Reference
from wire.kinds import Return, Void, read_entry
from wire.sale import Line, Sale

log = logging.getLogger(__name__)

AT_ONCE = 500
_KINDS = frozenset({"sale", "return", "void"})


def follow() -> int:
    """Read on in every ledger, a portion each; return how many entries were read."""
    count = 0
    for ledger in prescriptions.unread(AT_ONCE):
        with writing():
            count += _follow_one(ledger)
    return count


def _follow_one(ledger: Unread) -> int:
    found = prescriptions.entries_after(ledger, AT_ONCE)
    lines: list[Dispensed] = []
    for seq, kind, body in found:
        if kind in _KINDS:
            lines += _lines(ledger, seq, body, lines)
    if found:
        prescriptions.followed(ledger, found[-1][0], lines)
    return len(found)


def _lines(ledger: Unread, seq: int, body: bytes, fresh: list[Dispensed]) -> list[Dispensed]:
    try:
        entry = read_entry(body)
    except msgspec.DecodeError:
        log.warning("entry %d of %s says nothing about prescriptions", seq, ledger.terminal)
        return []
    # Business that is written once more in a new epoch was counted where it was written first.
    if isinstance(entry.carried, Reference):
        return []
    match entry:
        case Sale(prescription=str(code), lines=sold):
            return list(_sold(ledger, seq, code, sold))
        case Void(sale=meant):
            return _undone(ledger, seq, _sale_lines(ledger, meant, fresh), None)
        case Return(sale=meant, lines=back):
            return _undone(ledger, seq, _sale_lines(ledger, meant, fresh), back)
    return []


def _sold(ledger: Unread, seq: int, code: str, sold: tuple[Line, ...]) -> Iterator[Dispensed]:
    for number, line in enumerate(sold):
        if line.prescribed is not None:
            yield Dispensed(
                ledger.terminal, ledger.epoch, seq, number, code.lower(), line.prescribed,
                line.units,
            )  # fmt: skip


def _sale_lines(ledger: Unread, meant: Reference, fresh: list[Dispensed]) -> list[Dispensed]:
    """Return what the sale that is undone dispensed, stored or still in hand."""
    stored = prescriptions.sale_lines(ledger.terminal, meant.epoch, meant.seq)
    here = meant.epoch == ledger.epoch
    return stored or [line for line in fresh if here and line.seq == meant.seq]


def _undone(
    ledger: Unread, seq: int, sold: list[Dispensed], back: tuple[Line, ...] | None
) -> list[Dispensed]:
    """Return what comes back onto the prescription; `back` None: all of it."""
    room: Counter[int] = Counter()
    for came in back or ():
        if came.prescribed is not None:
            room[came.prescribed] += came.units
    found = []
    for number, line in enumerate(sold):
        units = line.units if back is None else min(line.units, room[line.prescribed])
        room[line.prescribed] -= units
        if units:
            taken = line._replace(epoch=ledger.epoch, seq=seq, line=number, units=-units)
            found.append(taken)
    return found
