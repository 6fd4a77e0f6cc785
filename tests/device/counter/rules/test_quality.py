from dataclasses import replace

import pytest

from device.counter.drug import Control, Drug, Ware
from device.counter.parameters import CURRENT
from device.counter.rules import (
    Rule,
    Way,
    may_go_back,
    needs_directions,
    needs_label,
    needs_minutes,
    refuse,
    wants_label,
)
from device.counter.sale import Directions, SaleLine
from tests.device.counter.rules.stall import (
    FREE,
    RX,
    TODAY,
    batch,
    days,
    line,
    of_class,
    offer_of,
    prescribed,
    prescription,
    sale,
    shelf,
    world,
)


@pytest.mark.parametrize(("left", "refused"), [(1, False), (0, False), (-1, True)])
def test_gpp_06_a_drug_is_good_until_the_end_of_its_date_law_6(
    left: int,
    refused: bool,  # noqa: FBT001 - a column
) -> None:
    expiry = TODAY + days(left)
    stock = shelf(FREE, batch("A", expiry), batch("B"))
    refusal = refuse(line(expiry=expiry), sale(), world(stock))
    assert (refusal is not None) is refused
    if refusal:
        assert refusal.rule is Rule.EXPIRED
        assert refusal.ways == (Way.SET_ASIDE,)


def test_gpp_06_the_good_batch_is_good_itself() -> None:
    old, mine = TODAY - days(1), batch("A", TODAY - days(9))
    stock = shelf(FREE, mine, batch("OLD", old), batch("FEW", on_hand=9), batch("B"), batch("C"))
    refusal = refuse(line(expiry=mine.expiry), sale(), world(stock))
    assert refusal is not None
    assert refusal.good_batch is not None
    assert refusal.good_batch.number == "B"
    taken = sale(line(quantity=100, batch="B"))
    refusal = refuse(line(expiry=mine.expiry), taken, world(stock))
    assert refusal is not None
    assert refusal.good_batch is not None
    assert refusal.good_batch.number == "C"
    last = refuse(
        line(expiry=mine.expiry), sale(), world(shelf(FREE, mine, batch("LAST", on_hand=10)))
    )
    assert last is not None
    assert last.good_batch is not None
    nothing = refuse(line(expiry=mine.expiry), sale(), world(shelf(FREE, mine)))
    assert nothing is not None
    assert nothing.good_batch is None


def test_gpp_06_nothing_of_unknown_batch_or_expiry() -> None:
    for unknown in (line(batch=""), line(expiry=None)):
        refusal = refuse(unknown, sale(), world())
        assert refusal is not None
        assert refusal.rule is Rule.NO_BATCH
    device = replace(FREE, ware=Ware.DEVICE)
    assert refuse(line(device, expiry=None), sale(), world()) is None


@pytest.mark.parametrize(
    ("size", "outer", "wanted"), [(1, 100, True), (10, 100, True), (100, 100, False), (1, 0, False)]
)
def test_gpp_05_what_is_smaller_than_the_outer_pack_carries_a_label_law_42(
    size: int,
    outer: int,
    wanted: bool,  # noqa: FBT001 - a column
) -> None:
    offer = replace(offer_of(FREE, size), outer_size=outer)
    assert needs_label(line(offer=offer)) is wanted
    off = replace(CURRENT, label_when_unit_below_outer_pack=False)
    assert not needs_label(line(offer=offer), off)
    mask = replace(offer, drug=replace(FREE, ware=Ware.DEVICE))
    assert not needs_label(line(offer=mask))


def test_gpp_05_directions_stand_on_the_label_unless_a_prescription_goes_with_it() -> None:
    on = sale(prescription=prescription(prescribed()))
    accompanied: SaleLine = line(RX, prescribed=1)
    assert needs_label(accompanied)
    assert not needs_directions(accompanied, on)
    assert needs_directions(line(FREE), on)
    assert needs_directions(line(FREE), sale())
    assert not needs_directions(line(FREE, size=100), sale())


def test_gpp_09_nothing_that_comes_back_goes_to_the_shelf_unless_the_shop_may() -> None:
    assert not may_go_back(FREE)
    lenient = replace(CURRENT, returns_to_stock=True)
    assert may_go_back(FREE, lenient)


@pytest.mark.parametrize("control", Control)
def test_ctl_12_controlled_drugs_never_go_back_and_want_minutes_tt18_annex_xviii(
    control: Control,
) -> None:
    drug: Drug = of_class(control)
    strict = control in {Control.NARCOTIC, Control.PSYCHOTROPIC, Control.PRECURSOR}
    assert may_go_back(drug, replace(CURRENT, returns_to_stock=True)) is not strict
    assert needs_minutes(drug) is strict


def test_gpp_05_a_whole_pack_has_a_label_where_somebody_keyed_in_how_to_take_it() -> None:
    whole = line(offer=offer_of(FREE, 100))
    keyed = replace(whole, directions=Directions(morning="1"))
    loose = line(offer=offer_of(FREE, 10))
    on_prescription = sale(prescription=prescription(prescribed()))
    assert [wants_label(one, sale()) for one in (whole, keyed, loose)] == [False, True, True]
    # The prescription beside a whole pack says it already.
    assert not wants_label(replace(keyed, prescribed=1), on_prescription)
    assert wants_label(replace(loose, prescribed=1), on_prescription)
    off = replace(CURRENT, label_when_unit_below_outer_pack=False)
    assert [wants_label(one, sale(), off) for one in (keyed, loose)] == [True, False]
