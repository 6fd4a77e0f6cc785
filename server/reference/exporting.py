"""Writing lists into files as they are imported, so that they can be looked at, or changed."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from server.reference import catalogue, places
from server.reference.directory import listed
from server.reference.drug_record import DrugRecord
from server.reference.outlets import Outlet
from server.reference.permits import permits
from server.reference.prices import announcements
from server.reference.staff import staff

Lines = Iterable[Mapping[str, object]]


def export(kind: str) -> str:
    """Return a list as CSV; within a transaction that reads. The kinds are those of `KINDS`."""
    lines = list(KINDS[kind]())
    text = io.StringIO()
    names = list(dict.fromkeys(name for line in lines for name in line))
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in line.items()} for line in lines)
    return text.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    return "" if value is None else value


def _catalogue() -> Lines:
    return (_drug(record) for record in catalogue.records().values())


def _drug(record: DrugRecord) -> Mapping[str, object]:
    row = record.row
    return {
        "id": row.id,
        "name": row.name,
        "ingredients": " + ".join(f"{name}={strength}" for name, strength in row.ingredients),
        "form": row.form,
        "route": row.route,
        "rx": row.rx,
        "antibiotic": row.antibiotic,
        "control": row.control,
        "ware": row.ware,
        "registration": row.registration,
        "old_registration": record.old_registration,
        "maker": row.maker,
        "base_unit": row.base_unit,
        "essential": row.essential,
        "commune_level": row.commune_level,
        "restricted": row.restricted,
        "restricted_indications": " ".join(row.restricted_indications),
        "toxic_herb": row.toxic_herb,
        "aware": record.aware,
        "atc": record.atc,
        "ddd": f"{record.ddd_per_unit:.9f}".rstrip("0").rstrip("."),
        "units": " | ".join(f"{unit.name}={unit.size}={unit.gtin}" for unit in row.units),
    }


def _outlets() -> Lines:
    return (_outlet(one) for one in listed().values())


def _outlet(one: Outlet) -> Mapping[str, object]:
    return {
        "code": one.code,
        "name": one.name,
        "kind": one.kind,
        "commune": one.commune,
        "address": one.address,
        "old_district": one.old_district,
        "phone": one.phone,
        "licence": one.licence,
        "licence_until": one.licence_until,
        "scope": " ".join(one.scope),
        "gpp_due": one.gpp_due,
        "opens": one.opens.isoformat("minutes"),
        "closes": one.closes.isoformat("minutes"),
        "closed_weekdays": " ".join("CN" if d == 6 else str(d + 2) for d in one.closed_weekdays),  # noqa: PLR2004 - Sunday
        "in_facility": one.in_facility,
        "is_active": one.is_active,
        "since": one.since,
    }


def _staff() -> Lines:
    for one in staff():
        yield {
            "outlet": one.outlet,
            "badge": one.badge,
            "name": one.name,
            "roles": " ".join(one.roles),
            "degree": one.degree,
            "in_charge": one.in_charge,
            "certificate": one.certificate,
            "trained_on": one.trained_on,
        }


def _permits() -> Lines:
    for several in permits().values():
        for one in several:
            yield one._asdict() | {"drugs": " ".join(one.drugs)}


def _prices() -> Lines:
    return (one._asdict() for one in announcements())


def _communes() -> Lines:
    for one in places.all_communes():
        yield {name: getattr(one, name) for name in ("code", "name", "kind", *_DAYS, "q", "r")}


def _areas() -> Lines:
    names = places.areas()
    for one in places.memberships():
        days: dict[str, date | None] = {name: getattr(one, name) for name in _DAYS}
        yield {"area": one.area, "name": names[one.area].name, "commune": one.commune, **days}


_DAYS = ("since", "until")
KINDS: Mapping[str, Callable[[], Lines]] = {
    "catalogue": _catalogue,
    "prices": _prices,
    "outlets": _outlets,
    "permits": _permits,
    "staff": _staff,
    "communes": _communes,
    "areas": _areas,
}
