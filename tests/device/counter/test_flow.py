from dataclasses import is_dataclass
from datetime import UTC, datetime

import pytest

from codes import Unknown, Why
from device.counter.cue import Cue
from device.counter.event import (
    CashTaken,
    Confirmed,
    Dismissed,
    Event,
    HelpWanted,
    MoneySeen,
    NotSaved,
    Picked,
    Rested,
    Saved,
    Scanned,
    TransferWanted,
    UndoScan,
    WentBack,
)
from device.counter.flow import step
from device.counter.sale import OpenSale
from device.counter.state import (
    Blocked,
    Notice,
    Paid,
    PaperHelp,
    Ready,
    SaveFailed,
    SaveFault,
    Saving,
    Selling,
    State,
)
from device.counter.states import selling as selling_states
from tests.device.counter.shop import (
    CARD,
    FREE,
    ORDINARY,
    YESTERDAY,
    Counter,
    pack,
)

AT = datetime(2026, 11, 22, 3, 45, tzinfo=UTC)


SAVED = Saved(number=7, at=AT)


FULL = NotSaved(SaveFault.DISK_FULL)


@pytest.fixture
def counter() -> Counter:
    return Counter()


def states() -> dict[str, State]:
    """Return each kind of state of a sale, as the counter itself came to it."""
    found: dict[str, State] = {"ready": Ready()}
    counter = Counter()
    counter.scan(pack(FREE))
    found["selling"] = counter.state
    counter.do(HelpWanted())
    found["help"] = counter.state
    counter.do(Dismissed())
    counter.do(CashTaken())
    found["saving"] = counter.state
    counter.do(FULL)
    found["failed"] = counter.state
    counter.scan(pack(FREE, expiry=YESTERDAY))
    found["blocked"] = counter.state
    counter.play([Dismissed(), Picked(0)])
    found["quantity"] = counter.state
    counter.play([WentBack(), TransferWanted()])
    found["transfer"] = counter.state
    counter.play([WentBack(), CashTaken(), SAVED])
    found["paid"] = counter.state
    return found


EVENTS: tuple[Event, ...] = (
    Scanned(pack(FREE)),
    Scanned(CARD),
    Scanned(ORDINARY),
    Scanned(Unknown(Why.NO_MATCH)),
    CashTaken(),
    UndoScan(),
    Dismissed(),
    HelpWanted(),
    Rested(),
    TransferWanted(),
    MoneySeen(),
    Confirmed(),
    WentBack(),
    Picked(0),
    SAVED,
    FULL,
)


def test_the_states_of_the_table_are_all_that_a_sale_has() -> None:
    mine = {one for one in vars(selling_states).values() if is_dataclass(one)}
    kinds = {one for one in mine if one in State.__args__}
    assert {type(state) for state in states().values()} == kinds


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
@pytest.mark.parametrize(("name", "state"), states().items(), ids=states())
def test_every_event_in_every_state_leads_to_a_state(name: str, state: State, event: Event) -> None:
    found = step(state, event, Counter().world)
    assert isinstance(found.state, State)
    assert (found.commit is not None) == (
        (isinstance(event, CashTaken) and name in {"selling", "failed"})
        or (isinstance(event, MoneySeen) and name in {"transfer", "failed"})
        or (isinstance(event, Confirmed) and name == "failed")
    )
    if isinstance(event, Scanned) and name != "saving":
        assert found.cue is not None


def test_a_sale_goes_from_the_first_scan_to_the_number_on_its_receipt(counter: Counter) -> None:
    assert counter.scan(pack(FREE)).cue is Cue.READ
    paying = counter.do(CashTaken())
    assert isinstance(paying.state, Saving)
    assert paying.commit is paying.state.sale
    assert paying.cue is None
    sold = counter.do(SAVED)
    assert sold.cue is Cue.SOLD
    assert sold.state == Paid(
        number=7, total_vnd=11_000, line_count=1, on_prescription=False, at=AT
    )
    assert counter.do(Rested()).state == Ready()


def test_while_a_sale_is_being_written_only_the_ledger_is_heard(counter: Counter) -> None:
    counter.scan(pack(FREE))
    counter.do(CashTaken())
    saving = counter.state
    for event in EVENTS[:-2]:
        found = counter.do(event)
        assert found.state is saving
        assert found.commit is None
        assert found.cue is None


