"""A province's datasets, and the pages it makes of them."""

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
from msgspec import Raw

from wire.reference import Dataset, Page, Place, Row

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)


def row(key: str, version: int, body: object) -> Row:
    return Row(key=key, version=version, body=Raw(msgspec.json.encode(body)))


def drug(number: int, version: int = 1, **more: object) -> Row:
    body = {
        "id": f"VD-{number:05}",
        "name": f"Thuốc mẫu {number}",
        "units": [{"name": "hộp", "size": 10}, {"name": "viên", "size": 1}],
        **more,
    }
    return row(f"VD-{number:05}", version, body)


def page_after(dataset: Dataset, rows: Sequence[Row], place: Place, size: int) -> Page:
    """Return what the province answers to a place."""
    newest = max((one.version for one in rows), default=0)
    ordered = sorted(rows, key=lambda one: (one.version, one.key))
    rest = [one for one in ordered if (one.version, one.key) > (place.version, place.key)]
    return Page(dataset=dataset, rows=tuple(rest[:size]), newest=newest, is_last=len(rest) <= size)
