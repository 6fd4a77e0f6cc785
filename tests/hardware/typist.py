"""A scanner that types: key events of the kernel's form, and a device that delivers them."""

import errno
import os
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hardware.evdev_scanner import KeyEvent
from hardware.keymap import LAYOUTS, Layout

SYN, KEY = 0, 1
ENTER, TAB, CTRL, SHIFT, ALT, ALTGR, CAPS, RIGHT_BRACKET, F8 = 28, 15, 29, 42, 56, 100, 58, 27, 66
KEYPAD = {"0": 82, "1": 79, "2": 80, "3": 81, "4": 75, "5": 76, "6": 77, "7": 71, "8": 72, "9": 73}
_FORM = struct.Struct("HHi")


@dataclass(frozen=True, slots=True)
class Event:
    type: int
    code: int
    value: int


REPORT = Event(SYN, 0, 0)
OVERFLOW = Event(SYN, 3, 0)


def tap(key: int, *held: int) -> Iterator[Event]:
    """Press a key while others are held, each change in a report of its own."""
    for event in (
        *(Event(KEY, code, 1) for code in held),
        Event(KEY, key, 1),
        Event(KEY, key, 0),
        *(Event(KEY, code, 0) for code in reversed(held)),
    ):
        yield event
        yield REPORT


def alt_number(digits: str) -> Iterator[Event]:
    yield Event(KEY, ALT, 1)
    for digit in digits:
        yield from tap(KEYPAD[digit])
    yield Event(KEY, ALT, 0)
    yield REPORT


@dataclass(frozen=True, slots=True, kw_only=True)
class Typist:
    """How a scanner is set."""

    layout: Layout = LAYOUTS["us"]
    separator: str = "ctrl"
    """"ctrl", "f8", "alt", "" (dropped), or a character that is sent in its place."""
    letters: str = "bytes"
    """What the layout lacks: "bytes" or "letters" by Alt numbers, "" dropped."""
    end: int | None = ENTER

    def type(self, text: str) -> list[Event]:
        events = [event for character in text for event in self._character(character)]
        return [*events, *(tap(self.end) if self.end else ())]

    def _character(self, character: str) -> Iterable[Event]:
        if character == "\x1d":
            return self._separator()
        if self.layout.can_type(character):
            return self._strokes(character)
        if self.letters == "bytes":
            numbers = [f"{byte:04d}" for byte in character.encode()]
        elif self.letters == "letters":
            numbers = [f"{ord(character):04d}"]
        else:
            numbers = []
        return [event for digits in numbers for event in alt_number(digits)]

    def _strokes(self, text: str) -> Iterator[Event]:
        for stroke in self.layout.strokes(text):
            held = [SHIFT] * stroke.shift + [ALTGR] * stroke.altgr
            yield from tap(stroke.key, *held)

    def _separator(self) -> Iterable[Event]:
        match self.separator:
            case "ctrl":
                return tap(RIGHT_BRACKET, CTRL)
            case "f8":
                return tap(F8)
            case "alt":
                return alt_number("029")
            case other:
                return self._strokes(other)


class KeyPipe:
    """An input device whose events somebody writes. Its node is a file in `folder`."""

    def __init__(self, node: Path) -> None:
        self._node = node
        self._reading = self._writing = -1
        self.grabs = self.handles = 0
        self.is_held_by_another = False
        self.plug_in()

    def plug_in(self) -> None:
        self._reading, self._writing = os.pipe()
        self._node.touch()

    def unplug(self) -> None:
        self._node.unlink()
        os.close(self._writing)
        self._writing = -1

    def send(self, events: Iterable[Event]) -> None:
        if self._writing < 0:
            return
        os.write(
            self._writing,
            b"".join(_FORM.pack(event.type, event.code, event.value) for event in events),
        )

    def open(self, path: Path) -> "OpenPipe":
        assert path == self._node
        if not path.exists():
            raise FileNotFoundError(errno.ENOENT, "no such device", str(path))
        return OpenPipe(self, self._reading)


class OpenPipe:
    """What the driver holds."""

    def __init__(self, pipe: KeyPipe, reading: int) -> None:
        self._pipe, self._reading = pipe, os.dup(reading)
        pipe.handles += 1
        os.set_blocking(self._reading, False)

    def fileno(self) -> int:
        return self._reading

    def grab(self) -> None:
        if self._pipe.is_held_by_another:
            raise OSError(errno.EBUSY, "held")
        self._pipe.grabs += 1

    def read(self) -> Iterable[KeyEvent]:
        received = os.read(self._reading, _FORM.size * 64)
        if not received:
            raise OSError(errno.ENODEV, "gone")
        return [Event(*fields) for fields in _FORM.iter_unpack(received)]

    def close(self) -> None:
        os.close(self._reading)
        self._pipe.handles -= 1
