"""The books of controlled drugs: printed at the end of a day, reported twice a year."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from device.counter.cue import Cue
from device.counter.deed import Paper, Print, Record
from device.counter.event import (
    Chosen,
    Confirmed,
    NotSaved,
    Opened,
    TurnedPage,
    WentBack,
)
from device.counter.goods.books import registers_due, report_due
from device.counter.notes import RegisterNote
from device.counter.past import RegisterRow
from device.counter.savefault import SaveFault
from device.counter.state import Done, Ready, Registers
from device.counter.states.asking import Item
from tests.device.counter.book import MemoryBook
from tests.device.counter.goods.stockroom import screen, written
from tests.device.counter.shop import TODAY, TOMORROW, YESTERDAY, Counter


@dataclass
class Books(MemoryBook):
    """Which annexes moved on which day, and after which number; the notes say what was printed."""

    moved: dict[date, tuple[str, ...]] = field(default_factory=dict)
    moved_at: dict[date, int] = field(default_factory=dict)

    def move(self, day: date, *annexes: str) -> None:
        self.last += 1
        self.moved[day], self.moved_at[day] = annexes, self.last

    def registers(self, day: date) -> tuple[RegisterRow, ...]:
        printed = {
            drug: number
            for number, note in sorted(self.notes.items())
            if isinstance(note, RegisterNote) and note.day == day
            for drug in note.drugs
        }
        return tuple(
            RegisterRow(
                drug_id=annex,
                name=annex,
                annex=annex,
                movements=1,
                printed=printed.get(annex, -1) > self.moved_at.get(day, 0),
            )
            for annex in self.moved.get(day, ())
        )


def shop(moved: dict[date, tuple[str, ...]]) -> Counter:
    return Counter(book=Books(moved=moved))


def test_the_books_of_a_day_are_printed_and_that_is_recorded() -> None:
    """CTL-08 (TT18 Đ15 k1, A)."""
    counter = shop({TODAY: ("VIII", "XIX")})
    counter.act(Opened(Item.REGISTERS))
    step = counter.act(Confirmed())
    note = RegisterNote(day=TODAY, drugs=("VIII", "XIX"))
    assert step.deeds == (Print(Paper.REGISTERS, day=TODAY), Record(note))
    assert written(counter) == note
    assert screen(counter) == Done(what="registers", number=1, lines=2)


def test_a_day_that_was_forgotten_comes_first() -> None:
    counter = shop({YESTERDAY: ("VIII",), TODAY: ("VIII",)})
    counter.act(Opened(Item.REGISTERS))
    assert isinstance(counter.state, Registers)
    assert counter.state.day == YESTERDAY
    counter.act(Confirmed())
    counter.state = Ready()
    counter.act(Opened(Item.REGISTERS))
    again = screen(counter)
    assert isinstance(again, Registers)
    assert again.day == TODAY


@pytest.mark.parametrize(
    ("moved", "is_due"),
    [
        ({}, False),
        ({TODAY: ("VIII",)}, True),
        ({YESTERDAY: ("VIII",)}, True),
        ({TODAY: ("XVI", "XIX")}, False),
    ],
)
def test_closing_a_shift_reminds_of_the_book_that_is_signed_every_day(
    moved: dict[date, tuple[str, ...]],
    is_due: bool,  # noqa: FBT001 - pytest gives it by name
) -> None:
    """CTL-08: the note about every day stands under annex VIII alone."""
    counter = shop(moved)
    assert registers_due(counter.world) is is_due
    counter.permit(controlled_daily_print=False)
    assert not registers_due(counter.world)


def test_what_was_printed_is_due_no_more() -> None:
    counter = shop({TODAY: ("VIII",)})
    counter.act(Opened(Item.REGISTERS))
    counter.act(Confirmed())
    assert not registers_due(counter.world)


def test_what_moved_again_after_the_print_is_due_again() -> None:
    """CTL-08: the day's pages are printed when the day is over."""
    counter = shop({TODAY: ("VIII",)})
    counter.act(Opened(Item.REGISTERS))
    counter.act(Confirmed())
    assert isinstance(counter.book, Books)
    counter.book.move(TODAY, "VIII")
    assert registers_due(counter.world)


def test_other_days_can_be_looked_at_but_none_to_come() -> None:
    counter = shop({})
    counter.act(Opened(Item.REGISTERS))
    days = []
    for name in ("day-after", "day-before", "day-before", "day-after"):
        counter.act(Chosen(name))
        assert isinstance(counter.state, Registers)
        days.append((counter.state.day - TODAY).days)
    assert days == [0, -1, -2, -1]


def test_a_day_without_movement_is_not_printed() -> None:
    counter = shop({})
    counter.act(Opened(Item.REGISTERS))
    step = counter.act(Confirmed())
    assert (step.deeds, step.cue) == ((), Cue.WARN)


def test_what_was_not_written_can_be_printed_again() -> None:
    counter = shop({TODAY: ("VIII",)})
    counter.act(Opened(Item.REGISTERS))
    counter.do(Confirmed())
    assert not counter.do(Confirmed()).deeds
    counter.do(NotSaved(SaveFault.DISK_FULL))
    assert isinstance(counter.state, Registers)
    assert counter.do(Confirmed()).deeds


def test_pages_and_the_way_back() -> None:
    counter = shop({TODAY: ("VIII",)})
    counter.act(Opened(Item.REGISTERS))
    counter.act(TurnedPage())
    assert isinstance(counter.state, Registers)
    assert counter.state.page == 1
    counter.act(WentBack())
    assert screen(counter) == Ready()


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 12, 31), None),
        (date(2027, 1, 1), date(2027, 1, 15)),
        (date(2027, 1, 14), date(2027, 1, 15)),
        (date(2027, 1, 15), None),
        (date(2027, 6, 30), None),
        (date(2027, 7, 1), date(2027, 7, 15)),
        (TOMORROW + timedelta(days=1), None),
    ],
)
def test_form_06_is_reminded_of_fourteen_days_ahead(today: date, due: date | None) -> None:
    """CTL-09 (NĐ163 Đ35 k2, A-): before 15/07 and before 15/01."""
    counter = Counter(today=today)
    assert report_due(counter.world) == due
