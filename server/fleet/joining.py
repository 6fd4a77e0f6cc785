"""Joining signals before anybody is told: one cause, one alarm.

A line that fails takes many terminals along; somebody who is told of each of them looks at none.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from server.fleet.health import Trouble
from server.fleet.opening import Opening

AT_LEAST = 5
"""Terminals of one place that fell silent together make an outage."""
SHARE = 0.5
"""Of those that could have fallen silent then. Both are the department's own choice."""
LEFT_AT_LEAST, LEFT_SHARE = 3, 0.02
"""An outage that is known goes on with so few: it must not break into pieces, each with an alarm
of its own, while terminals come back one by one."""
TOGETHER = timedelta(minutes=15)
NOTHING_AFTER, OF_AT_LEAST = timedelta(minutes=30), 20
"""All terminals speak every ten minutes: where of so many that should be open none was heard for
so long, it is not they. Of fewer, all may have overslept."""

PROVINCE = "province"


class Place(NamedTuple):
    """Where a terminal stands; empty: not known."""

    area: str
    commune: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """An active terminal that was heard before, as far as joining wants to know it."""

    terminal: str
    place: Place
    opening: Opening
    last_contact: datetime
    silent_from: datetime | None
    troubles: Mapping[Trouble, datetime]
    """What is wrong with it, and since when."""

    @property
    def is_silent(self) -> bool:
        """Whether it is silent now."""
        return Trouble.SILENT in self.troubles

    @property
    def fell(self) -> datetime:
        """When its silence began to count."""
        return self.silent_from or self.last_contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Signals with one cause."""

    subject: str
    """PROVINCE, "area:CODE" or "commune:CODE" of an outage; a trouble's name otherwise."""
    trouble: Trouble
    terminals: tuple[str, ...]
    since: datetime

    @property
    def is_outage(self) -> bool:
        """Whether a whole place is silent."""
        return self.subject == PROVINCE or ":" in self.subject


def join(
    machines: Sequence[Heard], now: datetime, *, known: Iterable[str] = ()
) -> tuple[Joined, ...]:
    """Return everything that is wrong, by cause; the widest outage first.

    `known` are the subjects of outages that are open.
    """
    nothing = _nothing_comes(machines, now)
    if nothing:
        return (nothing, *_by_trouble(machines, set(nothing.terminals)))
    known, outages, explained = set(known), [], set[str]()
    for subject, here in _places(machines):
        found = _outage(subject, here, explained, is_known=subject in known)
        if found:
            outages.append(found)
            explained.update(found.terminals)
    return (*outages, *_by_trouble(machines, explained))


def _places(machines: Sequence[Heard]) -> Iterable[tuple[str, list[Heard]]]:
    """Return every place with its terminals: the province, its areas, their communes."""
    areas: dict[str, list[Heard]] = defaultdict(list)
    communes: dict[str, list[Heard]] = defaultdict(list)
    for one in machines:
        if one.place.area:
            areas[one.place.area].append(one)
        if one.place.commune:
            communes[one.place.commune].append(one)
    if len(areas) > 1:
        yield PROVINCE, list(machines)
    yield from ((f"area:{code}", here) for code, here in sorted(areas.items()) if len(here) > 1)
    yield from ((f"commune:{code}", here) for code, here in sorted(communes.items()))


def _outage(
    subject: str, here: list[Heard], explained: set[str], *, is_known: bool
) -> Joined | None:
    silent = [one for one in here if one.is_silent and one.terminal not in explained]
    for together in _groups(silent):
        if _is_outage(subject, together, here, is_known=is_known):
            return _joined(subject, together, silent)
    return None


def _joined(subject: str, together: list[Heard], silent: list[Heard]) -> Joined:
    begins = min(one.fell for one in together) - TOGETHER
    # Whoever fell silent later, such as at its own opening, could not speak either.
    hit = [one for one in silent if one.fell >= begins]
    return Joined(
        subject=subject,
        trouble=Trouble.SILENT,
        terminals=tuple(sorted(one.terminal for one in hit)),
        since=min(one.last_contact for one in hit),
    )


