"""The screen's program: window, scanners, clock and till put together and run."""

import gc
import logging
import signal
import sys
import threading
from collections.abc import Callable
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from types import FrameType

from kivy.base import ExceptionManager, runTouchApp, stopTouchApp
from kivy.clock import Clock

from device.self_test.board import FactBoard
from device.settings import TerminalSettings
from device.shop_settings import account_of
from device.signs import SeenHere, Signs
from device.till import Till
from device.ui.bridge import Bridge
from device.ui.desk import Desk
from device.ui.keys import Keys
from device.ui.living import leave as say_leaving
from device.ui.living import live
from device.ui.net import Net
from device.ui.remote import Remote
from device.ui.stage import bench_height
from device.ui.view import Fittings
from device.ui.window import open_window
from hardware.kit import Kit
from hardware.power.api import Power
from words import use_language

log = logging.getLogger(__name__)

_SWITCH_SECONDS = 0.0005
"""How long the printing thread may keep the screen waiting at a time; Python's own is 5 ms."""


class StartAgainError(RuntimeError):
    """The staff asked for a fresh start; whoever supervises the program gives it one."""


def run_screen(
    settings: TerminalSettings,
    till: Till,
    kit: Kit,
    bridge: Bridge | None = None,
    *,
    board: FactBoard | None = None,
    power: Callable[[], Power] | None = None,
) -> None:
    """Show the counter until it is told to leave (SIGTERM, SIGINT, or by the remote).

    Raises `StartAgainError` where the staff asked for a fresh start, `RuntimeError` where there is
    no display, and whatever kept the screen from being drawn.
    """
    use_language(till.tuning.language or settings.language)
    screen = settings.screen
    wants_start: list[StartAgainError] = []

    def leave() -> None:
        wants_start.append(StartAgainError("a fresh start was asked for"))
        stopTouchApp()

    size = (screen.width, screen.height)
    below = bench_height(*size) if kit.tray else 0
    window = open_window(screen.width, screen.height + below, fullscreen=screen.fullscreen)
    desk = Desk(
        till,
        kit,
        fittings=_fittings(settings),
        size=size,
        leave=leave,
        signs=_signs_of(settings, till, power),
        bridge=bridge,
        board=board,
    )
    net = Net(desk.fell)
    ExceptionManager.add_handler(net)
    keys = Keys(window, kit.keyboard) if kit.keyboard else None
    remote = Remote(screen.remote, desk, window) if screen.remote else None
    _leave_politely(desk)
    sys.setswitchinterval(_SWITCH_SECONDS)
    # Libraries and the counter's own parts stay till the end: looking through them for garbage
    # again and again would hold up a frame now and then.
    gc.collect()
    gc.freeze()
    Clock.schedule_once(_load_the_rest, 0)
    live(window, "the counter is open")
    try:
        desk.start()
        if remote:
            remote.start()
        runTouchApp(desk.stage)
    finally:
        say_leaving()
        if remote:
            remote.close()
        if keys:
            keys.close()
        desk.close()
        ExceptionManager.remove_handler(net)
    if wants_start:
        raise wants_start[0]


def _load_the_rest(_seconds: float) -> None:
    """Load what the first frame does without, on a thread: the first pack and receipt want it."""
    for part in ("codes.gs1", "hardware.raster"):
        threading.Thread(target=import_module, args=(part,), name="load", daemon=True).start()


def _signs_of(
    settings: TerminalSettings, till: Till, power: Callable[[], Power] | None
) -> Callable[[SeenHere], Signs]:
    """Look the terminal's parts up. What reads certificates is loaded when somebody asks."""

    @cache
    def made() -> Callable[[SeenHere], Signs]:
        from device.ui.sign_lookup import signs_of  # noqa: PLC0415 - it costs a tenth of the start

        return signs_of(settings, till, power)

    def look(seen: SeenHere) -> Signs:
        return made()(seen)

    return look


def _fittings(settings: TerminalSettings) -> Fittings:
    account = settings.shop.account
    return Fittings(
        staff="" if settings.people else settings.staff.name,
        outlet=settings.outlet.name,
        label=settings.label,
        account=account_of(account) if account else None,
        awaits_update=partial(_awaits_update, settings.updates),
    )


def _awaits_update(updates: Path | None) -> bool:
    from device.updating.wish import is_awaited  # noqa: PLC0415 - asked once a day

    return updates is not None and is_awaited(updates)


def _leave_politely(desk: Desk) -> None:
    """End the event loop on SIGTERM and SIGINT, so that the receipt in hand is still printed."""

    def leave(number: int, _frame: FrameType | None) -> None:
        log.info("the screen leaves: signal %d", number)
        desk.bridge.post(stopTouchApp)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, leave)
