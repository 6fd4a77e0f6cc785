from dataclasses import replace
from datetime import UTC, datetime

import pytest

from codes import PrescriptionCode
from device.counter.drug import Hold, HoldKind, Ingredient, Owner, ShelfBatch, Ware
from device.counter.parameters import CURRENT
from device.counter.prescription import Origin, Prescription, Tranche
from device.counter.rules import Warn, Warning_, refuse_sale, warnings
from device.counter.sale import OpenSale
from device.counter.shop import Person
from device.counter.world import World
from tests.device.counter.rules.stall import (
    FREE,
    IN_CHARGE,
    LAN,
    PAPER,
    PHARMACIST,
    RX,
    SAME,
    TODAY,
    batch,
    days,
    line,
    offer_of,
    prescription,
    sale,
    shelf,
    world,
)


def said(found: OpenSale, around: World | None = None) -> dict[Warn, Warning_]:
    return {each.warn: each for each in warnings(found, around or world())}


def test_an_ordinary_sale_says_nothing() -> None:
    assert warnings(sale(line()), world()) == ()
    assert warnings(sale(line(), line(RX), prescription=prescription()), world()) == ()
    assert warnings(sale(), world(licence_until=TODAY - days(1))) == ()


@pytest.mark.parametrize(("left", "detail"), [(61, None), (60, "60"), (0, "0"), (-1, None)])
def test_gpp_06_short_dated_packs_say_how_many_days_are_left(left: int, detail: str | None) -> None:
    found = said(sale(line(expiry=TODAY + days(left)))).get(Warn.SHORT_DATED)
    assert (found.detail if found else None) == detail
    lenient = replace(CURRENT, short_dated_days=61)
    again = said(sale(line(expiry=TODAY + days(left))), world(parameters=lenient))
    assert (Warn.SHORT_DATED in again) is (left >= 0)


SOONER = TODAY + days(100)


@pytest.mark.parametrize(
    ("other", "named"),
    [
        (batch("S", SOONER), True),
        (batch("S", TODAY), True),
        (batch("S", TODAY - days(1)), False),
        (batch("S", SOONER, on_hand=9), False),
        (batch("S", SOONER, owner=Owner.PROGRAMME), False),
        (batch("HELD", SOONER), False),
        (batch("S", line().expiry or TODAY), False),
    ],
)
def test_fefo_another_batch_that_expires_sooner_is_named_if_it_can_be_sold(
    other: ShelfBatch,
    named: bool,  # noqa: FBT001 - a column
) -> None:
    hold = Hold(
        number="1", kind=HoldKind.SUSPENDED, drug_id="FREE", drug_name="", batches=("HELD",)
    )
    stock = shelf(FREE, other, batch("A"), holds=(hold,))
    found = said(sale(line()), world(stock)).get(Warn.EARLIER_BATCH)
    assert (found is not None) is named
    if found:
        assert found.detail == other.number


@pytest.mark.parametrize(
    ("person", "drug_is_rx", "warned"),
    [
        (LAN, True, True),
        (PHARMACIST, True, True),
        (IN_CHARGE, True, False),
        (LAN, False, False),
        (None, True, False),
    ],
)
def test_gpp_03_nobody_in_charge_is_said_for_prescription_drugs_and_stops_nothing_law_31(
    person: Person | None,
    drug_is_rx: bool,  # noqa: FBT001 - a column
    warned: bool,  # noqa: FBT001 - a column
) -> None:
    found = sale(line(RX if drug_is_rx else FREE), prescription=prescription())
    around = world(person=person)
    assert (Warn.NOBODY_IN_CHARGE in said(found, around)) is warned
    assert refuse_sale(found, around) is None


@pytest.mark.parametrize(
    ("found", "warned"),
    [
        (prescription(), False),
        (prescription(is_checked=False), True),
        (Prescription(code=PrescriptionCode("01234ab12cd3-c"), origin=Origin.TEXT), True),
        (PAPER, False),
    ],
)
def test_rx_04_a_prescription_that_the_province_has_not_checked_is_said(
    found: Prescription,
    warned: bool,  # noqa: FBT001 - a column
) -> None:
    assert (Warn.UNCHECKED in said(sale(prescription=found))) is warned


