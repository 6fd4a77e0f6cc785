"""The outlet's part of a terminal's settings: what the department's lists say, else the sheet.

The lists are newer than a sheet that was printed weeks ago; an outlet in no list, and what a list
leaves empty, is as the sheet has it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from server.reference.directory import outlet as listed_outlet
from server.reference.outlets import Outlet
from server.reference.permits import Permit, permits
from server.reference.shops import CLASSES, NO_CLASS
from server.reference.staff import Worker, staff
from settings.toml import Table, write_toml
from wire.enrolment_batch import BadgeHolder, Particulars

_LONGEST = 120
"""Of a text in a terminal's settings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Where a terminal finds the province."""

    broker_host: str
    broker_port: int
    snapshots: str
    """Address of whole datasets (HTTPS)."""


def settings_text(particulars: Particulars, meeting: Meeting) -> str:
    """Return the settings as TOML; within a transaction."""
    listed = listed_outlet(particulars.outlet_code)
    people = _people(particulars)
    allowed = permits().get(particulars.outlet_code, [])
    return write_toml(
        {
            "terminal": particulars.terminal,
            "label": particulars.label,
            "province": particulars.province,
            "outlet": _outlet(particulars, listed),
            "staff": {"badge": people[0].badge, "name": people[0].name},
            "shop": _shop(particulars, listed, allowed),
            "people": [_person(one) for one in people],
            "broker": {"host": meeting.broker_host, "port": meeting.broker_port},
            "link": {"snapshots": meeting.snapshots},
        }
    )


def _outlet(said: Particulars, listed: Outlet | None) -> Table:
    found = {
        "name": (listed.name if listed else "") or said.outlet,
        "address": (listed.address if listed else "") or said.address,
        "licence": (listed.licence if listed else "") or said.licence,
        "phone": (listed.phone if listed else "") or said.phone,
    }
    return {key: value[:_LONGEST] for key, value in found.items() if value}


def _shop(said: Particulars, listed: Outlet | None, allowed: Sequence[Permit]) -> Table:
    if listed is None:
        return {"kind": said.kind, "in_facility": said.in_facility}
    shop: dict[str, Any] = {"kind": listed.kind, "in_facility": listed.in_facility}
    scope = [name for name in CLASSES if name in listed.scope]
    if scope or NO_CLASS in listed.scope:
        shop["scope"] = scope
    if listed.licence_until:
        shop["licence_until"] = listed.licence_until
    shop |= _permits("extra_drugs", "extra", allowed)
    return shop | _permits("restricted", "restricted", allowed)


def _permits(
    key: str, kind: Literal["extra", "restricted"], allowed: Iterable[Permit]
) -> dict[str, Any]:
    found: list[Table] = [
        {"number": one.number, "drugs": one.drugs, **({"until": one.until} if one.until else {})}
        for one in allowed
        if one.kind == kind
    ]
    return {key: found} if found else {}


def _people(said: Particulars) -> list[BadgeHolder]:
    """Return who may sign in, whoever is in charge first."""
    listed = [_holder(one) for one in staff(said.outlet_code)]
    return sorted(listed or said.people, key=lambda one: not one.in_charge)


def _holder(one: Worker) -> BadgeHolder:
    return BadgeHolder(
        badge=one.badge,
        name=one.name,
        roles=one.roles,
        degree=one.degree,
        in_charge=one.in_charge,
        certificate=one.certificate,
    )


def _person(one: BadgeHolder) -> Table:
    found: dict[str, Any] = {"badge": one.badge, "name": one.name, "roles": one.roles}
    if one.degree:
        found["degree"] = one.degree
    if one.in_charge:
        found["in_charge"] = True
    if one.certificate:
        found["certificate"] = one.certificate
    return found
