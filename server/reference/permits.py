"""Documents by which the department allows an outlet some drugs (SC-03, SC-07)."""

from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from server.store.database import add, rows, run

PermitKind = Literal["extra", "restricted"]
"""Further prescription drugs of a drug counter; restricted drugs."""


class Permit(NamedTuple):
    """One document for one outlet."""

    outlet: str
    number: str
    kind: PermitKind
    drugs: tuple[str, ...]
    """Ids in the catalogue."""
    until: date | None = None


def save_permits(permits: Iterable[Permit]) -> None:
    """Take these as all the permits there are; within a transaction that writes."""
    run("DELETE FROM permit")
    add(
        "permit",
        ("outlet", "number", "kind", "drugs", "until"),
        [
            (
                p.outlet,
                p.number,
                p.kind,
                " ".join(p.drugs),
                p.until.isoformat() if p.until else None,
            )
            for p in permits
        ],
    )


def permits() -> dict[str, list[Permit]]:
    """Return all of them, by outlet."""
    found: dict[str, list[Permit]] = {}
    for outlet, number, kind, drugs, until in rows(
        "SELECT outlet, number, kind, drugs, until FROM permit ORDER BY outlet, number"
    ):
        day = date.fromisoformat(until) if until else None
        one = Permit(outlet, number, kind, tuple(drugs.split()), day)
        found.setdefault(outlet, []).append(one)
    return found