def _is_outage(subject: str, together: list[Heard], here: list[Heard], *, is_known: bool) -> bool:
    if len(together) < (LEFT_AT_LEAST if is_known else AT_LEAST):
        return False
    at = min(one.fell for one in together)
    could = [
        one for one in here
        if (one in together or not _was_gone(one, together) if one.is_silent
            else one.opening.is_open(at))
    ]  # fmt: skip
    if len(together) < (LEFT_SHARE if is_known else SHARE) * len(could):
        return False
    return is_known or _is_spread(subject, together)


def _was_gone(one: Heard, together: list[Heard]) -> bool:
    """Whether an earlier cause had taken a silent terminal: it could not fall silent then."""
    word = min(other.last_contact for other in together)
    return one.fell < min(other.fell for other in together) or one.last_contact < word - TOGETHER


def _is_spread(subject: str, together: list[Heard]) -> bool:
    """Whether an outage is as wide as the place: one commune's is not its whole area's."""
    if subject.startswith("commune:"):
        return True
    wide = subject == PROVINCE
    return len({one.place.area if wide else one.place.commune for one in together}) > 1


def _groups(silent: list[Heard]) -> Iterable[list[Heard]]:
    """Return those who fell silent together, the most first, then the most of the rest."""
    while len(silent) >= LEFT_AT_LEAST:
        together = _together(silent)
        if len(together) < LEFT_AT_LEAST:
            return
        yield together
        gone = {one.terminal for one in together}
        silent = [one for one in silent if one.terminal not in gone]


def _together(silent: list[Heard]) -> list[Heard]:
    """Return the most that fell silent within a short time of each other.

    By the last word where a line fell while all were open, or by when silence began to count
    where it fell at night: whichever joins more.
    """
    by_word = _densest([(one.last_contact, one) for one in silent])
    by_silence = _densest([(one.fell, one) for one in silent])
    return max(by_word, by_silence, key=len)


def _densest(told: list[tuple[datetime, Heard]]) -> list[Heard]:
    told = sorted(told, key=lambda one: one[0])
    best, first = (0, 0), 0
    for last, (at, _one) in enumerate(told):
        while at - told[first][0] > TOGETHER:
            first += 1
        best = max(best, (first, last + 1), key=lambda span: span[1] - span[0])
    return [one for _at, one in told[slice(*best)]]


def _nothing_comes(machines: Sequence[Heard], now: datetime) -> Joined | None:
    """Return the outage of everybody: the broker, or our own line."""
    due = [
        one for one in machines
        if one.opening.is_open(now) and one.opening.is_open(now - NOTHING_AFTER)
    ]  # fmt: skip
    newest = max((one.last_contact for one in machines), default=now)
    if len(due) < OF_AT_LEAST or now - newest <= NOTHING_AFTER:
        return None
    gone = {one.terminal for one in due} | {one.terminal for one in machines if one.is_silent}
    return Joined(
        subject=PROVINCE, trouble=Trouble.SILENT, terminals=tuple(sorted(gone)), since=newest
    )


def _by_trouble(machines: Sequence[Heard], explained: set[str]) -> Iterable[Joined]:
    """Return what no outage explains: one alarm for each kind of trouble."""
    found: dict[Trouble, list[Heard]] = defaultdict(list)
    for one in machines:
        for trouble in one.troubles:
            if not (trouble is Trouble.SILENT and one.terminal in explained):
                found[trouble].append(one)
    for trouble, those in sorted(found.items()):
        yield Joined(
            subject=trouble.value,
            trouble=trouble,
            terminals=tuple(sorted(one.terminal for one in those)),
            since=min(one.troubles[trouble] for one in those),
        )
