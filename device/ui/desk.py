"""Between till and glass: what is scanned and pressed goes in, what there is to show comes out."""

import time
from collections.abc import Callable
from datetime import datetime

from kivy.clock import Clock

from codes import Command, ControlCode, Scan, recognise
from device.backlight import Backlight
from device.counter.event import Rested, Scanned
from device.counter.state import Done, Paid, Ready, Saving, Service
from device.facts import gather_facts
from device.noted_drawer import NotedDrawer
from device.self_test.board import FactBoard
from device.signs import SeenHere, Signs
from device.till import Till
from device.ui import theme
from device.ui.bench import Bench
from device.ui.bridge import Bridge, Ear, HeardCount
from device.ui.code_pause import CodePause, is_quiet
from device.ui.command import Lay, PaperEnds, PaperLoaded, Reprint, StartAgain, TurnPage
from device.ui.drawing import Act
from device.ui.ears import Ears
from device.ui.stage import Stage
from device.ui.told import told_of_till
from device.ui.view import Fittings, Mishap, View, look
from device.ui.viewfinder import Viewfinder
from hardware.api import Sound
from hardware.errors import HardwareError
from hardware.kit import Kit
from wire.status import Health


class Desk:
    """One counter's screen. Everything but the bridge is called in the UI's thread only."""

    def __init__(  # noqa: PLR0913 - what a desk stands on
        self,
        till: Till,
        kit: Kit,
        *,
        fittings: Fittings,
        size: tuple[int, int],
        leave: Callable[[], None],
        signs: Callable[[SeenHere], Signs] | None = None,
        bridge: Bridge | None = None,
        board: FactBoard | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`leave` ends the program, to be started again; `signs` are of the terminal's parts.

        `board` takes what they tell.
        """
        self.till, self.kit = till, kit
        self.fittings, self._leave, self._signs = fittings, leave, signs
        self._board, self._backlight = board or FactBoard(), Backlight()
        self._read_at: datetime | None = None
        # Triggers may be pulled from any thread. Before the frame, so that what a scan changes is
        # drawn in the frame in which it is heard, and not in the one after it.
        self.redraw_soon = Clock.create_trigger(self.redraw, -1)
        self.viewfinder = self._make_viewfinder(monotonic)
        sight = self.viewfinder.texture if self.viewfinder else None
        self.stage = Stage(*size, self.press, bench=_bench(kit), sight=sight, monotonic=monotonic)
        self.stage.before_touch = self._draw_what_changed
        self.bridge = bridge or Bridge()
        self.bridge.wake = Clock.create_trigger(self.bridge.drain)
        self.heard = HeardCount()
        self._pause = CodePause(monotonic)
        self._rest = Clock.create_trigger(self._rested, theme.REST_AFTER_SALE)
        self._resting: int | None = None
        self._ears = Ears()
        self._mishap: Mishap | None = None
        till.watch(self.redraw_soon)

    def start(self) -> None:
        """Listen to the scanners, look at the clock, show the first screen."""
        camera: object = self.kit.preview
        keyboard: object = self.kit.keyboard
        for number, scanner in enumerate(self.kit.scanners):
            scanned = self._seen if scanner is camera else self.scanned
            scanned = self._typed if scanner is keyboard else scanned
            scanner.start(Ear(self.bridge, scanned, self._hears_faults_of(number)))
        Clock.schedule_interval(self._tick, theme.LOOK_AROUND)
        self.redraw()

    def close(self) -> None:
        """Look at nothing any more. The devices belong to whoever opened them."""
        Clock.unschedule(self._tick)
        self._rest.cancel()
        if self.viewfinder:
            self.viewfinder.close()

    @property
    def view(self) -> View:
        """What there is to show now."""
        aim = self.viewfinder.aim if self.viewfinder else None
        signs = self._looked_up()
        if signs:
            self._board.facts = gather_facts(signs)
        return look(
            self.till,
            self.fittings,
            scanner=self._ears.trouble,
            mishap=self._mishap,
            aim=aim,
            facts=self._board.facts if signs else (),
            told=signs.told if signs else None,
            has_stick=bool(signs and signs.probed and signs.probed.has_stick),
        )

    def _looked_up(self) -> Signs | None:
        """Look the terminal's parts up, where they are shown."""
        if self._signs is None or not isinstance(self.till.state, Service):
            return None
        drawer = self.kit.drawer
        return self._signs(
            SeenHere(
                scanner=self._scanner_health(),
                camera=self._camera_health(),
                read_at=self._read_at,
                drawer=drawer,
                drawer_opened_at=drawer.opened_at if isinstance(drawer, NotedDrawer) else None,
            )
        )

    def redraw(self, *_seconds: float) -> None:
        """Show what there is now."""
        if self.viewfinder:
            self._open_or_close(self.viewfinder)
        view = self.view
        self._pause.drawn(view.state, is_other=self.stage.show(view))
        self._rest_after_sale()

    def _draw_what_changed(self) -> None:
        """Draw now what would be drawn at the frame's end: touches are heard before it."""
        if self.redraw_soon.is_triggered:
            self.redraw_soon.cancel()
            self.redraw()

    def told(self) -> dict[str, object]:
        """Tell how things are, without any person's data."""
        return told_of_till(self.till, self.stage, self.heard.count)

    def scanned(self, scan: Scan) -> None:
        """Give a scan to the till."""
        self._mishap = None if self._mishap is Mishap.GOES_ON else self._mishap
        self._read_at = self.till.now
        code = recognise(scan)
        if isinstance(code, ControlCode) and self._pause.holds(self.till.state):
            self.kit.beeper.play(Sound.WARN)  # it was meant for the screen before
            self.heard.one_more()
            return
        if isinstance(code, ControlCode) and code.command is Command.PRESS:
            self._press_nth(code.quantity)
        else:
            self.till.handle(Scanned(code))
        self.heard.one_more()

    def _typed(self, scan: Scan) -> None:
        self._ears.typed()
        self.scanned(scan)

    def _press_nth(self, number: int) -> None:
        """Press a button of the screen by its number, in the order of reading."""
        found = self.stage.nth_button(number)
        if found is None:
            self.kit.beeper.play(Sound.WARN)
            return
        self.kit.beeper.play(Sound.READ)
        self.press(found[0].act)

    def _seen(self, scan: Scan) -> None:
        """Give a scan by the camera to the till, and tell the hand that holds the code."""
        if self.viewfinder:
            self.viewfinder.has_read()
        self.scanned(scan)

    def press(self, act: Act) -> None:
        """Do what was pressed."""
        match act:
            case Reprint():
                self.till.print_doubtful()
            case StartAgain():
                self._leave()
            case Lay(sample=sample):
                if self.kit.tray:
                    self.kit.tray.lay(sample)
            case TurnPage():
                self.stage.turn_page()
                self.redraw_soon()
            case PaperEnds():
                self.run_out_of_paper()
            case PaperLoaded():
                self.load_paper()
            case _:
                self.till.handle(act)

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
        """Something failed that nobody expected: say so.

        The ledger answers within the event that asks it, so a sale that is still being written now
        was left in the middle, and only the ledger, opened afresh, knows whether it stands.
        """
        is_saving = isinstance(self.till.state, Saving)
        self._mishap = Mishap.SALE_IN_DOUBT if is_saving else Mishap.GOES_ON
        self.redraw_soon()

    def _hears_faults_of(self, number: int) -> Callable[[HardwareError | None], None]:
        def hear(fault: HardwareError | None) -> None:
            if self._ears.hear(number, fault):
                self.heard.one_more()  # that one comes or goes is no answer to a held up code
            self.redraw_soon()

        return hear

    def _scanner_health(self) -> Health:
        """Return how the worst of the scanners is."""
        return self._ears.health if self.kit.scanners else "absent"

    def _camera_health(self) -> Health | None:
        """Return how the camera is; None where there is none."""
        camera: object = self.kit.preview
        if camera is None:
            return None
        gone = [one for n, one in enumerate(self.kit.scanners) if self._ears.is_gone(n)]
        return "offline" if any(one is camera for one in gone) else "ok"

    def _make_viewfinder(self, monotonic: Callable[[], float]) -> Viewfinder | None:
        if self.kit.preview is None:
            return None
        return Viewfinder(
            self.kit.preview,
            painted=self._repaint,
            changed=self.redraw_soon,
            monotonic=monotonic,
        )

    def _repaint(self) -> None:
        self.stage.canvas.ask_update()

    def _open_or_close(self, viewfinder: Viewfinder) -> None:
        """Only the screen that waits for a scan shows what the camera sees."""
        if isinstance(self.till.state, Ready) and self._mishap is not Mishap.SALE_IN_DOUBT:
            viewfinder.open()
        else:
            viewfinder.close()

    def _tick(self, _seconds: float) -> None:
        self.till.look_around(scanner=self._scanner_health())
        self._backlight.show(is_dim=self.till.power.is_dim)
        # The clock and a receipt that gets printed change without anybody saying so.
        self.redraw()
        if self.bridge.is_leaving and is_quiet(self.till):
            self._leave()

    def _rest_after_sale(self) -> None:
        state = self.till.state
        sold = state.number if isinstance(state, Paid | Done) else None
        if sold != self._resting:
            self._resting = sold
            self._rest.cancel()
            if sold is not None:
                self._rest()

    def _rested(self, _seconds: float) -> None:
        self.till.handle(Rested())


def _bench(kit: Kit) -> Bench | None:
    if kit.tray is None:
        return None
    has_paper = kit.controls is not None and kit.controls.printer is not None
    return Bench(kit.tray.samples, has_paper_controls=has_paper)
