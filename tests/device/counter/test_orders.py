"""The printed sheet at the counter: an order that is scanned does what the touch does."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codes import Command, ControlCode
from codes.control import ALL
from device.counter.cue import Cue
from device.counter.event import CashTaken, DropSale, Scanned, SetQuantity, UndoScan
from device.counter.flow import step
from device.counter.open_sale import open_sale
from device.counter.sale import OpenSale
from device.counter.shop import Shop
from device.counter.state import (
    Blocked,
    Notice,
    Paid,
    PaperHelp,
    Ready,
    Saving,
    Selling,
    State,
    Transfer,
)
from device.counter.step import Step
from tests.device.counter.shop import (
    CARD,
    FREE,
    LAN,
    ON_PRESCRIPTION,
    ORDINARY,
    YESTERDAY,
    Counter,
    pack,
)
from tests.device.counter.test_flow import FULL, SAVED, states
from tests.properties import steady

DAMAGED = replace(CARD, name="Nguy?n", residence="?", reliable=False)


@pytest.fixture
def counter() -> Counter:
    return Counter()


HANDS_OFF = (
    Command.PAY_CASH,
    Command.PAY_BY_QR,
    Command.MONEY_SEEN,
    Command.QUANTITY,
    Command.REMOVE_LAST,
    Command.CANCEL,
)


"""What changes a sale or its money."""


COMMITS = {
    (Command.PAY_CASH, "selling"),
    (Command.PAY_CASH, "failed"),
    (Command.MONEY_SEEN, "failed"),
    (Command.CONFIRM, "failed"),
    (Command.MONEY_SEEN, "transfer"),
}


def order(counter: Counter, command: Command, quantity: int = 0) -> Step:
    return counter.do(Scanned(ControlCode(command, quantity)))


def quantities(counter: Counter) -> list[int]:
    return [line.quantity for line in open_sale(counter.state).lines]


def test_pay_cash_commits_the_sale_as_the_button_does(counter: Counter) -> None:
    counter.scan(pack(FREE))
    found = order(counter, Command.PAY_CASH)
    assert isinstance(found.state, Saving)
    assert found.commit is found.state.sale
    assert found.cue is None
    assert isinstance(counter.do(SAVED).state, Paid)


def test_pay_cash_tries_a_sale_again_that_could_not_be_written(counter: Counter) -> None:
    counter.scan(pack(FREE))
    counter.play([CashTaken(), FULL])
    assert order(counter, Command.PAY_CASH).commit is not None


def test_pay_cash_checks_every_line_once_more(counter: Counter) -> None:
    counter.scan(ORDINARY, pack(ON_PRESCRIPTION))
    line = open_sale(counter.state).lines[0]
    counter.state = Selling(sale=OpenSale(lines=(line,)))
    found = order(counter, Command.PAY_CASH)
    assert (found.commit, found.cue) == (None, Cue.BLOCK)
    assert isinstance(found.state, Blocked)


def test_scanning_pay_twice_sells_once_and_leaves_the_change_on_the_screen(
    counter: Counter,
) -> None:
    counter.scan(pack(FREE))
    order(counter, Command.PAY_CASH)
    assert order(counter, Command.PAY_CASH).commit is None
    paid = counter.do(SAVED).state
    again = order(counter, Command.PAY_CASH)
    assert (again.state, again.commit, again.cue) == (paid, None, Cue.WARN)


def test_remove_last_takes_the_newest_pack_back(counter: Counter) -> None:
    counter.scan(pack(FREE, "A"), pack(FREE, "B"))
    found = order(counter, Command.REMOVE_LAST)
    assert found.cue is Cue.READ
    assert [line.batch for line in open_sale(found.state).lines] == ["A"]
    assert order(counter, Command.REMOVE_LAST).state == Ready()


def test_remove_last_puts_a_refused_pack_aside_and_keeps_the_sale(counter: Counter) -> None:
    counter.scan(pack(FREE))
    before = counter.state
    counter.scan(pack(FREE, expiry=YESTERDAY))
    found = order(counter, Command.REMOVE_LAST)
    assert (found.state, found.cue) == (before, Cue.READ)


def test_cancel_drops_the_whole_sale(counter: Counter) -> None:
    counter.scan(CARD, ORDINARY, pack(FREE), pack(FREE))
    found = order(counter, Command.CANCEL)
    assert (found.state, found.cue, found.commit) == (Ready(), Cue.READ, None)


def test_cancel_drops_a_blocked_sale_and_one_that_could_not_be_written(counter: Counter) -> None:
    for name in ("blocked", "failed"):
        counter.state = states()[name]
        assert order(counter, Command.CANCEL).state == Ready()


def test_a_sale_that_is_being_written_cannot_be_dropped(counter: Counter) -> None:
    counter.state = saving = states()["saving"]
    assert counter.do(DropSale()).state is saving
    for code in ALL:
        found = counter.do(Scanned(code))
        assert (found.state, found.cue, found.reprint) == (saving, None, False)


@pytest.mark.parametrize("quantity", range(2, 11))
def test_a_quantity_is_that_of_the_newest_line(counter: Counter, quantity: int) -> None:
    counter.scan(pack(FREE, "A"), pack(FREE, "B"), pack(FREE, "B"))
    found = order(counter, Command.QUANTITY, quantity)
    assert found.cue is Cue.READ
    assert quantities(counter) == [1, quantity]
    assert open_sale(found.state).total_vnd == 11_000 * (1 + quantity)


def test_after_a_quantity_the_same_pack_adds_one_and_undo_goes_back(counter: Counter) -> None:
    counter.scan(pack(FREE))
    order(counter, Command.QUANTITY, 5)
    counter.scan(pack(FREE))
    assert quantities(counter) == [6]
    for expected in ([5], [1]):
        counter.do(UndoScan())
        assert quantities(counter) == expected


def test_packs_with_serial_numbers_keep_their_count(counter: Counter) -> None:
    counter.scan(pack(FREE, "A", serial="S1"))
    found = order(counter, Command.QUANTITY, 3)
    assert found.cue is Cue.WARN
    assert isinstance(found.state, Selling)
    assert found.state.notice is Notice.COUNTED_BY_SCAN
    assert quantities(counter) == [1]
    counter.scan(pack(FREE, "B"))
    order(counter, Command.QUANTITY, 3)
    assert quantities(counter) == [1, 3]


def test_the_quantity_can_be_said_without_the_sheet(counter: Counter) -> None:
    counter.scan(pack(FREE))
    counter.do(SetQuantity(4))
    assert quantities(counter) == [4]


def test_reprint_is_carried_out_by_whoever_holds_the_ledger(counter: Counter) -> None:
    for name, state in states().items():
        counter.state = state
        found = order(counter, Command.REPRINT)
        assert found.state is state
        assert found.reprint == (name != "saving")


@pytest.mark.parametrize(
    ("command", "notice"),
    [
        (Command.PAY_CASH, Notice.NOTHING_SCANNED),
        (Command.PAY_BY_QR, Notice.NOTHING_SCANNED),
        (Command.QUANTITY, Notice.NOTHING_SCANNED),
        (Command.REMOVE_LAST, Notice.NOTHING_SCANNED),
        (Command.CANCEL, Notice.NOTHING_SCANNED),
        (Command.END_SHIFT, Notice.NOT_YOURS),
    ],
)
def test_an_order_without_a_sale_says_so(
    counter: Counter, command: Command, notice: Notice
) -> None:
    found = order(counter, command, 2)
    assert (found.state, found.cue) == (Ready(notice=notice), Cue.WARN)


def test_pay_by_qr_shows_the_code_of_a_transfer(counter: Counter) -> None:
    counter.scan(pack(FREE))
    found = order(counter, Command.PAY_BY_QR)
    assert isinstance(found.state, Transfer)
    assert found.cue is Cue.READ
    sold = order(counter, Command.MONEY_SEEN)
    assert sold.commit is found.state.sale


def test_pay_by_qr_says_so_where_the_settings_name_no_account(counter: Counter) -> None:
    counter.shop = Shop()
    counter.scan(pack(FREE))
    sale = open_sale(counter.state)
    found = order(counter, Command.PAY_BY_QR)
    expected = Selling(sale=sale, notice=Notice.NO_TRANSFER)
    assert (found.state, found.cue) == (expected, Cue.WARN)


def test_whose_shift_it_is_not_is_told_so_and_the_sale_stays(counter: Counter) -> None:
    counter.scan(pack(FREE))
    counter.person = replace(LAN, roles=frozenset())
    sale = open_sale(counter.state)
    found = order(counter, Command.END_SHIFT)
    assert open_sale(found.state) == sale
    assert found.cue is Cue.WARN


@pytest.mark.parametrize("command", [Command.PAY_CASH, Command.PAY_BY_QR, Command.QUANTITY])
def test_a_sale_of_a_card_alone_has_nothing_to_pay_or_to_count(
    counter: Counter, command: Command
) -> None:
    counter.scan(CARD)
    found = order(counter, command, 2)
    assert isinstance(found.state, Selling)
    assert (found.state.notice, found.state.sale.card) == (Notice.NOTHING_SCANNED, CARD)


def test_a_block_must_be_answered_before_anything_is_paid(counter: Counter) -> None:
    counter.scan(pack(FREE), pack(FREE, expiry=YESTERDAY))
    blocked = counter.state
    for command in (Command.PAY_CASH, Command.PAY_BY_QR, Command.QUANTITY, Command.END_SHIFT):
        found = order(counter, command, 2)
        assert (found.state, found.cue) == (blocked, Cue.BLOCK)


def test_behind_a_help_nothing_is_paid_counted_or_dropped(counter: Counter) -> None:
    counter.state = helping = states()["help"]
    assert isinstance(helping, PaperHelp)
    for command in HANDS_OFF:
        found = order(counter, command, 2)
        assert (found.state, found.commit) == (helping, None)
        assert found.cue is not None


@pytest.mark.parametrize("code", ALL, ids=lambda code: code.text)
@pytest.mark.parametrize(("name", "state"), states().items(), ids=states())
def test_every_order_is_answered_by_a_sound_or_a_sale(
    name: str, state: State, code: ControlCode
) -> None:
    found = step(state, Scanned(code), Counter().world)
    assert isinstance(found.state, State)
    assert found.cue or found.commit or name == "saving"
    assert (found.commit is not None) == ((code.command, name) in COMMITS)


@steady
@given(st.lists(st.sampled_from([*ALL, pack(FREE, "A"), pack(FREE, "B"), CARD]), max_size=12))
def test_no_order_of_scans_loses_track_of_the_sum(codes: list[ControlCode]) -> None:
    counter = Counter()
    for code in codes:
        found = counter.do(Scanned(code))
        sale = open_sale(found.state)
        assert sale.total_vnd == sum(11_000 * line.quantity for line in sale.lines)
        assert all(line.quantity >= 1 for line in sale.lines)
        if found.commit:
            assert found.commit.lines
            counter.do(SAVED)
