"""Reference data over a line: one page at a time, none twice, none from anybody else."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest
from msgspec import UNSET

from device.keys import LinkKeys
from device.link.asking import Asking
from device.link.reference import ANSWER_SECONDS, FIRST_BYTES, LEAST_BYTES, Fetching
from device.reference.rows import Rows
from tests.device.ledger.books import TERMINAL
from tests.device.link.province import SERVER_KEY, TERMINAL_KEY
from tests.device.reference.pages import AT, drug, page_after, row
from wire.asking import Answer, Ask, Sheet, read_ask, seal_answer
from wire.reference import Row, pack
from wire.sign import sign, verify

PAGE = 3


@dataclass
class Line:
    """A terminal's side, and a province that answers what it is asked."""

    folder: Path
    now: float = 100.0
    sheets: list[tuple[str, Sheet | None]] = field(default_factory=list)
    drugs: list[Row] = field(default_factory=lambda: [drug(n, version=7) for n in range(10)])
    asked: list[Ask] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        self.rows = Rows(self.folder / "reference.sqlite")
        self.fetching = Fetching(
            self.rows, terminal=TERMINAL, clock=lambda: AT, monotonic=lambda: self.now
        )
        self.asking = Asking(
            terminal=TERMINAL,
            keys=LinkKeys(signing=TERMINAL_KEY, server=(SERVER_KEY.public_key(),)),
            clock=lambda: AT,
            on_sheet=lambda code, sheet: self.sheets.append((code, sheet)),
            on_notices=lambda _notices, _lifts: True,
            on_money=lambda _money: None,
            fetching=self.fetching,
            monotonic=lambda: self.now,
        )

    def tell(self, **newest: int) -> None:
        self.come(Answer(terminal=TERMINAL, at=AT, newest=newest))

    def come(self, answer: Answer) -> bytes:
        letter = sign(msgspec.json.encode(answer), SERVER_KEY, "server", "quay-answer")
        self.asking.came(letter)
        return letter

    def next(self) -> Ask | None:
        """Return the next question for a page, if it is time."""
        question = self.asking.for_page()
        if question is None:
            return None
        ask = read_ask(verify(question, TERMINAL_KEY.public_key(), TERMINAL, "quay-ask"))
        self.asked.append(ask)
        return ask

    def answer(self, ask: Ask) -> Answer:
        assert ask.page is not UNSET
        assert ask.key is not UNSET
        rows = {"catalogue": self.drugs, "shop": [row("shop", 5, {"kind": "QT"})]}
        page = page_after(ask.page.dataset, rows[ask.page.dataset], ask.page, PAGE)
        sealed = seal_answer(pack(page), ask.key, terminal=TERMINAL, question=ask.id)
        return Answer(terminal=TERMINAL, id=ask.id, at=AT, page=sealed)

    def fetch(self, seconds: float = 0.1) -> int:
        """Fetch until there is nothing more; return how many pages that were."""
        for count in range(100):
            self.now += 30.0
            ask = self.next()
            if ask is None:
                return count
            self.now += seconds
            self.come(self.answer(ask))
        pytest.fail("it never came to an end")

    def keys(self) -> list[str]:
        return [one.key for one in self.rows.rows("catalogue")]


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    line = Line(tmp_path)
    yield line
    line.rows.close()


def test_nothing_is_asked_as_long_as_nothing_is_new(line: Line) -> None:
    assert line.next() is None
    line.tell(catalogue=7, shop=5)
    assert line.fetch() == 5
    line.tell(catalogue=7, shop=5)
    assert line.fetch() == 0
    assert len(line.keys()) == 10


def test_what_decides_who_may_sell_comes_first(line: Line) -> None:
    line.tell(catalogue=7, shop=5, of_next_year=9)
    line.fetch()
    assert [ask.page.dataset for ask in line.asked if ask.page is not UNSET][:2] == [
        "shop",
        "catalogue",
    ]


@pytest.mark.parametrize("cut", range(4))
def test_after_the_line_was_cut_it_goes_on_where_it_was(line: Line, cut: int) -> None:
    line.tell(catalogue=7)
    for _page in range(cut):
        line.now += 30.0
        ask = line.next()
        assert ask is not None
        line.come(line.answer(ask))
    line.now += 30.0
    assert line.next() is not None, "this one is never answered"
    line.rows.close()
    line.start()
    line.tell(catalogue=7)
    assert line.fetch() == 4 - cut
    assert line.keys() == [one.key for one in line.drugs]