def test_the_ledgers_answer_means_nothing_when_nobody_asked(counter: Counter) -> None:
    for name, state in states().items():
        if name != "saving":
            for answer in (SAVED, FULL):
                found = step(state, answer, counter.world)
                assert found.state is state
                assert found.cue is None


def test_a_sale_that_could_not_be_written_stays_open_and_can_be_paid_again(
    counter: Counter,
) -> None:
    counter.scan(pack(FREE))
    sale = counter.do(CashTaken()).commit
    failed = counter.do(FULL)
    assert failed.cue is Cue.BLOCK
    assert failed.state == SaveFailed(sale=sale or OpenSale(), fault=SaveFault.DISK_FULL)
    assert counter.do(CashTaken()).commit is sale
    counter.do(NotSaved(SaveFault.DAMAGED))
    assert counter.do(Dismissed()).state == Selling(sale=sale or OpenSale())


def test_a_failed_sale_can_go_on_being_scanned(counter: Counter) -> None:
    counter.scan(pack(FREE))
    counter.play([CashTaken(), FULL])
    found = counter.scan(pack(FREE))
    assert isinstance(found.state, Selling)
    assert found.state.sale.lines[0].quantity == 2


def test_without_a_line_there_is_nothing_to_pay_for(counter: Counter) -> None:
    assert counter.do(CashTaken()).state == Ready()
    counter.scan(CARD)
    card_only = counter.state
    assert counter.do(CashTaken()).state is card_only
    counter.scan(ORDINARY)
    assert counter.do(CashTaken()).commit is None


def test_paying_does_nothing_behind_a_block_or_a_help(counter: Counter) -> None:
    counter.scan(pack(FREE))
    counter.scan(pack(FREE, expiry=YESTERDAY))
    blocked = counter.do(CashTaken())
    assert blocked.commit is None
    assert isinstance(blocked.state, Blocked)
    counter.play([Dismissed(), HelpWanted()])
    helping = counter.do(CashTaken())
    assert helping.commit is None
    assert isinstance(helping.state, PaperHelp)


def test_help_comes_over_the_sale_and_goes_again(counter: Counter) -> None:
    for name in ("ready", "selling", "paid"):
        counter.state = before = states()[name]
        assert counter.do(HelpWanted()).state == PaperHelp(behind=before)
        assert counter.do(HelpWanted()).state == PaperHelp(behind=before)
        assert counter.do(Dismissed()).state == before


def test_a_scan_leaves_the_help_and_goes_into_the_sale_behind_it(counter: Counter) -> None:
    counter.scan(pack(FREE))
    counter.do(HelpWanted())
    found = counter.scan(pack(FREE))
    assert isinstance(found.state, Selling)
    assert found.state.sale.lines[0].quantity == 2


@pytest.mark.parametrize("behind", ["paid", "ready"])
def test_a_scan_after_a_sale_begins_a_new_one(counter: Counter, behind: str) -> None:
    for state in (states()[behind], PaperHelp(behind=states()[behind])):
        counter.state = state
        found = counter.scan(pack(FREE))
        assert isinstance(found.state, Selling)
        assert found.state.sale.lines[0].quantity == 1


@pytest.mark.parametrize(
    ("why", "notice"),
    [
        (Why.EMPTY, Notice.UNREADABLE),
        (Why.NOT_TEXT, Notice.UNREADABLE),
        (Why.NO_MATCH, Notice.UNKNOWN_CODE),
        (Why.BAD_GS1, Notice.UNKNOWN_CODE),
        (Why.NO_GTIN, Notice.UNKNOWN_CODE),
        (Why.BAD_CHECK_DIGIT, Notice.CHECK_DIGIT),
        (Why.BAD_CARD, Notice.BAD_CARD),
        (Why.LOST_SEPARATOR, Notice.BATCH_UNCLEAR),
    ],
)
def test_a_code_that_nobody_can_read_gives_a_notice_and_changes_no_sale(
    counter: Counter, why: Why, notice: Notice
) -> None:
    found = counter.do(Scanned(Unknown(why, "893")))
    assert found.cue is Cue.UNKNOWN
    assert found.state == Ready(notice=notice, code="893")
    counter.scan(pack(FREE))
    assert isinstance(counter.state, Selling)
    sale = counter.state.sale
    assert counter.do(Scanned(Unknown(why))).state == Selling(sale=sale, notice=notice)
    after = counter.scan(pack(FREE)).state
    assert isinstance(after, Selling)
    assert after.notice is None
