"""From keys that go down and up to the bytes of a code."""

from dataclasses import dataclass
from itertools import groupby

from hardware.framing import LONGEST, Dropped, Piece
from hardware.keymap import LAYOUTS, Layout, Stroke, compose

# Numbers of keys, from linux/input-event-codes.h.
_CTRL, _SHIFT, _ALT, _ALTGR = frozenset({29, 97}), frozenset({42, 54}), 56, 100
_CAPS_LOCK, _NUM_LOCK, _F8, _RIGHT_BRACKET = 58, 69, 66, 27
_HELD = _CTRL | _SHIFT | {_ALT, _ALTGR}
_ENDS = {28: "\r", 96: "\r", 15: "\t"}
_KEYPAD_DIGITS = {82: 0, 79: 1, 80: 2, 81: 3, 75: 4, 76: 5, 77: 6, 71: 7, 72: 8, 73: 9}
_KEYPAD = {key: str(digit) for key, digit in _KEYPAD_DIGITS.items()} | {
    55: "*",
    74: "-",
    78: "+",
    83: ".",
    98: "/",
}
_SEPARATOR = "\x1d"
_NOT_UNDERSTOOD = "\ufffd"
"""Stands for a key that means nothing: the code must not pass for one that was read whole."""
_ASCII, _BYTE, _UNICODE = 0x80, 0x100, 0x110000
_LONGEST_NUMBER = 8
_SURROGATES = range(0xD800, 0xE000)
_GS1_CHARACTERS = frozenset(
    "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
)


@dataclass(frozen=True, slots=True)
class _AltNumber:
    """A number that was typed on the keypad with Alt held."""

    digits: str

    @property
    def value(self) -> int:
        return int(self.digits)

    @property
    def letter(self) -> str:
        """As a letter of Unicode. Windows takes 128 to 255 without a leading zero for cp437."""
        value = self.value
        is_cp437 = value < _BYTE and not self.digits.startswith("0")
        if is_cp437 or value >= _UNICODE or value in _SURROGATES:
            return _NOT_UNDERSTOOD
        return chr(value)


