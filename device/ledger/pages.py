"""Rows read from the pages of a database, whatever became of the trees above them.

Format: sqlite.org/fileformat2.html, 1.6 and 2.1. Whatever makes no sense is passed over: what was
read is believed only for its hash.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from device.ledger.database import PAGE_BYTES

Value = int | float | str | bytes | None

_TABLE_LEAF = 13
_MOST_LOCAL = PAGE_BYTES - 35
_LEAST_LOCAL = (PAGE_BYTES - 12) * 32 // 255 - 23
_MOST_PAYLOAD = 1 << 20
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_FIRST_BLOB, _FIRST_TEXT = 12, 13


class Row(NamedTuple):
    """One row of some table."""

    id: int
    values: tuple[Value, ...]


def rows_of(
    page: bytes, *, is_first: bool, page_at: Callable[[int], bytes | None]
) -> Iterator[Row]:
    """Yield the rows of a page, if it is one that holds rows of a table."""
    start = 100 if is_first else 0
    if len(page) != PAGE_BYTES or page[start] != _TABLE_LEAF:
        return
    count = int.from_bytes(page[start + 3 : start + 5], "big")
    for cell in range(min(count, PAGE_BYTES // 4)):
        pointer = start + 8 + 2 * cell
        at = int.from_bytes(page[pointer : pointer + 2], "big")
        try:
            yield _row(page, at, page_at)
        except (IndexError, ValueError):
            continue


def _row(page: bytes, at: int, page_at: Callable[[int], bytes | None]) -> Row:
    size, at = _varint(page, at)
    key, at = _varint(page, at)
    if size > _MOST_PAYLOAD:
        raise ValueError("a row of that size was never written")
    local = size
    if size > _MOST_LOCAL:
        least = _LEAST_LOCAL + (size - _LEAST_LOCAL) % (PAGE_BYTES - 4)
        local = least if least <= _MOST_LOCAL else _LEAST_LOCAL
    payload = page[at : at + local]
    if local < size:
        payload += _overflow(page[at + local : at + local + 4], size - local, page_at)
    if len(payload) != size:
        raise ValueError("a row ends beyond its page")
    return Row(key, tuple(_values(payload)))


def _overflow(pointer: bytes, left: int, page_at: Callable[[int], bytes | None]) -> bytes:
    found = b""
    while left > 0:
        page = page_at(int.from_bytes(pointer, "big"))
        if page is None:
            raise ValueError("a row goes on where there is no page")
        part = page[4 : 4 + left]
        found, left, pointer = found + part, left - len(part), page[:4]
    return found


def _values(payload: bytes) -> Iterator[Value]:
    end, at = _varint(payload, 0)
    body = end
    while at < end:
        kind, at = _varint(payload, at)
        value, body = _value(payload, body, kind)
        yield value


def _value(payload: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind in {0, 8, 9}:
        return {0: None, 8: 0, 9: 1}[kind], at
    if kind in _INTEGERS:
        end = at + _INTEGERS[kind]
        return int.from_bytes(_whole(payload, at, end), "big", signed=True), end
    if kind < _FIRST_BLOB:
        raise ValueError("the ledger holds no such value")
    end = at + (kind - _FIRST_BLOB) // 2
    found = _whole(payload, at, end)
    return (found if kind % 2 == 0 else found.decode()), end


def _whole(payload: bytes, at: int, end: int) -> bytes:
    found = payload[at:end]
    if len(found) != end - at:
        raise ValueError("a value ends beyond its row")
    return found


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for step in range(9):
        byte = data[at + step]
        if step == 8:  # noqa: PLR2004 - the ninth byte is whole
            return (value << 8) | byte, at + 9
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:  # noqa: PLR2004 - the top bit says that there is more
            break
    return value, at + step + 1
