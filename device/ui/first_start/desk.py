"""Between the first start and the glass: scans and touches go in, drawings come out."""

import time
from collections.abc import Callable

from kivy.clock import Clock

from codes import Scan
from device.clock import system_clock
from device.enrolment.first_start import FirstStart
from device.enrolment.states import Enrolled, NoAnswer, Refused
from device.ui import theme
from device.ui.bridge import Bridge, Ear, HeardCount
from device.ui.drawing import Act
from device.ui.first_start.gallery import show_first
from device.ui.first_start.view import FirstView
from device.ui.stage import Stage
from device.ui.view import ScannerTrouble
from hardware.api import Sound
from hardware.errors import HardwareError
from hardware.kit import Kit

DONE_SECONDS = 3.0
"""So long the last screen is shown."""


class FirstDesk:
    """The screen of a terminal that is not enrolled. For the UI's thread, but for the bridge."""

    def __init__(
        self,
        start: FirstStart,
        kit: Kit,
        bridge: Bridge,
        *,
        size: tuple[int, int],
        leave: Callable[[], object],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`leave` ends the program: the terminal is enrolled."""
        self.start_of, self.kit, self.bridge = start, kit, bridge
        self._leave = leave
        self.redraw_soon = Clock.create_trigger(self.redraw, -1)
        self.stage = Stage(*size, self.press, monotonic=monotonic)
        self.bridge.wake = Clock.create_trigger(self.bridge.drain)
        self.heard = HeardCount()
        self._scanners: dict[int, ScannerTrouble] = {}
        start.watch = self._changed

    def start(self) -> None:
        """Listen to the scanners, and show the first screen."""
        for number, scanner in enumerate(self.kit.scanners):
            scanner.start(Ear(self.bridge, self.scanned, self._hears_faults_of(number)))
        Clock.schedule_interval(self.redraw, theme.LOOK_AROUND)
        self.start_of.begin()
        self.redraw()

    def close(self) -> None:
        """Look at nothing any more. The devices belong to whoever opened them."""
        Clock.unschedule(self.redraw)

    def scanned(self, scan: Scan) -> None:
        """Take a scan, and say by a sound whether it was of use."""
        is_of_use = self.start_of.scanned(scan)
        self.kit.beeper.play(Sound.READ if is_of_use else Sound.UNKNOWN)
        self.heard.one_more()

    def press(self, act: Act) -> None:
        """Do what was pressed."""
        self.start_of.press(act)

    def redraw(self, *_seconds: float) -> None:
        """Show what there is now."""
        trouble = ScannerTrouble.MISSING if self._is_deaf() else None
        show_first(
            self.stage,
            FirstView(state=self.start_of.state, now=system_clock(), scanner=trouble),
        )

    def told(self) -> dict[str, object]:
        """Tell how things are: names only, nothing that is secret."""
        buttons = [button.words for button in self.stage.terminal.drawing.buttons]
        state = self.start_of.state
        fault = getattr(state, "fault", None)
        return {
            "state": type(state).__name__,
            "heard": self.heard.count,
            "reason": getattr(state, "reason", None) or getattr(fault, "name", None),
            "buttons": buttons,
        }

    def run_out_of_paper(self, *, after_rows: int = 0) -> bool:
        """Let the fake printer's paper end; return whether there is one."""
        printer = self.kit.controls.printer if self.kit.controls else None
        if printer:
            printer.run_out_of_paper(after_rows=after_rows)
        return printer is not None

    def load_paper(self) -> bool:
        """Put paper into the fake printer; return whether there is one."""
        printer = self.kit.controls.printer if self.kit.controls else None
        if printer:
            printer.load_paper()
        return printer is not None

    def fell(self) -> None:
        """Something failed that nobody expected: what there is is shown again."""
        self.redraw_soon()

    def _is_deaf(self) -> bool:
        """Whether every scanner is missing; a keyboard is never missed, and may not be there."""
        keyboard: object = self.kit.keyboard
        real = [n for n, scanner in enumerate(self.kit.scanners) if scanner is not keyboard]
        return bool(real) and all(number in self._scanners for number in real)

    def _changed(self) -> None:
        state = self.start_of.state
        if isinstance(state, Enrolled):
            self.kit.beeper.play(Sound.SOLD)
            Clock.schedule_once(lambda _seconds: self._leave(), DONE_SECONDS)
        elif isinstance(state, NoAnswer | Refused):
            self.kit.beeper.play(Sound.WARN)
        self.redraw_soon()

    def _hears_faults_of(self, number: int) -> Callable[[HardwareError | None], None]:
        def hear(fault: HardwareError | None) -> None:
            self._scanners.pop(number, None)
            if fault:
                self._scanners[number] = ScannerTrouble.MISSING
            self.redraw_soon()

        return hear
