"""Eight people click at once, in two ways.

`click_pages`: each looks at a page for a moment before the next click. That is what "eight people
clicking at once" says: a person who has got a page reads it, and the pause, a quarter to three
quarters of a second, is shorter than anybody's; eight who click twice a second are the load of a
department of hundreds. Without any pause there would be no people but one queue of eight: however
fast a page is made, the next one is asked for at that instant, so that both cores are always full,
and the times say how many pages a second there are and nothing else (eight in the queue, divided
by pages a second). This is what a promise can be made of, and what is promised.

`storm`: no pause at all. It shows where the limit is; its times are in the table beside the others.
"""

import random
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from bench.pages.addresses import NO_TABLE, Known, clicks, pages
from bench.pages.people import Person
from server.web.page import Page

OK = 200
PAUSE_SECONDS = (0.25, 0.75)
"""Between a page and the next click, the shortest and the longest: faster than anybody reads, and
not in step with the others."""


Answer = tuple[int, float, int]
"""Status, seconds, bytes."""


@dataclass(slots=True)
class Timed:
    """How long an address took, again and again."""

    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """Addresses that were not answered with 200."""
    worst_at: str = ""
    bytes: int = 0
    """Of the longest answer."""

    def add(self, path: str, found: Answer) -> None:
        """Note an answer."""
        status, seconds, size = found
        if status != OK:
            self.wrong.append(f"{status} {path}")
            return
        if not self.seconds or seconds > max(self.seconds):
            self.worst_at = path
        self.seconds.append(seconds)
        self.bytes = max(self.bytes, size)

    def milliseconds(self, share: float) -> float:
        """Return what a share of the answers did not exceed."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def median(self) -> float:
        """The middle, in milliseconds."""
        return 1000 * statistics.median(self.seconds)


Times = Mapping[str, Timed]
"""By the page's path."""


def click_pages(people: Sequence[Person], known: Known, rounds: int) -> Times:
    """Let everybody click through every page so often, all at the same time."""
    return _all_at_once(people, lambda number: _pages(known, rounds, number), PAUSE_SECONDS)


def storm(people: Sequence[Person], known: Known, rounds: int) -> Times:
    """Let everybody click through every page without a pause: as fast as pages come."""
    return _all_at_once(people, lambda number: _pages(known, rounds, number), (0.0, 0.0))


def take_files(people: Sequence[Person], known: Known, rounds: int) -> Times:
    """Let everybody take every page's tables as files."""
    return _all_at_once(people, lambda number: _files(known, rounds, number), PAUSE_SECONDS)


def _pages(known: Known, rounds: int, number: int) -> Iterator[tuple[str, str]]:
    chance = random.Random(number)
    found = [(page, clicks(page, known, chance)) for page in pages()]
    chance.shuffle(found)
    for _round in range(rounds):
        for page, addresses in found:
            if address := next(addresses, ""):
                yield page.path, address


def _files(known: Known, rounds: int, number: int) -> Iterator[tuple[str, str]]:
    """Yield the page's addresses with an ending."""
    chance = random.Random(number)
    tables = [page for page in pages() if page.path not in NO_TABLE]
    asked = [(page, kind) for page in tables for kind in ("csv", "xlsx")]
    chance.shuffle(asked)
    for _round in range(rounds):
        for page, kind in asked:
            if address := next(clicks(page, known, chance), ""):
                yield f"{_named(page)}.{kind}", _as_file(address, kind)


def _named(page: Page) -> str:
    return page.path.rstrip("/") or "/tong-quan"


def _as_file(address: str, kind: str) -> str:
    path, _mark, asked = address.partition("?")
    return f"{path.rstrip('/') or '/tong-quan'}.{kind}?{asked}"


def _all_at_once(
    people: Sequence[Person],
    plan: Callable[[int], Iterator[tuple[str, str]]],
    pause: tuple[float, float],
) -> Times:
    times: dict[str, Timed] = defaultdict(Timed)

    def walk(number: int) -> list[tuple[str, str, Answer]]:
        chance, walked = random.Random(number), []
        for name, path in plan(number):
            time.sleep(chance.uniform(*pause))
            walked.append((name, path, people[number].click(path)))
        return walked

    with ThreadPoolExecutor(len(people)) as threads:
        for walked in threads.map(walk, range(len(people))):
            for name, path, found in walked:
                times[name].add(path, found)
    return times
