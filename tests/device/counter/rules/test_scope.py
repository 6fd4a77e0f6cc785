from dataclasses import replace

import pytest

from device.counter.drug import Control, Drug, Owner, Ware
from device.counter.parameters import CURRENT, Action
from device.counter.rules import Rule, refuse, warnings
from device.counter.rules.warn import Warn
from device.counter.sale import SaleLine
from device.counter.shop import OutletKind, Permit
from device.counter.world import World
from tests.device.counter.rules.stall import (
    FREE,
    RX,
    TODAY,
    batch,
    days,
    line,
    of_class,
    prescription,
    sale,
    shelf,
    world,
)

ON_RX = sale(prescription=prescription())
NT, QT, TT = OutletKind.PHARMACY, OutletKind.DRUG_COUNTER, OutletKind.COMMUNE_CABINET


@pytest.mark.parametrize(
    ("kind", "drug", "essential", "commune", "rule"),
    [
        (NT, RX, False, False, None),
        (QT, FREE, False, False, None),
        (QT, RX, True, False, None),
        (QT, RX, None, None, None),
        (QT, RX, False, True, Rule.NOT_FOR_DRUG_COUNTER),
        (TT, FREE, True, True, None),
        (TT, FREE, None, True, None),
        (TT, FREE, False, True, Rule.NOT_FOR_CABINET),
        (TT, FREE, True, False, Rule.NOT_FOR_CABINET),
        (TT, RX, None, False, Rule.NOT_FOR_CABINET),
        (TT, RX, True, True, None),
    ],
)
def test_sc_02_to_04_each_kind_of_outlet_has_its_own_scope_law_48_49(
    kind: OutletKind,
    drug: Drug,
    essential: bool | None,  # noqa: FBT001 - a column
    commune: bool | None,  # noqa: FBT001 - a column
    rule: Rule | None,
) -> None:
    drug = replace(drug, essential=essential, commune_level=commune)
    refusal = refuse(line(drug), ON_RX, world(kind=kind))
    assert (refusal.rule if refusal else None) is rule


@pytest.mark.parametrize(("kind", "drug"), [(QT, RX), (TT, FREE)])
def test_sc_03_an_unproven_essential_flag_warns_or_blocks_by_the_switch(
    kind: OutletKind, drug: Drug
) -> None:
    unsure = world(kind=kind)
    assert Warn.NOT_PROVEN_ESSENTIAL in _warned(line(drug), unsure)
    strict = world(kind=kind, parameters=replace(CURRENT, essential_unknown=Action.BLOCK))
    refusal = refuse(line(drug), ON_RX, strict)
    assert refusal is not None
    assert refusal.rule in {Rule.NOT_FOR_DRUG_COUNTER, Rule.NOT_FOR_CABINET}
    assert Warn.NOT_PROVEN_ESSENTIAL not in _warned(line(drug), strict)
    silent = world(kind=kind, parameters=replace(CURRENT, essential_unknown=Action.OFF))
    assert refuse(line(drug), ON_RX, silent) is None
    assert not {Warn.NOT_PROVEN_ESSENTIAL, Warn.EASED} & _warned(line(drug), silent)


def test_sc_03_a_proven_non_essential_drug_may_be_eased_to_a_warning() -> None:
    eased = world(kind=QT, parameters=replace(CURRENT, not_essential=Action.WARN))
    drug = replace(RX, essential=False)
    assert refuse(line(drug), ON_RX, eased) is None
    assert Warn.EASED in _warned(line(drug), eased)


def test_sc_03_the_departments_document_lets_a_drug_counter_sell_until_its_last_day() -> None:
    drug = replace(RX, essential=False)

    def rule(until_in: int) -> Rule | None:
        permit = Permit(number="1", drugs=frozenset({"RX"}), until=TODAY + days(until_in))
        refusal = refuse(line(drug), ON_RX, world(kind=QT, extra_drugs=(permit,)))
        return refusal.rule if refusal else None

    assert [rule(1), rule(0), rule(-1)] == [None, None, Rule.NOT_FOR_DRUG_COUNTER]
    for_others = Permit(number="1", drugs=frozenset({"SAME"}))
    refusal = refuse(line(drug), ON_RX, world(kind=QT, extra_drugs=(for_others,)))
    assert refusal is not None
    at_cabinet = refuse(
        line(drug),
        ON_RX,
        world(kind=TT, extra_drugs=(replace(for_others, drugs=frozenset({"RX"})),)),
    )
    assert at_cabinet is not None
    assert at_cabinet.rule is Rule.NOT_FOR_CABINET


def test_sc_03_a_device_or_supplement_is_no_drug_and_outside_the_list() -> None:
    for ware in (Ware.DEVICE, Ware.SUPPLEMENT):
        thing = replace(FREE, ware=ware, essential=False)
        assert refuse(line(thing), sale(), world(kind=TT, scope=frozenset())) is None


@pytest.mark.parametrize("kind", OutletKind)
def test_sc_05_no_outlet_sells_vaccines_by_catalogue_or_by_number(kind: OutletKind) -> None:
    by_number = replace(RX, registration="893310000126", essential=True, commune_level=True)
    refusal = refuse(line(by_number), ON_RX, world(kind=kind))
    assert refusal is not None
    assert refusal.rule is Rule.VACCINE
    chemical = replace(by_number, registration="893110000126")
    assert refuse(line(chemical), ON_RX, world(kind=kind)) is None


