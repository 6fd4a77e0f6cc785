"""The first start: what is scanned and pressed goes in, the state comes out. One thread's alone.

Label, the province's answer, where there was a terminal before its card, then the person in charge
makes the outlet's book; and the terminal is written. Each step is kept when it is done, so that
after a pulled plug it goes on where it was.
"""

import logging
from collections.abc import Callable
from typing import TypeVar

from codes import Scan, recognise
from device.counter.event import Chosen, Confirmed, WentBack
from device.enrolment import states
from device.enrolment.answer import Welcome
from device.enrolment.clerk import Clerk, Errands
from device.enrolment.errors import (
    DoorError,
    NotKeptError,
    RefusedByDoorError,
    UnsoundAnswerError,
)
from device.enrolment.keeper import Keeper, PrintPapers
from device.enrolment.old_terminal import OldTerminal
from device.enrolment.states import Note, State
from device.enrolment.wifi import Join, WifiCodeError, is_wifi, read_wifi
from wire.enrolment import Label, LabelError, read_label

log = logging.getLogger(__name__)

T = TypeVar("T")

AGAIN_SECONDS = 10.0
"""Before the province is asked again by itself."""
LATER_SECONDS = 60.0
"""The same, where the office said that it has too much to do."""
_TAKES_LABEL = (states.ScanLabel, states.NoAnswer, states.Refused)

Later = Callable[[float, Callable[[], None]], object]
"""Has something done on this thread after so many seconds."""


class FirstStart:
    """One terminal on its way to be one."""

    def __init__(
        self, clerk: Clerk, errands: Errands, *, later: Later, join: Join, print_papers: PrintPapers
    ) -> None:
        self.state: State = states.ScanLabel()
        self.watch: Callable[[], None] = lambda: None
        """Called after each change."""
        self._clerk, self._errands, self._later, self._join = clerk, errands, later, join
        self._label: Label | None = None
        self._welcome: Welcome | None = None
        self._retry: Callable[[], None] = self._ask
        self._old = OldTerminal(self, clerk, later, done=self._go_on)
        self._keeper = Keeper(self, clerk, print_papers, done=self._go_on)

    def begin(self) -> None:
        """Go on where an earlier start was cut off."""
        self._label = self._clerk.pending.label
        if self._label:
            self.go(states.Asking())
            self.run(self._clerk.earlier, self._found_earlier, self._ask_failed)

    def go(self, state: State) -> None:
        """Be in this state now."""
        self.state = state
        self.watch()

    def run(
        self,
        step: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run a step that takes time. What nobody expects is taken for a card that is full."""
        during = self.state

        def again() -> None:
            self.go(during)  # so that what is pressed meanwhile does not run it twice
            self.run(step, done, failed)

        self._errands.run(step, done, failed or (lambda error: self.cannot_write(error, again)))

    def cannot_write(self, error: Exception, again: Callable[[], None]) -> None:
        """Say that our own card does not take a step; `again` does it when somebody asks for it."""
        log.error("a step cannot be done: %s", type(error).__name__)
        self._retry = again
        is_code_used = isinstance(error, NotKeptError) or self._welcome is not None
        self.go(states.CannotWrite(is_code_used))

    def scanned(self, scan: Scan) -> bool:
        """Take a scan; return whether it was of use."""
        if isinstance(self.state, states.CallKeeper):
            return self._keeper.scanned(self.state, recognise(scan))
        if not isinstance(self.state, _TAKES_LABEL):
            return False
        text = scan.data.decode("utf-8", "replace").strip()
        if is_wifi(text):
            return self._wifi(text)
        try:
            self._label = read_label(text)
        except LabelError:
            self._note(Note.OTHER_CODE)
            return False
        self._ask()
        return True

    def press(self, act: object) -> None:
        """Do what was pressed."""
        match self.state, act:
            case ((states.NoAnswer() | states.Refused()), Confirmed()):
                self._ask()
            case ((states.NoAnswer() | states.Refused()), WentBack()):
                self._forget_label()
            case states.CannotWrite(), Confirmed():
                self._retry()
            case ((states.SetPin() | states.KeepPapers()), _):
                self._keeper.press(act)
            case _, (Confirmed() | WentBack() | Chosen()):
                self._old.press(act)

    def _ask(self) -> None:
        label = self._label
        if label is None:
            self.go(states.ScanLabel())
            return
        self.go(states.Asking())
        self.run(lambda: self._clerk.ask(label), self._answered, self._ask_failed)

    def _found_earlier(self, welcome: Welcome | None) -> None:
        if welcome is None:
            self._ask()
        else:
            self._answered(welcome)

    def _ask_failed(self, error: Exception) -> None:
        match error:
            case DoorError(fault=fault):
                host = self._label.host if self._label else ""
                self._go_and_ask_again(states.NoAnswer(fault, host), AGAIN_SECONDS)
            case RefusedByDoorError(reason=reason, at=at):
                refused = states.Refused(reason, at)
                if refused.is_passing:
                    self._go_and_ask_again(refused, LATER_SECONDS)
                else:
                    self._clerk.pending.drop_label()
                    self.go(refused)
            case UnsoundAnswerError():
                log.error("the office's answer cannot be used: %s", error)
                self._clerk.pending.drop_label()
                self.go(states.Refused("unsound-answer"))
            case _:
                self.cannot_write(error, self._ask)

    def _go_and_ask_again(self, state: State, seconds: float) -> None:
        self.go(state)
        self._later(seconds, lambda: self._ask() if self.state is state else None)

    def _forget_label(self) -> None:
        self._label = None
        self._clerk.pending.drop_label()
        self.go(states.ScanLabel())

    def _wifi(self, text: str) -> bool:
        try:
            wifi = read_wifi(text)
        except WifiCodeError:
            self._note(Note.WIFI_FAILED)
            return False
        self.run(lambda: self._join(wifi), self._joined)
        return True

    def _joined(self, is_told: bool) -> None:  # noqa: FBT001 - the outcome of a step
        self._note(Note.WIFI_TOLD if is_told else Note.WIFI_FAILED)

    def _note(self, note: Note) -> None:
        """Say something beside what is shown; the way by itself goes on."""
        match self.state:
            case states.ScanLabel():
                self.go(states.ScanLabel(note))
            case states.NoAnswer(fault=fault, host=host):
                self._go_and_ask_again(states.NoAnswer(fault, host, note), AGAIN_SECONDS)
            case states.Refused(reason=reason, at=at) as refused:
                self.go(states.Refused(reason, at, note))
                if refused.is_passing:
                    self._go_and_ask_again(self.state, LATER_SECONDS)

    def _answered(self, welcome: Welcome) -> None:
        self._welcome = welcome
        self._go_on(welcome)

    def _go_on(self, welcome: Welcome) -> None:
        """Do what is to be done next."""
        pending = self._clerk.pending
        if welcome.answer.replaces and not pending.is_shelf_done:
            self._old.begin(welcome)
        elif pending.book is None:
            self._keeper.begin(welcome)
        else:
            self.go(states.Installing())
            self.run(lambda: self._clerk.install(welcome), lambda _none: self._enrolled(welcome))

    def _enrolled(self, welcome: Welcome) -> None:
        settings = welcome.settings
        self.go(states.Enrolled(settings.outlet.name, settings.label, settings.terminal))
