"""Which key types which character, by the country a scanner was set to.

Key numbers are the kernel's (linux/input-event-codes.h); characters are those of the Windows
layouts, which scanners imitate: US, French (AZERTY), German (QWERTZ), Vietnamese.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

SPACE_KEY = 57
_KEYS = (
    *(41, *range(2, 14)),  # left of 1; 1 to the two right of 0
    *range(16, 28),  # the row of Q
    *(*range(30, 41), 43),  # the row of A, with the key beside or above Enter
    *(86, *range(44, 54)),  # beside the left Shift; the row of Z
)
_NONE = " "

# Keys that wait for a letter, here written as modifier letters: what they type before a space, and
# what they put on a letter.
DEAD = {
    "ˆ": ("^", "\u0302"),
    "¨": ("¨", "\u0308"),
    "´": ("´", "\u0301"),
    "ˋ": ("`", "\u0300"),
    "˜": ("~", "\u0303"),
}

# The rows are those of `_KEYS`, key for key; a space stands for no character.
_Level = tuple[str, str, str, str]
_US: tuple[_Level, ...] = (
    ("`1234567890-=", "qwertyuiop[]", "asdfghjkl;'\\", "\\zxcvbnm,./"),
    ("~!@#$%^&*()_+", "QWERTYUIOP{}", 'ASDFGHJKL:"|', "|ZXCVBNM<>?"),
)
_FR: tuple[_Level, ...] = (
    ("²&é\"'(-è_çà)=", "azertyuiopˆ$", "qsdfghjklmù*", "<wxcvbn,;:!"),
    (" 1234567890°+", "AZERTYUIOP¨£", "QSDFGHJKLM%µ", ">WXCVBN?./§"),
    ("  ˜#{[|ˋ\\^@]}", "  €        ¤", "            ", "           "),
)
_DE: tuple[_Level, ...] = (
    ("ˆ1234567890ß´", "qwertzuiopü+", "asdfghjklöä#", "<yxcvbnm,.-"),
    ('°!"§$%&/()=?ˋ', "QWERTZUIOPÜ*", "ASDFGHJKLÖÄ'", ">YXCVBNM;:_"),
    ("  ²³   {[]}\\ ", "@ €        ~", "            ", "|      µ   "),
)
# The marks on 5 to 9 follow their letter, as Unicode has it.
_VI: tuple[_Level, ...] = (
    ("`ăâêô\u0300\u0309\u0303\u0301\u0323đ-₫", "qwertyuiopươ", "asdfghjkl;'\\", "\\zxcvbnm,./"),
    ("~ĂÂÊÔ%^&*(Đ_+", "QWERTYUIOPƯƠ", 'ASDFGHJKL:"|', "|ZXCVBNM<>?"),
    (" 1234567890 =", "          []", "            ", "           "),
    (" !@#$     )  ", "          {}", "            ", "           "),
)


@dataclass(frozen=True, slots=True, order=True)
class Stroke:
    """One key with those that are held."""

    key: int
    shift: bool = False
    altgr: bool = False


@dataclass(frozen=True)
class Layout:
    """One country's keyboard. `levels`: plain, with Shift, with AltGr, with both."""

    name: str
    levels: tuple[_Level, ...]

    def type(self, stroke: Stroke, *, caps: bool = False) -> str | None:
        """Return the character (a key of `DEAD` for a dead key), or None where there is none."""
        if stroke.key == SPACE_KEY:
            return " "
        shift = stroke.shift != (caps and self._is_letter(stroke))
        return self._characters.get(Stroke(stroke.key, shift, stroke.altgr))

    def strokes(self, text: str) -> list[Stroke]:
        """Return what a scanner of this country presses; what the layout lacks is left out."""
        return [stroke for character in text for stroke in self._strokes.get(character, ())]

    def can_type(self, character: str) -> bool:
        """Whether the layout has the character."""
        return character in self._strokes

    @cached_property
    def _characters(self) -> dict[Stroke, str]:
        return {
            Stroke(key, shift=bool(number & 1), altgr=bool(number & 2)): character
            for number, level in enumerate(self.levels)
            for key, character in zip(_KEYS, "".join(level), strict=True)
            if character != _NONE
        }

    @cached_property
    def _strokes(self) -> dict[str, tuple[Stroke, ...]]:
        space = Stroke(SPACE_KEY)
        found: dict[str, tuple[Stroke, ...]] = {" ": (space,)}
        # The plainest way to a character counts; one over a dead key only where there is no other.
        for stroke, character in self._characters.items():
            if character not in DEAD:
                found.setdefault(character, (stroke,))
        for stroke, character in self._characters.items():
            if character in DEAD:
                found.setdefault(DEAD[character][0], (stroke, space))
        return found

    def _is_letter(self, stroke: Stroke) -> bool:
        small = self._characters.get(Stroke(stroke.key, shift=False, altgr=stroke.altgr), "")
        large = self._characters.get(Stroke(stroke.key, shift=True, altgr=stroke.altgr), "")
        return small.isalpha() and small != large and small.upper() == large


LAYOUTS = {
    layout.name: layout
    for layout in (Layout("us", _US), Layout("fr", _FR), Layout("de", _DE), Layout("vi", _VI))
}


def compose(characters: Iterable[str]) -> str:
    """Put what dead keys hold on the letters behind them."""
    text, held = "", ""
    for character in characters:
        if held:
            text += _put(held, character)
            held = ""
        elif character in DEAD:
            held = character
        else:
            text += character
    return text + (DEAD[held][0] if held else "")


def _put(dead: str, character: str) -> str:
    alone, mark = DEAD[dead]
    if character == " ":
        return alone
    letter = unicodedata.normalize("NFC", character + mark)
    return letter if len(letter) == 1 else alone + DEAD.get(character, (character,))[0]


def misread(text: str, *, scanner: Layout, reader: Layout) -> str:
    """Return what is read where the scanner types by one layout and the reader thinks of another.

    Keys that mean nothing to the reader are left out.

    >>> misread("QUAY:A1", scanner=LAYOUTS["us"], reader=LAYOUTS["fr"])
    'AUQYMQ&'
    """
    return compose(reader.type(stroke) or "" for stroke in scanner.strokes(text))