def test_a_page_that_is_lost_is_asked_for_again_and_smaller(line: Line) -> None:
    line.tell(catalogue=7)
    first = line.next()
    assert first is not None
    assert first.most == FIRST_BYTES
    line.now += ANSWER_SECONDS - 0.1
    assert line.next() is None, "one at a time"
    line.now += 400
    line.next()
    line.now += 400
    second = line.next() or line.asked[-1]
    assert second.id != first.id
    assert second.most == LEAST_BYTES
    line.come(line.answer(first))
    assert line.keys() == [], "an answer to a question that nobody asks any more"


def test_pages_grow_on_a_quick_line_and_shrink_on_a_slow_one(line: Line) -> None:
    line.tell(catalogue=7)
    line.fetch(seconds=0.1)
    sizes = [ask.most for ask in line.asked]
    assert sizes[:3] == [4096, 8192, 16384]
    line.drugs = [drug(n, version=8) for n in range(10)]
    line.tell(catalogue=8)
    line.fetch(seconds=2.0)
    slow = [ask.most for ask in line.asked[4:]]
    assert slow[0] is UNSET
    assert slow[1:3] == [12288, 6144]


def test_the_line_is_left_to_others_for_as_long_as_a_page_took(line: Line) -> None:
    line.tell(catalogue=7)
    ask = line.next()
    assert ask is not None
    line.now += 3.0
    line.come(line.answer(ask))
    line.now += 2.9
    assert line.next() is None
    line.now += 0.2
    assert line.next() is not None


def test_while_the_counter_waits_no_page_is_asked_for(line: Line) -> None:
    line.tell(catalogue=7)
    line.asking.about("33012a1b2c3d-c")
    assert line.next() is None
    line.now += 1.6
    assert line.next() is not None


def test_another_terminals_page_and_a_replayed_one_change_nothing(line: Line) -> None:
    line.tell(catalogue=7)
    ask = line.next()
    assert ask is not None
    right = line.answer(ask)
    line.asking.came(b"not signed at all")
    line.come(msgspec.structs.replace(right, terminal="Q33-0002"))
    other = sign(msgspec.json.encode(right), TERMINAL_KEY, "server", "quay-answer")
    line.asking.came(other)
    assert line.keys() == []
    line.come(right)
    assert len(line.keys()) == PAGE
    line.come(right)
    line.now += 30.0
    second = line.next()
    assert second is not None
    line.come(msgspec.structs.replace(right, id=second.id))
    assert len(line.keys()) == PAGE, "what was sealed for another question does not open"


def test_a_version_that_was_said_before_and_is_played_again_costs_one_question(line: Line) -> None:
    line.tell(catalogue=7)
    line.fetch()
    line.tell(catalogue=3)
    assert line.fetch() == 1
    assert line.fetch() == 0
    assert len(line.keys()) == 10


def test_a_province_without_an_answer_is_not_asked_again_until_it_says_so(line: Line) -> None:
    line.tell(catalogue=7)
    ask = line.next()
    assert ask is not None
    line.come(Answer(terminal=TERMINAL, id=ask.id, at=AT))
    line.now += 400
    assert line.next() is None
    line.tell(catalogue=7)
    line.now += 1.0
    assert line.next() is not None


def test_a_full_disk_is_said_and_tried_again_later(line: Line) -> None:
    line.tell(catalogue=7)
    ask = line.next()
    assert ask is not None
    base = line.rows._line
    assert base is not None
    base.execute(f"PRAGMA max_page_count = {base.execute('PRAGMA page_count').fetchone()[0]}")
    line.drugs = [drug(n, version=7, maker="x" * 3000) for n in range(10)]
    line.come(line.answer(ask))
    assert line.fetching.progress.fault == "disk"
    assert line.keys() == []
    line.now += 30
    assert line.next() is None, "not at once"
    base.execute("PRAGMA max_page_count = 100000")
    line.now += 60
    assert line.fetch() == 4
    assert not line.fetching.is_full
