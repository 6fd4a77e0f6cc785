"""Reference data on its way to terminals: datasets under versions, sent in pages of changes.

A dataset is rows under keys. Every change gives the dataset a new version; a terminal says how far
it has come, and gets what changed since, oldest first, page by page. A page that was taken is never
sent again, however often the line breaks.
"""

import zlib
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from wire.decoding import decode

Dataset = Literal["catalogue", "prices", "parameters", "shop", "people"]
"""The national catalogue, announced prices, the rules' parameters; shop and people are an outlet's
own."""
OWN: frozenset[str] = frozenset({"shop", "people"})
"""Datasets that differ from outlet to outlet."""
MAX_PACKED = 24 * 1024
"""Bytes of a packed page: what a line of 64 kbit/s carries in three seconds."""
MAX_UNPACKED = 2 * 1024 * 1024


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """How far somebody has come in a dataset: all rows up to this version and key."""

    dataset: Dataset
    version: int = 0
    """Of the last row that was taken; 0: nothing yet."""
    key: str = ""
    """Of the last row that was taken."""


class Row(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One row as it is since `version`."""

    key: str
    version: int
    body: msgspec.Raw = msgspec.Raw(b"null")
    """JSON; null: the row is gone."""


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Changes of one dataset, ordered by version and key."""

    dataset: Dataset
    rows: tuple[Row, ...]
    newest: int
    """Version of the dataset when the page was made."""
    is_last: bool
    """Whether nothing comes behind it."""
    from_nothing: bool = False
    """Whether it begins anew, because the province does not know the place that was asked about:
    what it and the pages behind it do not name is gone."""


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """What is signed of a whole dataset that is fetched as a file over HTTPS."""

    dataset: Dataset
    version: int
    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
    """Of the file: zlib over one JSON `Row` a line, ordered by version and key."""
    size: int
    """Bytes of the file."""


def pack(page: Page) -> bytes:
    """Return a page as it is sent."""
    return zlib.compress(msgspec.json.encode(page), 9)


def unpack(packed: bytes) -> Page:
    """Read a page; raise `msgspec.DecodeError` if it is none, or too large."""
    reader = zlib.decompressobj()
    try:
        plain = reader.decompress(packed, MAX_UNPACKED)
    except zlib.error as error:
        raise msgspec.DecodeError("a page that does not unpack") from error
    if not reader.eof:
        raise msgspec.DecodeError("a page that is too large, or cut off")
    return decode(plain, Page)
