"""What an outlet's own terminals must know of its licence: the dataset "shop"."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from server.reference import versions
from server.reference.directory import listed
from server.reference.outlets import Outlet
from server.reference.permits import Permit, permits
from server.reference.versions import Put

DATASET = "shop"
KEY = "shop"
"""Of its one row."""
CLASSES = ("GN", "HT", "TC", "PH_GN", "PH_HT", "PH_TC", "DOC", "DMC")
"""Classes of controlled drugs that a licence can name (TT 18/2026/TT-BYT)."""
NO_CLASS = "none"
"""In an outlet's scope: it may sell none of them. A scope that names no class says nothing."""


def send_shops(now: datetime, codes: Iterable[str] | None = None) -> list[Put]:
    """Give outlets what has changed of them; all, or these. Within a transaction that writes."""
    allowed = permits()
    known = listed()
    chosen = sorted(known if codes is None else set(codes) & set(known))
    bodies = {code: {KEY: _body(known[code], allowed.get(code, []))} for code in chosen}
    return versions.put_each(DATASET, bodies, now)


def _body(one: Outlet, allowed: Sequence[Permit]) -> bytes:
    return msgspec.json.encode(
        {
            "code": one.code,
            "name": one.name,
            "address": one.address,
            "licence": one.licence,
            "kind": one.kind,
            "scope": _scope(one.scope),
            "licence_until": one.licence_until,
            "in_facility": one.in_facility,
            "extra_drugs": [_permit(permit) for permit in allowed if permit.kind == "extra"],
            "restricted": [_permit(permit) for permit in allowed if permit.kind == "restricted"],
        }
    )


def _scope(said: Sequence[str]) -> list[str] | None:
    named = [name for name in CLASSES if name in said]
    return named if named or NO_CLASS in said else None


def _permit(permit: Permit) -> dict[str, object]:
    return {"number": permit.number, "drugs": permit.drugs, "until": permit.until}
