"""A scanner that types, as QEMU's keys: US layout, Enter at the end."""

import time
from collections.abc import Iterator
from string import ascii_lowercase, digits

from tests.image.qmp import Qmp
from tests.image.report import count

STROKE_SECONDS = 0.02
"""The emulated keyboard keeps 16 events; the guest must have taken them by then."""
_PLAIN = {
    **{letter: letter for letter in ascii_lowercase + digits},
    "-": "minus", "=": "equal", "[": "bracket_left", "]": "bracket_right", ";": "semicolon",
    "'": "apostrophe", ",": "comma", ".": "dot", "/": "slash", "\\": "backslash",
    "`": "grave_accent", " ": "spc", "\r": "ret",
}  # fmt: skip
_SHIFTED = dict(
    zip('!@#$%^&*()_+{}|:"<>?~', "1234567890-=[]\\;',./`", strict=True)
)  # what Shift makes of each key
_SEPARATOR = "\x1d"


def scan(line: Qmp, text: str) -> None:
    """Type a code and Enter."""
    count(scans=1)
    for code, down in strokes(f"{text}\r"):
        line.key(code, down=down)
        time.sleep(STROKE_SECONDS)


def strokes(text: str) -> Iterator[tuple[str, bool]]:
    """Yield keys that go down and up."""
    for letter in text:
        code, held = _key(letter)
        yield from ((one, True) for one in (*held, code))
        yield from ((one, False) for one in (code, *held))


def _key(letter: str) -> tuple[str, tuple[str, ...]]:
    if letter == _SEPARATOR:
        return "f8", ()
    if letter in _PLAIN:
        return _PLAIN[letter], ()
    if letter.isupper() and letter.isascii():
        return letter.lower(), ("shift",)
    return _PLAIN[_SHIFTED[letter]], ("shift",)