@pytest.mark.parametrize(
    ("months", "kg", "warned"),
    [(71, None, True), (72, None, False), (0, None, True), (71, 20.5, False), (None, None, False)],
)
def test_rx_12_under_72_months_the_weight_is_wanted_tt26_6(
    months: int | None,
    kg: float | None,
    warned: bool,  # noqa: FBT001 - a column
) -> None:
    child = prescription(patient_months=months, patient_kg=kg)
    assert (Warn.CHILD in said(sale(prescription=child))) is warned


TRANCHE = Tranche(number=1, begins=TODAY)
HERB = replace(FREE, toxic_herb=True)


@pytest.mark.parametrize(
    ("letter", "changes", "limit"),
    [
        ("c", {}, 30),
        ("c", {"icd10": ("I10",)}, 30),
        ("n", {}, 7),
        ("n", {"tranche": TRANCHE}, 30),
        ("h", {"is_acute": True}, 10),
        ("h", {}, 30),
        ("t", {}, 30),
        ("t", {"is_acute": True}, 5),
        ("y", {}, 90),
    ],
)
def test_rx_11_the_prescribers_limits_are_said_beyond_their_day_tt26_tt55(
    letter: str, changes: dict[str, object], limit: int
) -> None:
    def warned(count: int) -> str | None:
        found = replace(prescription(letter=letter, days=count), **changes)  # type: ignore[arg-type]
        warning = said(sale(prescription=found)).get(Warn.TOO_MANY_DAYS)
        return warning.detail if warning else None

    assert warned(limit) is None
    assert warned(limit + 1) == str(limit)


def test_rx_11_illnesses_of_annex_vii_and_toxic_herbs_have_their_own_limits() -> None:
    listed = world(parameters=replace(CURRENT, long_icd10=("I10", "E11")))
    long = prescription(days=90, icd10=("e11.9",))
    assert Warn.TOO_MANY_DAYS not in said(sale(prescription=long), listed)
    assert Warn.TOO_MANY_DAYS in said(sale(prescription=replace(long, days=91)), listed)
    assert Warn.TOO_MANY_DAYS in said(sale(prescription=long))
    toxic = sale(line(HERB), prescription=prescription(letter="t", days=6))
    assert said(toxic)[Warn.TOO_MANY_DAYS].detail == "5"


def test_rx_15_the_same_ingredient_in_two_drugs_is_named_once() -> None:
    syrup = replace(FREE, id="SY", ingredients=(Ingredient("Paracetamol ", "5 %"),))
    assert said(sale(line(), line(syrup)))[Warn.SAME_INGREDIENT].detail == "paracetamol"
    found = warnings(sale(line(), line(syrup), line(RX), line(SAME)), world())
    assert [each.warn for each in found].count(Warn.SAME_INGREDIENT) == 1


def test_rx_15_two_batches_of_one_drug_are_not_two_drugs() -> None:
    assert Warn.SAME_INGREDIENT not in said(sale(line(), line(batch="B")))
    nameless = replace(FREE, ingredients=())
    pair = (line(nameless), line(replace(nameless, id="N2")))
    assert Warn.SAME_INGREDIENT not in said(sale(*pair))


def test_rx_16_supplements_are_shown_apart() -> None:
    supplement = line(replace(FREE, ware=Ware.SUPPLEMENT))
    assert said(sale(line(), supplement))[Warn.SUPPLEMENT].line == supplement


@pytest.mark.parametrize(("price", "warned"), [(0, True), (1, False)])
def test_prc_01_a_drug_without_a_price_is_said(
    price: int,
    warned: bool,  # noqa: FBT001 - a column
) -> None:
    found = sale(line(offer=offer_of(FREE, price_vnd=price)))
    assert (Warn.NO_POSTED_PRICE in said(found)) is warned


def test_what_is_said_of_the_sale_stands_before_what_is_said_of_lines() -> None:
    found = sale(line(expiry=TODAY), line(RX), prescription=prescription(issued=TODAY - days(5)))
    kinds = [each.line is None for each in warnings(found, world())]
    assert kinds == sorted(kinds, reverse=True)
    assert len(kinds) == 2


def test_the_time_of_day_does_not_matter() -> None:
    late = replace(world(), now=datetime(2026, 11, 22, 16, 59, tzinfo=UTC))
    assert warnings(sale(line(expiry=TODAY)), late) == warnings(sale(line(expiry=TODAY)), world())
