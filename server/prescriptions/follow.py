"""Following the entries: what each sale, return and void does to a prescription.

Each is read once in the order of its ledger; what is stored late, or undoes a sale that is not
stored yet, waits in `server.store.awaited`. Reading anything twice adds nothing: a step is kept
under the place of its entry.
"""

import logging
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from threading import Lock

import msgspec
from msgspec import UNSET

from codes.prescription import is_prescription_code
from server.store import awaited, prescriptions
from server.store.awaited import Awaited
from server.store.database import reading, to_text, writing
from server.store.prescriptions import Dispensed, Dispensing, Fresh, Unread
from wire.entry import Head
from wire.kinds import Return, Void, read_entry
from wire.sale import Line, Sale, read_sale

log = logging.getLogger(__name__)

AT_ONCE = 500
"""Numbers of one ledger that are read on."""
IN_ONE = 5000
"""Numbers in one transaction, about."""
_KINDS = frozenset({"sale", "return", "void"})
_turn = Lock()
"""Two threads that read the same ledgers would only wait for each other."""

_Step = tuple[Dispensing, list[Dispensed]]


def follow(*, seconds: float | None = None) -> int:
    """Read on in every ledger, a portion each; return how many numbers that were.

    With `seconds` it stops after them, wherever it is: somebody waits. Then it does not look for
    what was stored late either: that may be long to look through.
    """
    until = time.monotonic() + seconds if seconds is not None else None
    if not _turn.acquire(timeout=-1 if seconds is None else seconds):
        return 0
    try:
        return _follow(until)
    finally:
        _turn.release()


def _follow(until: float | None) -> int:
    count = 0
    with reading():
        late = awaited.come(IN_ONE) if until is None else []
        ledgers = prescriptions.unread(AT_ONCE)
    if late:
        with writing():
            count += _follow_late(late)
    for some in _together(ledgers) if until is None else ([ledger] for ledger in ledgers):
        if until is not None and time.monotonic() >= until:
            break
        with writing():
            count += _follow_some(some)
    return count


def _together(ledgers: Iterable[Unread]) -> Iterator[list[Unread]]:
    """Yield ledgers that one transaction takes on: committing costs more than a few entries."""
    some: list[Unread] = []
    waiting = 0
    for ledger in ledgers:
        some.append(ledger)
        waiting += min(ledger.stored - ledger.through, AT_ONCE)
        if waiting >= IN_ONE:
            yield some
            some, waiting = [], 0
    if some:
        yield some


def _follow_some(ledgers: Iterable[Unread]) -> int:
    through: dict[Unread, int] = {}
    fresh: list[Fresh] = []
    missing: list[Awaited] = []
    for ledger in ledgers:
        last = through[ledger] = min(ledger.stored, ledger.through + AT_ONCE)
        found = prescriptions.entries_through(ledger, last)
        there = {one.seq for one in found}
        numbers = range(ledger.through + 1, last + 1)
        missing += [awaited.passed_over(ledger, seq) for seq in numbers if seq not in there]
        fresh += found
    awaited.note([*_keep(fresh, through), *missing])
    return sum(last - ledger.through for ledger, last in through.items())


def _follow_late(late: list[Fresh]) -> int:
    """Read what was waiting; some of it may wait anew, for its sale."""
    waiting = _keep(late, {})
    awaited.forget(late)
    awaited.note(waiting)
    return len(late)


def _keep(read: Iterable[Fresh], through: Mapping[Unread, int]) -> list[Awaited]:
    """Note what entries did, and how far ledgers are read; return those that wait."""
    heads: list[Dispensing] = []
    lines: list[Dispensed] = []
    waiting: list[Awaited] = []
    for fresh in read:
        step = _step(fresh) if fresh.kind in _KINDS else None
        if isinstance(step, Awaited):
            waiting.append(step)
        elif step is not None:
            head, found = step
            heads.append(head)
            lines += found
    prescriptions.followed(through, heads, lines)
    return waiting


def _step(fresh: Fresh) -> _Step | Awaited | None:
    """Return what an entry does to a prescription; or that it waits for its sale.

    What was carried into a new epoch counts there: its original was set aside, and is not stored.
    """
    try:
        entry = read_entry(fresh.body)
    except msgspec.DecodeError:
        log.warning("entry %d of %s says nothing about prescriptions", fresh.seq, fresh.terminal)
        return None
    match entry:
        case Sale():
            return _sold(fresh, entry)
        case Void() | Return():
            return _undone(fresh, entry)
    return None


def _sold(fresh: Fresh, sale: Sale) -> _Step | None:
    scanned, said = _code(sale), sale.dispensed
    if not scanned:
        return None
    head = _head(fresh, sale, scanned)._replace(
        checked=int(said is not UNSET and said.checked),
        origin="" if said is UNSET else said.origin,
        issued="" if said is UNSET or said.issued is None else said.issued.isoformat(),
    )
    return head, _lines(head, sale)


def _code(sale: Sale) -> str:
    """Return the code a sale stands on; a paper's own number, which others have too, is none."""
    text = sale.prescription or ""
    return text if is_prescription_code(text) else ""


def _lines(head: Dispensing, sale: Sale) -> list[Dispensed]:
    """Return what a sale dispensed."""
    return [
        Dispensed(
            head.terminal, head.epoch, head.seq, number, head.code, line.drug,
            line.prescribed, line.substitutes or "", line.units,
        )
        for number, line in enumerate(sale.lines)
    ]  # fmt: skip


def _head(fresh: Fresh, entry: Head, scanned: str) -> Dispensing:
    return Dispensing(
        terminal=fresh.terminal,
        epoch=fresh.epoch,
        seq=fresh.seq,
        code=scanned.lower(),
        scanned=scanned,
        kind=fresh.kind,
        at=to_text(entry.at),
        stored_at=fresh.stored_at,
        checked=0,
        origin="",
        issued="",
        sale_epoch=fresh.epoch,
        sale_seq=fresh.seq,
        noted_at=to_text(datetime.now(UTC)),
    )


def _undone(fresh: Fresh, entry: Void | Return) -> _Step | Awaited | None:
    """Return what comes back onto the prescription: of a void all of it."""
    stored = prescriptions.stored_sale(fresh.terminal, entry.sale)
    if stored is None:
        return awaited.too_early(fresh, entry.sale)
    epoch, seq, body = stored
    sale = _readable_sale(body)
    scanned = _code(sale) if sale else ""
    if sale is None or not scanned:
        return None
    head = _head(fresh, entry, scanned)
    head = head._replace(sale_epoch=epoch, sale_seq=seq)
    back = entry.lines if isinstance(entry, Return) else None
    return head, list(_taken(_lines(head, sale), back))


def _readable_sale(body: bytes) -> Sale | None:
    try:
        return read_sale(body)
    except msgspec.DecodeError:
        return None


def _taken(sold: list[Dispensed], back: tuple[Line, ...] | None) -> Iterator[Dispensed]:
    room: Counter[tuple[int | None, str]] = Counter()
    for came in back or ():
        room[came.prescribed, came.drug] += came.units
    for number, line in enumerate(sold):
        key = (line.prescribed, line.drug)
        units = line.units if back is None else min(line.units, room[key])
        room[key] -= units
        if units:
            yield line._replace(line=number, units=-units)
