"""What two outlets dispensed on one prescription is found once, whatever the way it came."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from server.prescriptions import cases, messages
from server.prescriptions.cases import Case
from server.prescriptions.doubles import look
from server.prescriptions.follow import follow
from server.store import alarms, prescriptions
from server.store.alarms import Finding
from server.store.database import reading, run, writing
from tests.server.outlet import NOW
from tests.server.prescriptions.counters import CODE, Counter, sheet
from wire.asking import Sheet

pytestmark = pytest.mark.usefixtures("store")
NARROW = "330120a1b2c3-n"


def prescribed(*sheets: Sheet) -> None:
    with writing():
        prescriptions.load(sheets, NOW)


def looked() -> int:
    """Follow the entries as the background program does; return how many cases were opened."""
    follow()
    return look(datetime.now(UTC))


def case() -> Case:
    with reading():
        found = cases.of_code(CODE)
    assert found
    return found


def told(terminal: str) -> int:
    with reading():
        return len(messages.unread(terminal))


def alarming() -> int:
    with reading():
        return sum(a.kind == Finding.DOUBLE for a in alarms.list_alarms(open_only=True))


@pytest.fixture
def pair(store: object) -> tuple[Counter, Counter]:
    assert store
    return Counter("Q33-0001"), Counter("Q33-0002")


@pytest.mark.parametrize("first", [0, 1])
def test_the_planted_double_is_found_once_whichever_ledger_comes_first(
    pair: tuple[Counter, Counter], first: int
) -> None:
    prescribed(sheet(21, 20))
    pair[0].sell(CODE, {1: 21, 2: 20})
    pair[1].sell(CODE.upper(), {1: 21}, at=NOW + timedelta(hours=2))
    pair[first].send()
    assert looked() == 0
    pair[1 - first].send()
    assert looked() == 1
    assert looked() == 0
    found = case()
    assert (found.state, found.excess.kind, found.excess.cause) == (
        "open",
        "two-outlets",
        "offline",
    )
    (line,) = found.excess.lines
    assert (line.number, line.units, line.prescribed, line.beyond) == (1, 42, 21, 21)
    assert found.excess.outlets == ("Q33-0001", "Q33-0002")
    assert (told("Q33-0001"), told("Q33-0002"), alarming()) == (1, 1, 1)


def test_neither_repeats_nor_portions_make_a_second_case(pair: tuple[Counter, Counter]) -> None:
    prescribed(sheet(20))
    opened = 0
    for counter in pair:
        counter.sell(CODE, {1: 5})
        counter.outlet.sell(3, at=NOW)
        counter.sell(CODE, {1: 15})
    for counter, portions in zip(pair, ((1, 1, 2), (3,)), strict=True):
        for size in (*portions, 9):
            counter.send(portions=[size])
            opened += looked()
            counter.send_again()
            opened += looked()
    assert opened == 1
    assert case().excess.beyond == 20
    assert (told("Q33-0001"), told("Q33-0002"), alarming()) == (1, 1, 1)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_three_outlets_make_one_case_in_any_order(order: tuple[int, int, int]) -> None:
    prescribed(sheet(10))
    counters = [Counter(f"Q33-000{number}") for number in range(1, 4)]
    for counter in counters:
        counter.sell(CODE, {1: 10})
    opened = 0
    for number in order:
        counters[number].send()
        opened += looked()
    assert opened == 1
    assert len(case().excess.outlets) == 3
    assert [told(counter.terminal) for counter in counters] == [1, 1, 1]
    assert alarming() == 1


def test_honest_parts_at_two_outlets_are_no_case(pair: tuple[Counter, Counter]) -> None:
    prescribed(sheet(20, 10))
    pair[0].sell(CODE, {1: 12})
    pair[1].sell(CODE, {1: 8, 2: 10})
    for counter in pair:
        counter.send()
    assert looked() == 0
    assert (told("Q33-0001"), told("Q33-0002"), alarming()) == (0, 0, 0)


def test_the_tranches_of_a_narcotic_are_no_case(pair: tuple[Counter, Counter]) -> None:
    second = NOW + timedelta(days=8)
    begins = (NOW + timedelta(days=10)).date()
    prescribed(sheet(10, code=NARROW, tranche=2, tranche_begins=begins))
    pair[0].sell(NARROW, {1: 10})
    pair[1].sell(NARROW, {1: 10}, at=second)
    for counter in pair:
        counter.send()
    assert looked() == 0


def test_one_tranche_twice_is_a_case(pair: tuple[Counter, Counter]) -> None:
    begins = (NOW + timedelta(days=2)).date()
    prescribed(sheet(10, code=NARROW, tranche=2, tranche_begins=begins))
    for counter in pair:
        counter.sell(NARROW, {1: 10})
        counter.send()
    assert looked() == 1


@pytest.mark.parametrize(("days", "opened"), [(0, 1), (8, 0)])
def test_narcotics_of_which_only_the_code_is_known_may_be_collected_again_later(
    pair: tuple[Counter, Counter], days: int, opened: int
) -> None:
    for counter, later in zip(pair, (0, days), strict=True):
        counter.sell(NARROW, {1: 10}, at=NOW + timedelta(days=later), numbered=False)
        counter.send()
    assert looked() == opened


def test_a_prescription_and_the_one_that_replaces_it_are_no_case(
    pair: tuple[Counter, Counter],
) -> None:
    newer = "330120000000-c"
    prescribed(sheet(20, superseded_by=newer), sheet(20, code=newer))
    pair[0].sell(CODE, {1: 20})
    pair[1].sell(newer, {1: 20})
    for counter in pair:
        counter.send()
    assert looked() == 0


def test_the_same_drug_under_one_code_of_which_no_lines_are_known(
    pair: tuple[Counter, Counter],
) -> None:
    pair[0].sell(CODE, {1: 20}, numbered=False)
    pair[1].sell(CODE, {2: 5}, numbered=False)
    for counter in pair:
        counter.send()
    assert looked() == 0
    pair[1].sell(CODE, {1: 7}, numbered=False)
    pair[1].send()
    assert looked() == 1
    (line,) = case().excess.lines
    assert (line.number, line.drug, line.prescribed, line.beyond) == (None, "D1", None, 7)


def test_lines_that_become_known_later_clear_a_case_that_is_none(
    pair: tuple[Counter, Counter],
) -> None:
    for counter in pair:
        counter.sell(CODE, {1: 10}, numbered=False)
        counter.send()
    assert looked() == 1
    prescribed(sheet(20))
    assert looked() == 0
    assert (case().state, alarming()) == ("resolved", 0)


def test_two_terminals_of_one_outlet_are_not_two_outlets() -> None:
    prescribed(sheet(10))
    counters = [Counter("Q33-0001", home="NT-1"), Counter("Q33-0002", home="NT-1")]
    for counter in counters:
        counter.sell(CODE, {1: 10})
        counter.send()
    assert looked() == 1
    assert (case().excess.kind, case().excess.outlets) == ("over-dispensed", ("NT-1",))
    assert (told("Q33-0001"), told("Q33-0002")) == (1, 1)


@pytest.mark.parametrize("undo", ["void", "return"])
def test_what_is_undone_on_one_side_settles_the_case(
    pair: tuple[Counter, Counter], undo: str
) -> None:
    prescribed(sheet(10))
    sales = [counter.sell(CODE, {1: 10}) for counter in pair]
    for counter in pair:
        counter.send()
    assert looked() == 1
    if undo == "void":
        pair[1].void(sales[1])
    else:
        pair[1].take_back(sales[1], {1: 10})
    pair[1].send()
    assert looked() == 0
    assert (case().state, alarming()) == ("resolved", 0)
    pair[1].sell(CODE, {1: 4})
    pair[1].send()
    assert looked() == 1
    assert (case().state, case().excess.beyond, alarming()) == ("open", 4, 1)
    assert told("Q33-0002") == 2


def test_a_sale_that_was_voided_before_it_arrived_is_no_case(
    pair: tuple[Counter, Counter],
) -> None:
    prescribed(sheet(10))
    pair[0].sell(CODE, {1: 10})
    pair[1].void(pair[1].sell(CODE, {1: 10}))
    for counter in pair:
        counter.send()
    assert looked() == 0


def test_an_officer_explains_and_closes_and_only_more_opens_it_again(
    pair: tuple[Counter, Counter],
) -> None:
    prescribed(sheet(10))
    for counter in pair:
        counter.sell(CODE, {1: 10})
        counter.send()
    assert looked() == 1
    with writing():
        assert cases.explain(case().id, "ha", "Mất mạng cả buổi", NOW)
    assert (case().state, case().by, case().note, alarming()) == (
        "explained", "ha", "Mất mạng cả buổi", 0,
    )  # fmt: skip
    with writing():
        assert cases.close(case().id, "ha", "Đã nhắc cơ sở", NOW)
        assert not cases.close("nothing", "ha", "Đã nhắc cơ sở", NOW)
    pair[0].outlet.sell(1, at=NOW)
    pair[0].send()
    assert (looked(), case().state) == (0, "closed")
    pair[0].sell(CODE, {1: 1})
    pair[0].send()
    assert (looked(), case().state, alarming()) == (1, "open", 1)


@pytest.mark.parametrize("note", ["", "  ", "a" * 1_001])
def test_a_note_says_something_and_not_everything(pair: tuple[Counter, Counter], note: str) -> None:
    assert pair
    with pytest.raises(ValueError, match="note"), writing():
        cases.close("any", "ha", note, NOW)


def test_who_was_asked_and_who_did_not_ask_are_told_apart(pair: tuple[Counter, Counter]) -> None:
    prescribed(sheet(10), sheet(10, code="330120000001-c"))
    future = NOW + timedelta(days=3_650)  # an entry that is stored before its own time was no late
    for code, checked in ((CODE, True), ("330120000001-c", False)):
        for counter in pair:
            counter.sell(code, {1: 10}, at=future, checked=checked)
    for counter in pair:
        counter.send()
    assert looked() == 2
    with reading():
        other = cases.of_code("330120000001-c")
    assert other
    assert (case().excess.cause, other.excess.cause) == ("at-once", "not-asked")


def test_the_address_of_a_case_tells_nothing_of_the_code_and_stays(
    pair: tuple[Counter, Counter],
) -> None:
    """With the five characters that are shown, whoever tries the others would know a digest's."""
    now = datetime.now(UTC)
    prescribed(sheet(21, 20))
    for counter in pair:
        counter.sell(CODE, {1: 21})
        counter.send()
    looked()
    first = case()
    with writing():
        cases.resolve(first, now)
        again = cases.open_(CODE, first.excess, now)
        other = cases.open_(NARROW, first.excess, now)
        run("DELETE FROM doublecase WHERE id = ?", (other.id,))
        anew = cases.open_(NARROW, first.excess, now)
    assert again.id == first.id
    assert anew.id != other.id
