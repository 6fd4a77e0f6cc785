"""Looking for a person's data in bytes, in every dress it may wear."""

import base64
import json
import re
import sqlite3
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

_JWS = re.compile(rb"[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{20,}")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")
_PACKED = re.compile(rb"x[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
_DEPTH = 4
"""A sealed block is base64 in the JSON of a batch, which is packed, and base64 in a JWS."""
_MOST = 1 << 22
"""Bytes that are unpacked of one place."""


def dresses(secret: str) -> Iterator[bytes]:
    """Yield the secret as UTF-8, UTF-16, escaped JSON, percent signs, hexadecimal digits, and
    base64 at each of its three offsets.
    """
    for form in ("NFC", "NFD"):
        text = unicodedata.normalize(form, secret)
        plains = (
            text.encode(),
            text.encode("utf-16-le"),
            text.encode("utf-16-be"),
            text.upper().encode(),
        )
        for plain in plains:
            yield plain
            yield plain.hex().encode()
            yield plain.hex().upper().encode()
            yield from _as_base64(plain)
        yield json.dumps(text)[1:-1].encode()
        yield quote(text).encode()


def _as_base64(plain: bytes) -> Iterator[bytes]:
    for offset in range(3):
        encoded = base64.b64encode(b"\0" * offset + plain)
        # The first and last group also hold neighbours: they are left out.
        inner = encoded[4 if offset else 0 : len(encoded) // 4 * 4 - 4]
        if len(inner) >= 8:  # shorter pieces are found anywhere
            yield inner
            yield inner.replace(b"+", b"-").replace(b"/", b"_")


def found_in(data: bytes, secret: str) -> bool:
    """Whether the bytes hold the secret, also inside signed messages and base64."""
    worn = tuple(dresses(secret))
    return any(dress in layer for layer in layers(data) for dress in worn)


def any_found_in(data: bytes, secrets: tuple[str, ...]) -> str | None:
    """Return the first of the secrets that the bytes hold."""
    undressed = tuple(layers(data))
    for secret in secrets:
        worn = tuple(dresses(secret))
        if any(dress in layer for layer in undressed for dress in worn):
            return secret
    return None


def layers(data: bytes, depth: int = _DEPTH) -> Iterator[bytes]:
    """Yield the bytes, and what is in them packed, as JWS or as base64, some layers deep."""
    yield data
    if not depth:
        return
    for inner in _inside(data):
        yield from layers(inner, depth - 1)


def _inside(data: bytes) -> Iterator[bytes]:
    yield from _unpacked(data)
    for token in _JWS.findall(data):
        for part in token.split(b".")[:2]:
            if len(part) % 4 != 1:  # no base64 is so long: it only looked like one
                yield base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4))
    for found in _BASE64.findall(data):
        text = found.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
        for start in range(4):  # what stands before it may look like a part of it
            yield base64.b64decode(text[start : start + (len(text) - start) // 4 * 4])


def _unpacked(data: bytes) -> Iterator[bytes]:
    """Yield what is packed in the bytes, wherever it begins."""
    places = [(found.start(), 47) for found in _PACKED.finditer(data)]  # zlib or gzip
    for start, wbits in [(0, -15), *places]:  # at the very beginning also without a header
        try:
            plain = zlib.decompressobj(wbits).decompress(data[start:], _MOST)
        except zlib.error:
            continue
        if len(plain) >= 8:
            yield plain


def rows_of(database: Path) -> bytes:
    """Return every value of an SQLite database: in the file, long ones lie in pieces."""
    parts: list[bytes] = []
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
        tables = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            for row in opened.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - its own tables
                parts += [
                    value if isinstance(value, bytes) else str(value).encode() for value in row
                ]
    return b"\n".join(parts)


def parts_of_person(card: Any) -> tuple[str, ...]:
    """Return what must not be found: name, number, old number, address, birth date."""
    fields = card.text.split("|")
    return tuple(
        field for index, field in enumerate(fields) if index in {0, 1, 2, 5} and len(field) > 1
    )


def birth_dates(card: Any) -> tuple[str, ...]:
    """Return the birth date as the card, a form and a computer write it."""
    day, month, year = (card.text.split("|")[3][i:j] for i, j in ((0, 2), (2, 4), (4, 8)))
    return f"{day}{month}{year}", f"{day}/{month}/{year}", f"{year}-{month}-{day}"
