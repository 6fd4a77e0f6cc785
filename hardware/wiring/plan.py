"""The wiring as it stands in wiring.toml, and what must hold of it."""

import tomllib
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

FILE = Path(__file__).parent / "wiring.toml"
HeaderPin = Annotated[int, Meta(ge=1, le=40)]

GPIO_OF_PIN = {
    3: 2, 5: 3, 7: 4, 8: 14, 10: 15, 11: 17, 12: 18, 13: 27, 15: 22, 16: 23, 18: 24, 19: 10,
    21: 9, 22: 25, 23: 11, 24: 8, 26: 7, 27: 0, 28: 1, 29: 5, 31: 6, 32: 12, 33: 13, 35: 19,
    36: 16, 37: 26, 38: 20, 40: 21,
}  # fmt: skip
"""Every Pi since the B+ (Raspberry Pi documentation, "GPIO and the 40-pin header")."""
FIVE_VOLTS, THREE_VOLTS = {2, 4}, {1, 17}
GROUND = {6, 9, 14, 20, 25, 30, 34, 39}


class Signal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A pin of the Pi's header and what hangs on it."""

    pin: HeaderPin
    gpio: Annotated[str, Meta(pattern=r"^(GPIO\d{1,2})?$")]
    name: str
    wire: str
    """Its colour, in Vietnamese."""
    to: str
    what: str


class DrawerPin(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A pin of the socket that printers have for drawers."""

    pin: Annotated[int, Meta(ge=1, le=6)]
    name: str


class Plug(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A cable with plugs."""

    start: str = msgspec.field(name="from")
    to: str
    what: str


class Wiring(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything."""

    signal: tuple[Signal, ...]
    drawer: tuple[DrawerPin, ...]
    plug: tuple[Plug, ...]


def read_wiring(file: Path = FILE) -> Wiring:
    """Read the wiring; raise `ValueError` where a pin is named wrongly or used twice."""
    wiring = msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), Wiring)
    pins = [signal.pin for signal in wiring.signal]
    if len(set(pins)) != len(pins):
        raise ValueError("a pin stands twice")
    for signal in wiring.signal:
        if signal.gpio != _gpio(signal.pin) or not _is_rightly_named(signal):
            raise ValueError(f"pin {signal.pin} is not {signal.gpio or signal.name}")
    return wiring


def _gpio(pin: int) -> str:
    return f"GPIO{GPIO_OF_PIN[pin]}" if pin in GPIO_OF_PIN else ""


def _is_rightly_named(signal: Signal) -> bool:
    supplies = {"5V": FIVE_VOLTS, "3V3": THREE_VOLTS, "GND": GROUND}
    wanted = supplies.get(signal.name)
    return signal.pin in wanted if wanted else bool(signal.gpio)
