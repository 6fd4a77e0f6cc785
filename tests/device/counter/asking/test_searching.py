"""Looking a drug up: every key searches again, in the letters that find something."""

from dataclasses import dataclass, field

import pytest

from device.counter.drug import NOTHING_FOUND, Drug, Found, Offer
from device.counter.event import (
    Erased,
    Opened,
    Picked,
    Scanned,
    SymbolsWanted,
    TurnedPage,
    Typed,
    WentBack,
)
from device.counter.state import Blocked, Gathering, Ready, Search, Selling
from device.counter.states.asking import Item
from tests.device.counter.shop import FREE, Counter, MemoryShelf, pack, stocked

NAMES = ("Aspirin 81", "Thuốc ho bổ phế", "Áo choàng", *(f"Amoxi {n}" for n in range(1, 10)))


@dataclass
class Asked(MemoryShelf):
    """A shelf of names that notes what it is asked."""

    asked: list[tuple[str, int]] = field(default_factory=list)

    def find(self, text: str, *, page: int, size: int) -> Found:
        self.asked.append((text, page))
        wanted = text.strip().casefold()
        found = [
            Offer(
                drug=Drug(id=name, name=name, prescription_only=False),
                unit="hộp",
                unit_size=1,
                price_vnd=1,
            )
            for name in NAMES
            if wanted in name.casefold()
        ]
        shown = tuple(found[page * size : page * size + size])
        return Found(shown, (0,) * len(shown), len(found))


@pytest.fixture
def counter() -> Counter:
    return Counter(shelf=Asked(), state=Search(behind=Ready()))


def search_of(counter: Counter) -> Search:
    assert isinstance(counter.state, Search)
    return counter.state


def type_in(counter: Counter, keys: str) -> Search:
    for key in keys:
        counter.do(Typed(key))
    return search_of(counter)


def names(search: Search) -> list[str]:
    return [offer.drug.name for offer in search.found.offers]


def test_every_key_searches_again(counter: Counter) -> None:
    assert names(type_in(counter, "amo")) == ["Amoxi 1", "Amoxi 2", "Amoxi 3", "Amoxi 4"]
    assert search_of(counter).found.total == 9
    assert isinstance(counter.shelf, Asked)
    assert [text for text, _page in counter.shelf.asked] == ["a", "am", "amo"]


def test_a_name_that_telex_would_change_is_found_as_it_was_typed(counter: Counter) -> None:
    search = type_in(counter, "asp")
    assert (search.text, names(search)) == ("asp", ["Aspirin 81"])
    search = type_in(counter, "irin 8")
    assert (search.text, names(search)) == ("aspirin 8", ["Aspirin 81"])


def test_vietnamese_is_found_as_telex_composes_it(counter: Counter) -> None:
    search = type_in(counter, "thuoocs ho")
    assert (search.text, names(search)) == ("thuốc ho", ["Thuốc ho bổ phế"])


def test_where_nothing_is_found_the_composed_word_is_shown(counter: Counter) -> None:
    search = type_in(counter, "quaays")
    assert (search.text, search.found.total) == ("quấy", 0)


def test_taking_letters_back_searches_again(counter: Counter) -> None:
    type_in(counter, "aspq")
    assert search_of(counter).found.total == 0
    counter.do(Erased())
    assert (search_of(counter).text, names(search_of(counter))) == ("asp", ["Aspirin 81"])
    counter.do(Erased(all=True))
    assert (search_of(counter).text, search_of(counter).found) == ("", NOTHING_FOUND)


def test_nothing_is_searched_for_before_anything_is_typed(counter: Counter) -> None:
    type_in(counter, "  ")
    counter.do(Erased())
    assert isinstance(counter.shelf, Asked)
    assert counter.shelf.asked == []


def test_pages_come_one_after_the_other_and_begin_again(counter: Counter) -> None:
    type_in(counter, "amo")
    pages = [names(search_of(counter))]
    for _ in range(3):
        counter.do(TurnedPage())
        pages.append(names(search_of(counter)))
    assert pages[1] == ["Amoxi 5", "Amoxi 6", "Amoxi 7", "Amoxi 8"]
    assert pages[2] == ["Amoxi 9"]
    assert pages[3] == pages[0]
    assert search_of(counter).page == 0


def test_one_page_is_not_turned(counter: Counter) -> None:
    type_in(counter, "asp")
    before = counter.state
    assert counter.do(TurnedPage()).state is before


def test_another_key_begins_at_the_first_page(counter: Counter) -> None:
    type_in(counter, "amo")
    counter.do(TurnedPage())
    type_in(counter, "x")
    assert (search_of(counter).page, names(search_of(counter))[0]) == (0, "Amoxi 1")


@pytest.mark.parametrize("index", [-1, 1, 4, 99])
def test_what_does_not_stand_on_the_page_is_not_taken(counter: Counter, index: int) -> None:
    type_in(counter, "asp")
    before = counter.state
    assert counter.do(Picked(index)).state is before


def test_what_is_found_goes_into_the_sale() -> None:
    counter = Counter(shelf=stocked())
    counter.do(Opened(Item.SEARCH))
    type_in(counter, "thuốc không")
    found = counter.do(Picked(0))
    assert isinstance(found.state, Selling)
    assert [line.drug for line in found.state.sale.lines] == [FREE]


def test_a_result_of_the_second_page_is_counted_over_all_pages() -> None:
    counter = Counter(shelf=stocked())
    counter.do(Opened(Item.SEARCH))
    type_in(counter, "thuốc")
    counter.do(TurnedPage())
    wanted = search_of(counter).found.offers[0]
    before = counter.state
    assert counter.do(Picked(0)).state is before
    found = counter.do(Picked(4)).state
    assert isinstance(found, Selling | Blocked)
    line = found.refusal.line if isinstance(found, Blocked) else found.sale.lines[0]
    assert line.drug == wanted.drug


def test_from_a_list_of_goods_it_searches_for_the_list() -> None:
    counter = Counter(state=Gathering(purpose="count"))
    counter.do(Opened(Item.SEARCH))
    assert search_of(counter).purpose == "gather"
    assert isinstance(counter.do(WentBack()).state, Gathering)


def test_a_scanned_pack_leaves_the_search() -> None:
    counter = Counter(state=Search(behind=Ready()))
    type_in(counter, "asp")
    assert isinstance(counter.do(Scanned(pack(FREE))).state, Selling)


def test_letters_and_signs_change_places(counter: Counter) -> None:
    counter.do(SymbolsWanted())
    assert search_of(counter).symbols
    counter.do(SymbolsWanted())
    assert not search_of(counter).symbols


def test_the_text_has_an_end(counter: Counter) -> None:
    assert len(type_in(counter, "b" * 100).text) == 60
