"""What the department knows beforehand: catalogue, prices, places, outlets, terminals, a recall."""

import csv
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from server.reference import (
    catalogue,
    directory,
    parameters,
    places,
    prices,
    shops,
    staff,
)
from server.reference.drug_record import DrugRecord, DrugRow, UnitRow
from server.sample import places as sample_places
from server.sample.batches import RECALLED_AT, RECALLED_BATCH, RECALLED_DRUG
from server.sample.chance import secret
from server.sample.goods import RECALL
from server.sample.medicines import FILE, by_id, medicines
from server.sample.people import workers
from server.sample.plans import Plan
from server.sample.shops import Shop
from server.store import notices, prescriptions, terminals
from wire.asking import AnsweredLine, Notice, Sheet
from wire.registration import Registration


def signing_key(seed: int, terminal: str) -> Ed25519PrivateKey:
    """Return the key that a terminal of a sample signs with."""
    return Ed25519PrivateKey.from_private_bytes(secret(seed, "key", terminal))


def write_references(plan: Plan) -> None:
    """Write everything but the ledgers; within a transaction that writes."""
    scale = plan.scale
    began = scale.moment(scale.first_day, 5, 0)
    catalogue.save_drugs(_drugs(), began)
    prices.save_prices(_prices(plan), began, scale.last_day)
    _write_places(plan)
    directory.save_outlets([shop.outlet for shop in plan.cast.shops], scale.last_day, is_full=True)
    shops.send_shops(began)
    staff.save_staff((one for shop in plan.cast.shops for one in workers(scale, shop)), began)
    parameters.save_parameters(scale.first_day, _parameters(), began)
    for shop in plan.cast.shops:
        terminals.register(_registration(plan, shop), now=began)
    if plan.cast.names["recalled"]:
        notices.give(_recall(plan), at=scale.moment(scale.last_morning, *RECALLED_AT))
    prescriptions.load(_sheets(plan), scale.until)


def _parameters() -> parameters.Values:
    """Return what is shipped, but that this province allows emergencies and sees them."""
    return dict(parameters.shipped()) | {"rx_required_override": "emergency"}


def _write_places(plan: Plan) -> None:
    communes = sample_places.communes()
    kinds: dict[str, places.CommuneKind] = {"xã": "xa", "phường": "phuong"}
    places.save_communes(
        places.Commune(
            code=one.code, name=one.full_name, kind=kinds[one.kind], q=one.q, r=one.r
        )
        for one in communes
    )  # fmt: skip
    places.save_areas(
        [places.Area(code=code, name=name) for code, name in sample_places.AREAS.items()],
        [places.Membership(area=one.area, commune=one.code) for one in communes],
        plan.scale.last_day,
    )


def _drugs() -> list[DrugRecord]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return [_drug(line) for line in csv.DictReader(file)]


def _drug(line: dict[str, str]) -> DrugRecord:
    parts = [part.partition("=") for part in line["ingredients"].split(" + ") if part]
    units = [unit.split("=") for unit in line["units"].split(" | ")]
    return DrugRecord(
        row=DrugRow(
            id=line["id"],
            name=line["name"],
            rx=line["rx"] == "1",
            antibiotic=line["antibiotic"] == "1",
            control=line["control"],  # type: ignore[arg-type] # our own file
            registration=line["registration"],
            ingredients=tuple((name, strength) for name, _is, strength in parts),
            form=line["form"],
            route=line["route"],
            maker=line["maker"],
            base_unit=line["base_unit"],
            essential=line["essential"] == "1",
            restricted=line["restricted"] == "1",
            restricted_indications=tuple(line["restricted_indications"].split()),
            units=tuple(UnitRow(name=u[0], size=int(u[1]), gtin=u[2]) for u in units),
        ),
        atc=line["atc"],
        aware=line["aware"],  # type: ignore[arg-type]
        ddd_per_unit=float(line["ddd_per_unit"]),
    )


def _prices(plan: Plan) -> list[prices.Announced]:
    """Return announced prices: a fifth below what is asked over the counter."""
    since = plan.scale.first_day - timedelta(days=20)
    return [
        prices.Announced(
            one.id, one.unit, max(50, round(one.price_vnd * 0.85 / 50) * 50), since, f"CBG {n:04d}"
        )
        for n, one in enumerate(medicines(), start=1)
    ]


def _registration(plan: Plan, shop: Shop) -> Registration:
    terminal = shop.outlet.terminals[0]
    key = signing_key(plan.scale.seed, terminal).public_key()
    return Registration(
        terminal=terminal,
        province=sample_places.PROVINCE,
        outlet=shop.outlet.name,
        commune=shop.commune.full_name,
        outlet_code=shop.outlet.code,
        signing_key=key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(),
        enrolled_at=enrolled_at(plan),
    )


def enrolled_at(plan: Plan) -> datetime:
    """When every terminal of a sample was registered: before its first entry."""
    return plan.scale.moment(plan.scale.first_day, 5, 0)


def _recall(plan: Plan) -> Notice:
    return Notice(
        number=RECALL,
        kind="recalled",
        drug=RECALLED_DRUG,
        drug_name=by_id()[RECALLED_DRUG].name,
        batches=(RECALLED_BATCH,),
        level=1,
        reason="Không đạt chỉ tiêu độ hòa tan",
        issued=plan.scale.last_morning,
    )


def _sheets(plan: Plan) -> list[Sheet]:
    """Return the prescriptions of which the province knows the lines."""
    known = {
        twice.code: twice for one in plan.terminals for twice in one.twice if twice.knows_lines
    }
    return [
        Sheet(
            code=twice.code,
            issued=twice.issued,
            facility="99012",
            days=14,
            lines=(
                AnsweredLine(
                    number=1,
                    name=by_id()[twice.drug].name,
                    drug=twice.drug,
                    quantity=twice.quantity,
                ),
            ),
        )
        for twice in known.values()
    ]
