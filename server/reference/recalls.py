"""Recalls as a document states them: by registration number and batch, with their deadline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from codes.registration import normalise_registration
from server.reference import catalogue, parameters
from server.reference.drug_record import DrugRow
from server.store import notices
from wire.asking import Notice

LEVELS = (1, 2, 3)


class UnknownDrugError(ValueError):
    """No drug of the catalogue has this id or registration number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """What a document stops, and how (RCL-03)."""

    number: str
    """Of the document."""
    kind: Literal["recalled", "suspended", "sealed"]
    issued: date
    drug: str = ""
    """Id in the catalogue; or else:"""
    registration: str = ""
    """However it is written."""
    batches: tuple[str, ...] = ()
    """None: every batch."""
    level: int | None = None
    reason: str = ""
    expiry: date | None = None
    importer: str = ""
    carried_out_by: str = ""
    drug_name: str = ""
    """Where the catalogue has no such drug."""


def last_day(level: int | None, issued: date) -> date | None:
    """Return until when a recall must be carried out (RCL-01: 3, 15, 30 days; LD Đ63 k3).

    The day of the decision does not count. None: no deadline is set.
    """
    if level not in LEVELS:
        return None
    days: Sequence[int] = parameters.in_force(issued)["recall_days"]
    return issued + timedelta(days=days[level - 1])


def stop(wanted: Stop) -> list[Notice]:
    """Put a document in force for each drug that it means; within a transaction that writes.

    Raises `UnknownDrugError` where a registration number names no drug of the catalogue.
    """
    found = foreseen(wanted)
    for notice in found:
        notices.give(notice)
    return found


def foreseen(wanted: Stop) -> list[Notice]:
    """Return what a document would put in force, within a transaction that reads.

    Raises `UnknownDrugError`.
    """
    return [_notice(wanted, row) for row in _meant(wanted)]


def _meant(wanted: Stop) -> list[DrugRow]:
    if wanted.drug:
        record = catalogue.find(wanted.drug)
        name = wanted.drug_name or wanted.drug
        return [record.row if record else DrugRow(id=wanted.drug, name=name)]
    number = normalise_registration(wanted.registration).text
    records = catalogue.by_registration(number) if number else []
    if not records:
        raise UnknownDrugError(number)
    return [record.row for record in records]


def _notice(wanted: Stop, row: DrugRow) -> Notice:
    level = wanted.level if wanted.kind == "recalled" else None
    ingredients = (f"{name} {strength}".strip() for name, strength in row.ingredients)
    return Notice(
        number=wanted.number,
        kind=wanted.kind,
        drug=row.id,
        drug_name=wanted.drug_name or row.name,
        batches=wanted.batches,
        level=level,
        reason=wanted.reason,
        issued=wanted.issued,
        until=last_day(level, wanted.issued),
        registration=row.registration,
        ingredient=" + ".join(ingredients),
        form=row.form,
        expiry=wanted.expiry,
        maker=row.maker,
        importer=wanted.importer,
        carried_out_by=wanted.carried_out_by,
    )
