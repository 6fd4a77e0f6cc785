"""A first start without a screen: steps run at once, and times pass when they are told to."""

from collections.abc import Callable
from typing import Any

from codes import Scan
from device.counter.event import Confirmed, Typed
from device.enrolment import states
from device.enrolment.answer import Welcome
from device.enrolment.book import BookPapers
from device.enrolment.clerk import Clerk, Errands
from device.enrolment.first_start import FirstStart
from device.enrolment.place import Place
from device.enrolment.wifi import Wifi
from tests.device.enrolment.office import KEEPER, badge_text
from wire.enrolment import Label

PIN = "482915"


class AtOnce(Errands):
    """Does every step on the spot."""

    def __init__(self) -> None:
        super().__init__(lambda work: work())

    def run(self, step: Any, done: Any, failed: Any) -> None:
        self._run(step, done, failed)


class Hands:
    """Whoever stands before the machine."""

    def __init__(
        self,
        place: Place,
        *,
        clerk: Clerk | None = None,
        prints: Callable[[BookPapers, Welcome], None] | None = None,
    ) -> None:
        self.later: list[tuple[float, Callable[[], None]]] = []
        self.joined: list[Wifi] = []
        self.papers: list[BookPapers] = []
        self.seen: list[type] = []
        self.start = FirstStart(
            clerk or Clerk(place),
            AtOnce(),
            later=lambda seconds, work: self.later.append((seconds, work)),
            join=self._join,
            print_papers=prints or (lambda papers, _welcome: self.papers.append(papers)),
        )
        self.start.watch = lambda: self.seen.append(type(self.start.state))
        self.start.begin()

    def now(self) -> states.State:
        """Return the state: asked anew each time, so that nobody takes it for what it was."""
        return self.start.state

    def scan(self, label: Label | bytes) -> bool:
        data = label.to_text().encode() if isinstance(label, Label) else label
        return self.start.scanned(Scan(data))

    def wait(self) -> float:
        """Let the time pass until the next thing happens by itself; return how long that was."""
        seconds, work = self.later.pop(0)
        work()
        return seconds

    def keeper(self) -> None:
        """Play the person in charge, to the end."""
        if isinstance(self.now(), states.CallKeeper):
            assert self.scan(badge_text(KEEPER))
        for _time in range(2):
            self.type_pin(PIN)
        self.start.press(Confirmed())

    def type_pin(self, pin: str) -> None:
        for digit in pin:
            self.start.press(Typed(digit))

    def _join(self, wifi: Wifi) -> bool:
        self.joined.append(wifi)
        return True
