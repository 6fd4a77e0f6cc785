"""Who works in which outlet, with which degree (GPP-03, GPP-04); sent to that outlet alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

import msgspec

from server.reference import versions
from server.reference.versions import Put
from server.store.database import add, rows, run

DATASET = "people"
Role = Literal["staff", "pharmacist", "owner", "technician"]
Degree = Literal["dai_hoc", "cao_dang", "trung_cap", "so_cap", ""]
ROLES: tuple[Role, ...] = ("staff", "pharmacist", "owner", "technician")
DEGREES: tuple[Degree, ...] = ("dai_hoc", "cao_dang", "trung_cap", "so_cap", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Somebody of an outlet. `repr` shows outlet and badge only."""

    outlet: str
    badge: str
    name: str = field(repr=False)
    """As the counter's screen shows it."""
    roles: tuple[Role, ...] = ("staff",)
    degree: Degree = ""
    """LD Đ13, Đ18."""
    in_charge: bool = False
    certificate: str = field(default="", repr=False)
    """Number of the practice certificate (CCHN dược)."""
    trained_on: date | None = None
    """Last refresher course (LD Đ31 k6)."""


def save_staff(workers: Iterable[Worker], now: datetime) -> list[Put]:
    """Take these as everybody there is, and tell each outlet that changed; in a transaction."""
    workers = list(workers)
    before = {outlet for (outlet,) in rows("SELECT DISTINCT outlet FROM staff")}
    run("DELETE FROM staff")
    add(
        "staff",
        (
            "outlet",
            "badge",
            "name",
            "roles",
            "degree",
            "in_charge",
            "certificate",
            "trained_on",
        ),
        [_row(worker) for worker in workers],
    )
    bodies: dict[str, dict[str, bytes]] = {outlet: {} for outlet in sorted(before)}
    for worker in workers:
        bodies.setdefault(worker.outlet, {})[worker.badge] = _body(worker)
    return versions.put_each(DATASET, bodies, now)


def staff(outlet: str | None = None) -> list[Worker]:
    """Return who works in an outlet, or in all of them."""
    found = rows(
        "SELECT outlet, badge, name, roles, degree, in_charge, certificate, trained_on FROM staff"
        " WHERE (? = '' OR outlet = ?) ORDER BY outlet, badge",
        (outlet or "", outlet or ""),
    )
    return [
        Worker(
            outlet=code,
            badge=badge,
            name=name,
            roles=tuple(roles.split()),
            degree=degree,
            in_charge=bool(in_charge),
            certificate=certificate,
            trained_on=date.fromisoformat(trained_on) if trained_on else None,
        )
        for code, badge, name, roles, degree, in_charge, certificate, trained_on in found
    ]


def _row(one: Worker) -> tuple[object, ...]:
    trained = one.trained_on.isoformat() if one.trained_on else None
    return (
        one.outlet, one.badge, one.name, " ".join(one.roles), one.degree, int(one.in_charge),
        one.certificate, trained,
    )  # fmt: skip


def _body(one: Worker) -> bytes:
    return msgspec.json.encode(
        {
            "badge": one.badge,
            "name": one.name,
            "roles": one.roles,
            "degree": one.degree,
            "in_charge": one.in_charge,
            "certificate": one.certificate,
        }
    )
