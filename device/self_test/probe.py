"""Looks at card, ledger, software and supply in a thread that nobody waits for."""

import logging
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from msgspec import UNSET

from device.ledger.checkup import check_up
from device.ledger.database import LedgerDatabase
from device.ledger.errors import LedgerError
from device.link.vitals import read_temperature, read_under_voltage
from device.self_test.card import read_card
from device.self_test.software import read_software
from device.settings import TerminalSettings
from device.signs import Probed
from hardware.power.api import Power

log = logging.getLogger(__name__)


def probe(settings: TerminalSettings, power: Power | None = None) -> Probed:
    """Look at everything that takes its time; `power`: what the supply says, where it is asked."""
    temperature = read_temperature()
    return Probed(
        card=read_card(settings.ledger.parent),
        ledger="ok" if ledger_is_sound(settings, thorough=False) else "damaged",
        software=read_software(settings),
        temperature_c=None if temperature is UNSET else temperature,
        power=_with_board(power or Power()),
        has_stick=next(sticks_of(settings), None) is not None,
    )


def ledger_is_sound(settings: TerminalSettings, *, thorough: bool) -> bool:
    """Whether the ledger passes its own check, as it stands."""
    database = LedgerDatabase(settings.ledger)
    try:
        with database.as_it_stands():
            check_up(database, settings.terminal, thorough=thorough)
    except LedgerError as error:
        log.warning("the ledger does not pass: %s", type(error).__name__)
        return False
    finally:
        database.close()
    return True


def sticks_of(settings: TerminalSettings) -> Iterator[Path]:
    """Yield USB sticks that a file can be written to."""
    folder = settings.updating.sticks
    if folder is None:
        return
    try:
        found = sorted(folder.iterdir())
    except OSError:
        return
    yield from (one for one in found if one.is_dir() and os.access(one, os.W_OK))


def _with_board(power: Power) -> Power:
    """Add whether the board itself saw its voltage sag since the start."""
    weak = read_under_voltage()
    return replace(power, is_weak=power.is_weak if weak is UNSET else weak or power.is_weak)


class Prober:
    """Looks once whenever it is told to; what was found last stays until then."""

    def __init__(self, look: Callable[[], Probed]) -> None:
        self._look = look
        self._wanted: object = None
        self._thread: threading.Thread | None = None
        self.found: Probed | None = None

    def look(self, wanted: object) -> bool:
        """Begin to look, unless it was done for the same want; return whether it has begun."""
        if wanted == self._wanted or (self._thread and self._thread.is_alive()):
            return False
        self._wanted = wanted
        self._thread = threading.Thread(target=self._run, name="probe", daemon=True)
        self._thread.start()
        return True

    def wait(self, seconds: float) -> None:
        """Wait until what has begun is done."""
        if self._thread:
            self._thread.join(seconds)

    def forget(self) -> None:
        """The next look is a fresh one."""
        self._wanted = None

    def _run(self) -> None:
        try:
            self.found = self._look()
        # The whole of this thread: odd hardware must not end what is told of it.
        except Exception:
            log.exception("the terminal cannot be looked over")
