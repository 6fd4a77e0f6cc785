"""Shifts: numbered without gaps, added up by the ledger, and kept through whatever happens."""

from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from device.counter.payment import CASH, Transfer, Witness
from device.ledger.drafts import ReturnDraft, ShiftDraft, VoidDraft
from device.ledger.errors import RefusedError
from device.ledger.ledger import Ledger
from device.ledger.outbox import OutboxQueue
from device.ledger.purge import purge
from device.ledger.shifts import Adding, Tally
from tests.device.ledger.books import AT, TERMINAL, line, open_book, sale
from tests.device.ledger.test_damage import aside, spoil_header
from tests.device.ledger.test_epochs import set_aside
from tests.properties import fewer
from wire.entry import Reference
from wire.kinds import Shift, ShiftFigures, read_entry
from wire.receipt import Receipt

TRANSFER = Transfer(reference="K7M4P", witness=Witness.STAFF)


def begin(ledger: Ledger, counted: int = 100_000) -> None:
    ledger.record(ShiftDraft(event="opened", counted_vnd=counted), staff="A")


def end(ledger: Ledger, counted: int = 0) -> Shift:
    ledger.record(ShiftDraft(event="closed", counted_vnd=counted), staff="A")
    return newest(ledger)


def newest(ledger: Ledger) -> Shift:
    entry = read_entry(list(ledger.entries())[-1].body)
    assert isinstance(entry, Shift)
    return entry


def figures(shift: Shift) -> ShiftFigures:
    assert isinstance(shift.figures, ShiftFigures)
    return shift.figures


def sell(ledger: Ledger, quantity: int = 1) -> Reference:
    sold = ledger.commit_sale(sale(line(quantity=quantity)), staff="A")
    return Reference(epoch=sold.epoch, seq=sold.number, sha256=sold.sha256)


def cash(ledger: Ledger) -> int:
    return Adding(ledger.database).tally().cash_vnd


def test_shifts_are_numbered_from_one_and_begin_with_what_was_left(ledger: Ledger) -> None:
    begin(ledger, 50_000)
    first = end(ledger, 40_000)
    assert (figures(first).number, figures(first).first) == (1, 1)
    begin(ledger, 45_000)
    opened = newest(ledger)
    assert (opened.number, opened.expected_vnd, opened.counted_vnd) == (2, 40_000, 45_000)
    assert figures(end(ledger)).number == 2


def test_one_shift_at_a_time(ledger: Ledger) -> None:
    with pytest.raises(RefusedError):
        end(ledger)
    begin(ledger)
    with pytest.raises(RefusedError):
        begin(ledger)
    end(ledger)
    with pytest.raises(RefusedError):
        end(ledger)
    assert len(list(ledger.entries())) == 2


def test_a_new_epoch_in_the_middle_keeps_figures_and_number(ledger: Ledger) -> None:
    begin(ledger)
    end(ledger)
    begin(ledger)
    for _sale in range(3):
        sell(ledger)
    set_aside(ledger, 5, 6)
    assert ledger.catch_up() == 2
    sell(ledger)
    closed = end(ledger)
    assert (figures(closed).number, figures(closed).cash_vnd, figures(closed).cash_count) == (
        2, 44_000, 4,
    )  # fmt: skip
    begin(ledger)
    assert newest(ledger).number == 3


def test_a_shift_that_is_carried_is_the_same_shift(ledger: Ledger) -> None:
    begin(ledger)
    sell(ledger)
    set_aside(ledger, 1, 2)
    assert ledger.catch_up() == 2
    assert cash(ledger) == 11_000
    assert figures(end(ledger)).number == 1


def test_damage_in_the_middle_keeps_figures_and_number(ledger: Ledger, file: Path) -> None:
    begin(ledger)
    sell(ledger)
    ledger.close()
    spoil_header(file)
    again = open_book(file)
    assert len(aside(file)) == 1
    sell(again)
    closed = end(again)
    assert (figures(closed).number, figures(closed).cash_vnd) == (1, 22_000)
    assert closed.expected_vnd == 122_000
    again.close()


def purge_all(ledger: Ledger) -> int:
    last = ledger.last()
    assert last is not None
    receipt = Receipt(
        terminal=TERMINAL, epoch=ledger.epoch, through=last.seq, head=last.sha256, at=AT
    )
    OutboxQueue(ledger.database, terminal=TERMINAL).apply(receipt, at=AT)
    return purge(ledger.database)