class Keystrokes:
    """Makes codes of key events. A code ends with Enter or Tab, however long that takes.

    The GS1 separator is Ctrl-], F8, Alt with 29, or `separator`: a character that a scanner was
    set to send in its place, and which counts in GS1 codes only. Ctrl with a letter is the control
    character, as in ASCII.

    Alt with a number is how some scanners send what their layout lacks: one number for each byte
    of the code, or one for each letter. The bytes are recognised by being UTF-8; otherwise, where
    a number above 255 shows that letters are meant, they are letters. What is neither is handed
    over as bytes, in which nobody will find UTF-8.
    """

    def __init__(self, layout: Layout = LAYOUTS["us"], separator: str = "") -> None:
        self._layout, self._separator = layout, separator
        self._held: set[int] = set()
        self._caps = False
        self._alt_digits = ""
        self._code: list[str | _AltNumber] = []
        self._spoilt: Dropped | None = None
        self._has_swallowed = False
        self.suffix = ""
        """The character that ended the last code."""

    @property
    def has_begun(self) -> bool:
        """Whether a code is under way."""
        return bool(self._code)

    def press(self, key: int) -> list[Piece]:
        """A key went down; return the code that it ends."""
        if key in _HELD:
            self._held.add(key)
            return []
        if key in {_CAPS_LOCK, _NUM_LOCK}:
            if key == _CAPS_LOCK and not self._spoilt:
                self._caps = not self._caps
            return []
        if _ALT in self._held and key in _KEYPAD_DIGITS:
            # One digit more than a number can have shows that it is none.
            self._alt_digits = (self._alt_digits + _KEYPAD[key])[: _LONGEST_NUMBER + 1]
            return []
        return self._add(self._meaning(key))

    def release(self, key: int) -> list[Piece]:
        """A key came up; with Alt a number is complete."""
        self._held.discard(key)
        if key != _ALT or not self._alt_digits:
            return []
        number, self._alt_digits = _AltNumber(self._alt_digits), ""
        if len(number.digits) > _LONGEST_NUMBER:
            return self._add(_NOT_UNDERSTOOD)
        return self._add(chr(number.value) if number.value < _ASCII else number)

    def lose(self, why: Dropped) -> list[Piece]:
        """Keys were lost: what was begun is dropped with all that follows up to its end.

        The lost keys may have been an end too, and what follows another code: that is told as well.
        """
        self._held.clear()
        self._clear()
        self._spoil(why)
        return [why]

    def forget(self, why: Dropped) -> list[Piece]:
        """Nothing more will come of the code that was begun: drop it."""
        had_begun = self.has_begun
        self._clear()
        return [why] if had_begun else []

    def _meaning(self, key: int) -> str:
        if key in _ENDS:
            return _ENDS[key]
        if key == _F8:
            return _SEPARATOR
        ctrl, alt = not self._held.isdisjoint(_CTRL), _ALT in self._held
        # Ctrl and Alt together are AltGr.
        if ctrl and not alt and _ALTGR not in self._held:
            return self._control(key)
        if alt and not ctrl:
            return _NOT_UNDERSTOOD
        return _KEYPAD.get(key) or self._character(key, altgr=ctrl) or _NOT_UNDERSTOOD

    def _character(self, key: int, *, altgr: bool) -> str | None:
        shift, altgr = not self._held.isdisjoint(_SHIFT), altgr or _ALTGR in self._held
        return self._layout.type(Stroke(key, shift, altgr), caps=self._caps)

    def _control(self, key: int) -> str:
        typed = self._character(key, altgr=False) or ""
        if key == _RIGHT_BRACKET or typed == "]":
            return _SEPARATOR
        is_control = len(typed) == 1 and "@" <= typed.upper() <= "_"
        return chr(ord(typed.upper()) & 0x1F) if is_control else _NOT_UNDERSTOOD

    def _add(self, typed: str | _AltNumber) -> list[Piece]:
        if typed in {"\r", "\n", "\t"}:
            self.suffix = str(typed)
            return self._end()
        if self._spoilt:
            self._has_swallowed = True
            return []
        if len(self._code) == LONGEST:
            self._code.clear()
            self._spoil(Dropped.TOO_LONG)
            return [Dropped.TOO_LONG]
        self._code.append(typed)
        return []

    def _spoil(self, why: Dropped) -> None:
        """From here on nothing counts up to an end. Between two codes no scanner leaves Caps on."""
        self._spoilt, self._caps = why, False

    def _end(self) -> list[Piece]:
        data = _to_bytes(self._code, self._separator)
        was_another = self._spoilt is Dropped.GAP and self._has_swallowed
        self._clear()
        if was_another:
            return [Dropped.GAP]
        if len(data) > LONGEST:
            return [Dropped.TOO_LONG]
        return [data] if data else []

    def _clear(self) -> None:
        self._code.clear()
        self._spoilt, self._has_swallowed = None, False
        self._alt_digits = ""


def _to_bytes(code: list[str | _AltNumber], separator: str) -> bytes:
    numbers = [typed for typed in code if isinstance(typed, _AltNumber)]
    if numbers and all(number.value < _BYTE for number in numbers):
        return b"".join(_run_to_bytes(list(run)) for _kind, run in groupby(code, type))
    text = compose(typed.letter if isinstance(typed, _AltNumber) else typed for typed in code)
    return _with_separators(text, separator).encode()


def _run_to_bytes(run: list[str | _AltNumber]) -> bytes:
    """Turn numbers, or characters, that follow each other into bytes."""
    typed = compose(character for character in run if isinstance(character, str)).encode()
    return typed or bytes(number.value for number in run if isinstance(number, _AltNumber))


def _with_separators(text: str, separator: str) -> str:
    """Put GS where the substitute stands, if all else can be a GS1 element string."""
    if not separator or separator not in text or not text[:2].isdigit():
        return text
    rest = set(text) - {separator, _SEPARATOR}
    return text.replace(separator, _SEPARATOR) if rest <= _GS1_CHARACTERS else text
