"""RCL-02: a recall locks its batch at once, also in a sale that is open."""

import pytest

from device.counter.cue import Cue
from device.counter.drug import Hold, HoldKind
from device.counter.event import CashTaken, Chosen, Dismissed, MenuWanted, Picked, RecallCame
from device.counter.open_sale import open_sale
from device.counter.rules import Rule
from device.counter.state import Menu, Ready, Saving, Selling
from tests.device.counter.selling.prescriptions import blocked, lines_of
from tests.device.counter.shop import FREE, ON_PRESCRIPTION, Counter, pack

RULES = {
    HoldKind.RECALLED: Rule.RECALLED,
    HoldKind.SUSPENDED: Rule.SUSPENDED,
    HoldKind.SEALED: Rule.SEALED,
}


def hold(kind: HoldKind = HoldKind.RECALLED, *batches: str) -> Hold:
    return Hold(number="R1", kind=kind, drug_id=FREE.id, drug_name=FREE.name, batches=batches)


@pytest.fixture
def counter() -> Counter:
    """A counter at which two batches were scanned."""
    counter = Counter()
    counter.scan(pack(FREE, "A"), pack(FREE, "B"))
    return counter


@pytest.mark.parametrize(("kind", "rule"), RULES.items())
def test_the_line_is_blocked_as_soon_as_the_notice_arrives(
    counter: Counter, kind: HoldKind, rule: Rule
) -> None:
    counter.shelf.holds.append(hold(kind, "A"))
    found = counter.do(RecallCame())
    refusal = blocked(counter).refusal
    assert (refusal.rule, refusal.line.batch, found.cue) == (rule, "A", Cue.BLOCK)
    counter.do(Dismissed())
    assert [line.batch for line in lines_of(counter)] == ["B"]


def test_while_a_quantity_is_typed_too(counter: Counter) -> None:
    counter.do(Picked(0))
    counter.shelf.holds.append(hold(HoldKind.RECALLED, "A"))
    counter.do(RecallCame())
    assert blocked(counter).in_sale


def test_a_recall_of_another_batch_leaves_the_sale_as_it_is(counter: Counter) -> None:
    before = counter.state
    counter.shelf.holds.append(hold(HoldKind.RECALLED, "GOOD"))
    assert open_sale(counter.do(RecallCame()).state) == open_sale(before)
    assert isinstance(counter.state, Selling)


def test_what_was_locked_behind_a_menu_is_found_at_paying(counter: Counter) -> None:
    counter.do(MenuWanted())
    counter.shelf.holds.append(hold())
    counter.do(RecallCame())
    assert isinstance(counter.state, Menu)
    counter.state = counter.state.behind
    counter.do(CashTaken())
    assert blocked(counter).refusal.rule is Rule.RECALLED


def test_the_pack_goes_into_quarantine_and_no_more_of_it_is_sold(counter: Counter) -> None:
    counter.shelf.holds.append(hold(HoldKind.RECALLED, "A"))
    counter.do(RecallCame())
    counter.act(Chosen("SET_ASIDE"))
    batch = counter.shelf.batch(FREE.id, "A")
    assert batch is not None
    assert (batch.on_hand, batch.set_aside) == (990, 10)
    counter.scan(pack(FREE, "A"))
    assert blocked(counter).refusal.rule is Rule.RECALLED


def test_another_drug_goes_on_being_sold_without_a_touch(counter: Counter) -> None:
    counter.shelf.holds.append(hold(HoldKind.RECALLED, "A"))
    counter.scan(pack(FREE, "A"))
    counter.scan(pack(FREE, "GOOD"))
    assert [line.batch for line in lines_of(counter)] == ["A", "B", "GOOD"]
    counter.scan(pack(ON_PRESCRIPTION))
    assert blocked(counter).refusal.rule is Rule.NEEDS_PRESCRIPTION


def test_while_the_sale_is_written_a_recall_waits(counter: Counter) -> None:
    counter.do(CashTaken())
    before = counter.state
    assert isinstance(before, Saving)
    counter.shelf.holds.append(hold())
    assert counter.do(RecallCame()).state is before


def test_where_nothing_is_being_sold_the_recall_takes_the_screen() -> None:
    counter = Counter()
    counter.shelf.holds.append(hold())
    assert counter.do(RecallCame()).state != Ready()