@pytest.mark.parametrize("damage", [False, True])
def test_a_purge_in_the_middle_keeps_figures_and_number(
    ledger: Ledger, file: Path, *, damage: bool
) -> None:
    begin(ledger)
    end(ledger, 70_000)
    begin(ledger)
    for _sale in range(4):
        sell(ledger)
    adding = Adding(ledger.database)
    assert adding.tally().cash_vnd == 44_000
    assert purge_all(ledger) == 6
    assert adding.tally().cash_vnd == cash(ledger) == 44_000
    if damage:
        ledger.close()
        spoil_header(file)
        assert ledger.mend()
    sell(ledger)
    closed = end(ledger)
    assert (figures(closed).number, figures(closed).cash_vnd) == (2, 55_000)
    ledger.close()


def test_the_number_goes_on_when_every_shift_was_purged(ledger: Ledger) -> None:
    begin(ledger)
    end(ledger, 70_000)
    sell(ledger)
    assert purge_all(ledger) == 2
    begin(ledger)
    opened = newest(ledger)
    assert (opened.number, opened.expected_vnd) == (2, 70_000)


deeds = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["cash", "transfer"]), st.integers(1, 9)),
        st.tuples(
            st.sampled_from(["void", "return", "open", "close", "epoch", "purge"]), st.just(0)
        ),
    ),
    max_size=25,
)


@fewer
@given(deeds)
def test_the_report_adds_up_to_the_dong(steps: list[tuple[str, int]]) -> None:
    """A model in plain sums beside the ledger's own."""
    with TemporaryDirectory() as folder:
        ledger = open_book(Path(folder) / "ledger.sqlite")
        adding = Adding(ledger.database)
        model, reports, sold = Tally(), 0, list[Reference]()
        for what, quantity in steps:
            if what == "open" and not model.is_open:
                begin(ledger, 5_000)
                model = Tally(is_open=True, float_vnd=5_000)
            elif what == "close" and model.is_open:
                closed, reports = end(ledger, 1), reports + 1
                assert closed.expected_vnd == model.expected_vnd
                assert figures(closed).number == reports
                model = Tally()
            else:
                do(ledger, what, quantity, sold, model)
            found = adding.tally()
            assert found == Adding(ledger.database).tally()
            assert (found.is_open, found.expected_vnd if found.is_open else 0) == (
                model.is_open, model.expected_vnd if model.is_open else 0,
            )  # fmt: skip
        ledger.close()


def do(ledger: Ledger, what: str, quantity: int, sold: list[Reference], model: Tally) -> None:
    match what:
        case "cash" | "transfer":
            payment = CASH if what == "cash" else TRANSFER
            done = ledger.commit_sale(sale(line(quantity=quantity)), staff="A", payment=payment)
            sold.append(Reference(epoch=done.epoch, seq=done.number, sha256=done.sha256))
            model.cash_vnd += 11_000 * quantity * (what == "cash")
        case "void" if sold:
            undone = sold.pop()
            model.refunded_vnd += ledger.sale(undone.seq, epoch=undone.epoch)[0].total_vnd
            ledger.record(VoidDraft(sale=undone), staff="A")
        case "return" if sold:
            undone = sold.pop()
            one = replace(ledger.sale(undone.seq, epoch=undone.epoch)[0].lines[0], quantity=1)
            ledger.record(ReturnDraft(sale=undone, lines=(one,), to_shelf=False), staff="A")
            model.refunded_vnd += 11_000
        case "epoch":
            ledger.overtaken(ledger.epoch)
            ledger.catch_up()
        case "purge" if ledger.last():
            purge_all(ledger)
            sold.clear()


def test_an_entry_that_cannot_be_read_counts_nothing_twice(ledger: Ledger) -> None:
    begin(ledger)
    sell(ledger)
    adding = Adding(ledger.database)
    assert adding.tally().cash_vnd == 11_000
    sell(ledger)
    spoil(ledger, sell(ledger).seq, "x'00'")
    for _time in range(2):
        with pytest.raises(msgspec.DecodeError):
            adding.tally()
    spoil(ledger, 4, "(SELECT body FROM entry WHERE seq = 3)")
    assert adding.tally().cash_vnd == 33_000


def spoil(ledger: Ledger, seq: int, body: str) -> None:
    ledger.database.execute_sql("DROP TRIGGER IF EXISTS entry_never_changes")
    ledger.database.execute_sql(f"UPDATE entry SET body = {body} WHERE seq = {seq}")  # noqa: S608 - written here
