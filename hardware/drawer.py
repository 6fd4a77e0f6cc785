"""The cash drawer: a coil that a pulse opens, on the printer's socket or on a port of its own."""

import logging
from collections.abc import Callable
from functools import partial
from threading import Lock, Thread

from hardware.errors import DrawerError, HardwareError
from hardware.ports import Port, PortError
from hardware.printer import EscposPrinter, Pulse

log = logging.getLogger(__name__)

# ESC p m t1 t2: the pulse to pin 2 (m = 0) or pin 5 (m = 1) of the socket, on and off in units of
# 2 ms. 50 ms opens every 12 and 24 volt drawer; the pause keeps the coil cool.
# DLE DC4 1 m t: the same at once, in units of 100 ms, which a printer obeys without paper too.
_ON, _OFF, _AT_ONCE = 25, 250, 1
_PINS = {2: 0, 5: 1}


def pulse_for(pin: int) -> Pulse:
    r"""Return the pulse to a pin of the printer's drawer socket: 2 or 5.

    >>> pulse_for(2).in_turn
    b'\x1bp\x00\x19\xfa'
    """
    return Pulse(
        b"\x1bp" + bytes((_PINS[pin], _ON, _OFF)),
        b"\x10\x14\x01" + bytes((_PINS[pin], _AT_ONCE)),
    )


class NoDrawer:
    """There is none: nothing opens, and nothing is wrong."""

    is_there = False
    fault: HardwareError | None = None

    def open(self) -> None:
        """Nothing opens."""

    def close(self) -> None:
        """Nothing to release."""


class PulseDrawer:
    """A drawer that opens at a pulse. The pulse goes out in a thread of its own."""

    is_there = True

    def __init__(self, send: Callable[[], None]) -> None:
        """`send` hands the pulse over, and raises `PortError`."""
        self._send, self._one_at_a_time = send, Lock()
        self._fault: HardwareError | None = None
        self._thread: Thread | None = None

    @property
    def fault(self) -> HardwareError | None:
        """Why it did not open the last time."""
        return self._fault

    def open(self) -> None:
        """Send the pulse, and return at once."""
        self._thread = Thread(target=self._open, name="drawer", daemon=True)
        self._thread.start()

    def wait(self, seconds: float = 10.0) -> None:
        """Wait until the newest pulse is out, or was not to be had."""
        if self._thread:
            self._thread.join(seconds)

    def close(self) -> None:
        """Wait for the newest pulse."""
        self.wait()

    def _open(self) -> None:
        with self._one_at_a_time:
            try:
                self._send()
            except PortError as error:
                log.warning("the drawer did not open: %s", error)
                self._fault = DrawerError("the pulse did not go out")
            else:
                self._fault = None


def drawer_on_printer(printer: EscposPrinter, pin: int = 2) -> PulseDrawer:
    """Return the drawer on a printer's socket."""
    return PulseDrawer(partial(printer.send_pulse, pulse_for(pin)))


def drawer_on(port: Port, pin: int = 2) -> PulseDrawer:
    """Return a drawer that has a port to itself."""
    return PulseDrawer(partial(_send_alone, port, pulse_for(pin).in_turn))


def _send_alone(port: Port, pulse: bytes) -> None:
    try:
        port.write(pulse)
    finally:
        port.close()