@pytest.mark.parametrize("owner", [owner for owner in Owner if owner is not Owner.RETAIL])
def test_sc_06_stock_that_is_not_the_outlets_own_is_never_sold(owner: Owner) -> None:
    stock = shelf(FREE, batch("A", owner=owner), batch("B"), batch("C", owner=owner))
    refusal = refuse(line(), sale(), world(stock))
    assert refusal is not None
    assert refusal.rule is Rule.NOT_RETAIL_STOCK
    assert refusal.good_batch is not None
    assert refusal.good_batch.number == "B"


def test_sc_06_a_batch_of_two_owners_is_sold_up_to_the_outlets_own_part() -> None:
    stock = shelf(FREE, batch("A", owner=Owner.PROGRAMME), batch("A", on_hand=10))
    assert refuse(line(), sale(), world(stock)) is None
    refusal = refuse(line(quantity=2), sale(), world(stock))
    assert refusal is not None
    assert (refusal.rule, refusal.allowed) == (Rule.NOT_ENOUGH, 10)


RESTRICTED = replace(RX, restricted_retail=True, restricted_indications=("A15", "A16"))


@pytest.mark.parametrize(
    ("icd10", "refused"),
    [(("A15",), True), (("J18", "a16.2"), True), (("J18.9",), False), ((), False)],
)
def test_sc_07_restricted_drugs_go_by_the_illness_on_the_prescription_tt31_10(
    icd10: tuple[str, ...],
    refused: bool,  # noqa: FBT001 - a column
) -> None:
    on = sale(prescription=prescription(icd10=icd10))
    refusal = refuse(line(RESTRICTED), on, world())
    assert (refusal is not None and refusal.rule is Rule.RESTRICTED) is refused


def test_sc_07_without_an_illness_the_switch_decides_and_without_a_list_all_are_meant() -> None:
    assert Warn.RESTRICTED in _warned(line(RESTRICTED), world())
    named = sale(line(RESTRICTED), prescription=prescription(icd10=("J18.9",)))
    assert Warn.RESTRICTED not in {each.warn for each in warnings(named, world())}
    strict = replace(CURRENT, restricted_indication_unknown=Action.BLOCK)
    refusal = refuse(line(RESTRICTED), ON_RX, world(parameters=strict))
    assert refusal is not None
    assert refusal.rule is Rule.RESTRICTED
    every = replace(RESTRICTED, restricted_indications=())
    refusal = refuse(line(every), ON_RX, world())
    assert refusal is not None
    assert refusal.rule is Rule.RESTRICTED


def test_sc_07_the_province_may_say_so_without_naming_the_illness() -> None:
    told = replace(prescription(), is_restricted=True)
    refusal = refuse(line(RESTRICTED), sale(prescription=told), world())
    assert refusal is not None
    assert refusal.rule is Rule.RESTRICTED
    assert refuse(line(), sale(prescription=told), world()) is None


def test_sc_07_a_document_of_the_department_ends_at_the_end_of_its_day() -> None:
    on = sale(prescription=prescription(icd10=("A15",)))
    permit = Permit(number="9", drugs=frozenset({"RX"}), until=TODAY)
    assert refuse(line(RESTRICTED), on, world(restricted=(permit,))) is None
    over = replace(permit, until=TODAY - days(1))
    assert refuse(line(RESTRICTED), on, world(restricted=(over,))) is not None
    assert Warn.RESTRICTED not in _warned(line(RESTRICTED), world(restricted=(permit,)))


def test_sc_01_the_end_of_the_licence_warns_from_the_day_after() -> None:
    assert Warn.LICENCE_ENDED not in _warned(line(), world(licence_until=TODAY))
    over = world(licence_until=TODAY - days(1))
    assert Warn.LICENCE_ENDED in _warned(line(), over)
    assert Warn.EASED not in _warned(line(), over)
    assert refuse(line(), sale(), over) is None
    strict = replace(CURRENT, licence_end=Action.BLOCK)
    assert refuse(line(), sale(), world(parameters=strict, licence_until=TODAY)) is None


@pytest.mark.parametrize("control", [control for control in Control if control is not Control.NONE])
def test_ctl_03_a_class_needs_the_authoritys_acceptance_law_34(control: Control) -> None:
    drug = of_class(control)
    without = world(scope=frozenset(Control) - {control})
    refusal = refuse(line(drug), ON_RX, without)
    by_list = control in {Control.POISON, Control.LISTED}
    assert (refusal is not None and refusal.rule is Rule.NO_PERMISSION) is not by_list
    strict = replace(without, parameters=replace(CURRENT, listed_needs_permission=True))
    refusal = refuse(line(drug), ON_RX, strict)
    assert refusal is not None
    assert refusal.rule is Rule.NO_PERMISSION


def _warned(added: SaleLine, around: World) -> set[Warn]:
    found = warnings(sale(added, prescription=prescription()), around)
    return {warning.warn for warning in found}
