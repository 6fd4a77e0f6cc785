"""Looking for a person's data in bytes, in every dress it may wear."""

import base64
import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

_JWS = re.compile(rb"[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{20,}")


def dresses(secret: str) -> Iterator[bytes]:
    """Yield the secret as UTF-8, UTF-16, escaped JSON, and base64 at each of its three offsets."""
    for form in ("NFC", "NFD"):
        text = unicodedata.normalize(form, secret)
        for plain in (text.encode(), text.encode("utf-16-le"), text.upper().encode()):
            yield plain
            yield from _as_base64(plain)
        yield json.dumps(text)[1:-1].encode()
        yield text.encode().hex().encode()


def _as_base64(plain: bytes) -> Iterator[bytes]:
    for offset in range(3):
        encoded = base64.b64encode(b"\0" * offset + plain)
        # The first and last group also hold neighbours: they are left out.
        inner = encoded[4 if offset else 0 : len(encoded) // 4 * 4 - 4]
        if len(inner) >= 8:  # shorter pieces are found anywhere
            yield inner
            yield inner.replace(b"+", b"-").replace(b"/", b"_")


def found_in(data: bytes, secret: str) -> bool:
    """Whether the bytes hold the secret, also inside signed messages."""
    layers = [data, *_payloads(data)]
    return any(dress in layer for dress in dresses(secret) for layer in layers)


def _payloads(data: bytes) -> Iterator[bytes]:
    for token in _JWS.findall(data):
        for part in token.split(b".")[:2]:
            yield base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4))


def parts_of_person(card: Any) -> tuple[str, ...]:
    """Return what must not be found: name, number, old number, address, birth date."""
    fields = card.text.split("|")
    return tuple(
        field for index, field in enumerate(fields) if index in {0, 1, 2, 5} and len(field) > 1
    )
