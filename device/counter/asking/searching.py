"""Looking a drug up: every key searches again."""

from dataclasses import replace

from device.counter.asking.finishing import finish_search
from device.counter.asking.telex import Typing, as_keys, erase, press
from device.counter.cue import Cue
from device.counter.drug import NOTHING_FOUND, Found
from device.counter.event import (
    Erased,
    Event,
    Picked,
    PrintWanted,
    SymbolsWanted,
    TurnedPage,
    Typed,
)
from device.counter.goods.price_list import price_list
from device.counter.state import Search
from device.counter.step import Step
from device.counter.world import World

RESULTS_ON_A_PAGE = 4
_LONGEST = 60


def step(search: Search, event: Event, world: World) -> Step | None:
    """Type, turn the page, or take what was found."""
    match event:
        case Typed() | Erased():
            return Step(state=_keyed(search, event, world))
        case SymbolsWanted():
            return Step(state=replace(search, symbols=not search.symbols))
        case TurnedPage():
            return Step(state=_turned(search, world))
        case Picked(index=index):
            return _picked(search, index, world)
        case PrintWanted() if search.purpose == "price":
            return Step(state=search, cue=Cue.READ, deeds=(price_list(world),))
    return None


def _keyed(search: Search, event: Typed | Erased, world: World) -> Search:
    if isinstance(event, Typed):
        return _typed(search, event.key, world)
    typing = Typing("", "") if event.all else erase(search.text)
    return _searched(search, typing, world)


def _typed(search: Search, key: str, world: World) -> Search:
    if len(search.text) + len(key) > _LONGEST or not key.isprintable():
        return search
    return _searched(search, press(Typing(search.text, search.word), key), world)


def _searched(search: Search, typing: Typing, world: World) -> Search:
    """Search for the keys as they were typed, and where that finds nothing for what they compose.

    So "asp" finds Aspirin though Telex makes "áp" of it, and "soots" finds "sốt". What is searched
    for is what is shown.
    """
    text, found = typing.text, NOTHING_FOUND
    for text in dict.fromkeys((as_keys(typing), typing.text)):
        found = _find(text, 0, world)
        if found.total:
            break
    return replace(search, text=text, word=typing.word, found=found, page=0)


def _find(text: str, page: int, world: World) -> Found:
    if not text.strip():
        return NOTHING_FOUND
    return world.shelf.find(text, page=page, size=RESULTS_ON_A_PAGE)


def _turned(search: Search, world: World) -> Search:
    pages = -(-search.found.total // RESULTS_ON_A_PAGE)
    page = (search.page + 1) % max(1, pages)
    if page == search.page:
        return search
    return replace(search, page=page, found=_find(search.text, page, world))


def _picked(search: Search, index: int, world: World) -> Step | None:
    """Take a result, counted over all pages."""
    place = index - search.page * RESULTS_ON_A_PAGE
    if not 0 <= place < len(search.found.offers):
        return None
    return finish_search(search, search.found.offers[place], world)
