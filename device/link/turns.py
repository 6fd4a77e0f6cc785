"""Whose turn it is: the oldest first, and nothing that the province does not take holds up others.

What goes unanswered while other entries are answered is set aside, in halves, down to the single
entry; each part is tried again for ever, ever more seldom. As long as nothing at all is answered
nobody is to blame, and what waits takes turns.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from device.ledger.outbox import OutboxQueue, Portion
from wire.backoff import Backoff
from wire.batch import MAX_BYTES, MAX_ENTRIES

LEAST_BYTES = 256
"""Less than an entry has: at the least, one goes at a time."""
_GROWTH = MAX_BYTES // 16
FIRST_REST_SECONDS, LONGEST_REST_SECONDS = 60.0, 3600.0
CUTS = 3
"""So many cuts in a row at the smallest size are no longer the line's own."""

Place = tuple[str, int]
"""Epoch and sequence number."""


@dataclass(slots=True)
class _Aside:
    """Entries of one epoch that wait for another try."""

    epoch: str
    seqs: tuple[int, ...]
    due: float
    rest: Backoff = field(
        default_factory=lambda: Backoff(
            first_seconds=FIRST_REST_SECONDS, most_seconds=LONGEST_REST_SECONDS
        )
    )


class Turns:
    """Chooses what to send next, and learns from what became of it."""

    def __init__(
        self,
        queue: OutboxQueue,
        *,
        with_sealed: bool,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._queue, self._with_sealed, self._monotonic = queue, with_sealed, monotonic
        self._asides: list[_Aside] = []
        self._size = MAX_BYTES
        self._after: Place | None = None
        self._tried: Place | None = None
        self._through: Portion | None = None
        self._is_answered = False
        self._cuts = 0
        self._asides_first = False

    def next(self) -> Portion | None:
        """Return what to send now: what has never been tried, and what was set aside, by turns."""
        if not self._is_answered and (portion := self.new()):
            return portion
        if self._asides_first:
            return self._due() or self._fresh()
        return self._fresh() or self._due()

    def new(self) -> Portion | None:
        """Return what has come since all was tried: it must not wait behind what is not taken."""
        portion = self._read(after=self._tried)
        return self._not_aside(portion) if portion else None

    def sent(self, portion: Portion) -> None:
        """Take note that a portion is on its way."""
        new = self.new()
        if new and new.bodies[0] == portion.bodies[0] and new.epoch == portion.epoch:
            self._tried = _end(portion)
        self._asides_first = not self._is_aside(portion)

    def is_full(self, portion: Portion) -> bool:
        """Whether more waits behind a portion than it could take."""
        return self._read(after=_end(portion), entries=1) is not None

    def answered(self, portion: Portion, *, wholly: bool) -> None:
        """Take note that the province has answered, for the whole portion or for some of it."""
        self._is_answered, self._after, self._cuts = True, None, 0
        self._size = min(MAX_BYTES, self._size + _GROWTH)
        self._through = portion if wholly else None
        self._forget(portion)

    def sent_in_vain(self) -> None:
        """Take note that what was answered waits again, and nothing is wrong with it."""
        self._through = self._after = None

    def unanswered(self, portion: Portion, *, heard: bool) -> None:
        """Take note that nothing of a portion was answered; `heard`: though a receipt came."""
        is_to_blame = heard or self._is_answered
        if is_to_blame or self._is_aside(portion):
            self._set_aside(portion, rests=is_to_blame)
        else:
            self._after = _end(portion)
        if not heard:
            self._is_answered = False
            self._shrink()

    def cut(self, portion: Portion) -> None:
        """Take note that the line was cut: less at a time may get through between two cuts."""
        self._cuts += 1
        if self._cuts >= CUTS and (len(portion.bodies) == 1 or self._size == LEAST_BYTES):
            self.unanswered(portion, heard=False)
            self._cuts = 0
        self._shrink()

    def _shrink(self) -> None:
        self._size = max(LEAST_BYTES, self._size // 2)

    def _fresh(self) -> Portion | None:
        """Return what comes next of what is not set aside."""
        after = self._after
        while True:
            portion = self._read(after=after)
            if portion is None and self._after is None:
                return None
            if portion is None:
                after = self._after = None
                continue
            if kept := self._not_aside(portion):
                return kept
            after = _end(portion)

    def _not_aside(self, portion: Portion) -> Portion | None:
        self._leave_what_was_passed_over(portion)
        aside = {seq for each in self._asides if each.epoch == portion.epoch for seq in each.seqs}
        return _only(portion, lambda seq: seq not in aside)

    def _leave_what_was_passed_over(self, portion: Portion) -> None:
        """Set aside what still waits though the portion that it was in has been answered."""
        before, self._through = self._through, None
        if before is None or before.epoch != portion.epoch:
            return
        sent = {seq for seq, _body in before.bodies}
        for seq, _body in portion.bodies:
            if seq in sent:
                self._rest(_Aside(portion.epoch, (seq,), 0.0))

    def _due(self) -> Portion | None:
        """Return what was set aside and may be tried again."""
        now = self._monotonic()
        for aside in [each for each in self._asides if each.due <= now]:
            self._asides.remove(aside)
            first, last = aside.seqs[0], aside.seqs[-1]
            found = self._read(after=(aside.epoch, first - 1), entries=last - first + 1)
            wanted = frozenset(aside.seqs)
            if found and found.epoch == aside.epoch and (kept := _only(found, wanted.__contains__)):
                self._asides.append(aside)
                return kept
        return None

    def _is_aside(self, portion: Portion) -> bool:
        first = portion.bodies[0][0]
        return any(a.epoch == portion.epoch and first in a.seqs for a in self._asides)

    def _set_aside(self, portion: Portion, *, rests: bool) -> None:
        """Let a portion wait behind all others, in halves; a single entry `rests` for a while."""
        seqs = tuple(seq for seq, _body in portion.bodies)
        same = next((a for a in self._asides if (a.epoch, a.seqs) == (portion.epoch, seqs)), None)
        self._forget(portion)
        now, half = self._monotonic(), len(seqs) // 2
        if half:
            parts = seqs[:half], seqs[half:]
            self._asides += [_Aside(portion.epoch, part, now) for part in parts]
            return
        aside = same or _Aside(portion.epoch, seqs, now)
        if rests:
            self._rest(aside)
        else:
            self._asides.append(aside)

    def _rest(self, aside: _Aside) -> None:
        self._asides.append(replace(aside, due=self._monotonic() + aside.rest.next_seconds()))

    def _forget(self, portion: Portion) -> None:
        """Let what is in a portion count as never set aside."""
        sent = {seq for seq, _body in portion.bodies}
        left = []
        for aside in self._asides:
            seqs = aside.seqs
            if aside.epoch == portion.epoch:
                seqs = tuple(seq for seq in seqs if seq not in sent)
            if seqs:
                left.append(replace(aside, seqs=seqs))
        self._asides = left

    def _read(self, *, after: Place | None, entries: int = MAX_ENTRIES) -> Portion | None:
        return self._queue.next_batch(
            entries=min(entries, MAX_ENTRIES),
            size=self._size,
            with_sealed=self._with_sealed,
            after=after,
        )


def _end(portion: Portion) -> Place:
    return portion.epoch, portion.bodies[-1][0]


def _only(portion: Portion, wanted: Callable[[int], bool]) -> Portion | None:
    bodies = [(seq, body) for seq, body in portion.bodies if wanted(seq)]
    if not bodies:
        return None
    sealed = {seq: block for seq, block in portion.sealed.items() if wanted(seq)}
    return replace(portion, bodies=bodies, sealed=sealed)
