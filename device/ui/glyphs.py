"""Which characters a font can draw: its `cmap` table (ISO/IEC 14496-22, formats 4 and 12)."""

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_UNICODE = ((3, 10), (0, 4), (3, 1), (0, 3))
"""Platform and encoding of the tables of Unicode characters, the fullest first."""


@cache
def characters(font: Path) -> frozenset[str]:
    """Return every character that a TrueType font has a glyph for."""
    content = font.read_bytes()
    start = _table(content, b"cmap")
    count = struct.unpack_from(">H", content, start + 2)[0]
    records = [struct.unpack_from(">HHL", content, start + 4 + 8 * at) for at in range(count)]
    offsets = {(platform, encoding): offset for platform, encoding, offset in records}
    place = next(start + offsets[kind] for kind in _UNICODE if kind in offsets)
    is_long = struct.unpack_from(">H", content, place)[0] == 12  # noqa: PLR2004 - the format
    codes = _long(content, place) if is_long else _short(content, place)
    return frozenset(map(chr, codes))


def _table(content: bytes, name: bytes) -> int:
    count = struct.unpack_from(">H", content, 4)[0]
    for at in range(count):
        tag, _sum, offset, _length = struct.unpack_from(">4sLLL", content, 12 + 16 * at)
        if tag == name:
            return int(offset)
    raise ValueError("the font has no such table")


def _long(content: bytes, place: int) -> Iterator[int]:
    groups = struct.unpack_from(">L", content, place + 12)[0]
    for at in range(groups):
        first, last, _glyph = struct.unpack_from(">LLL", content, place + 16 + 12 * at)
        yield from range(first, last + 1)


def _short(content: bytes, place: int) -> Iterator[int]:
    segments = struct.unpack_from(">H", content, place + 6)[0] // 2
    ends = place + 14
    starts = ends + 2 * segments + 2
    for at in range(segments):
        last = struct.unpack_from(">H", content, ends + 2 * at)[0]
        first = struct.unpack_from(">H", content, starts + 2 * at)[0]
        if first <= last and first != 0xFFFF:  # noqa: PLR2004 - the end marker
            yield from range(first, last + 1)
