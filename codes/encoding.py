"""From a scan's bytes to text, and what had to be done for it.

Vietnamese codes hold UTF-8. Some scanners and drivers read those bytes as a single-byte code page
and send the wrong letters on, again as UTF-8. Where every byte can be found again this is undone,
and it is certain: all letters beyond ASCII then fall into exact UTF-8 sequences that stand for
Vietnamese letters, which no real text does by chance (an `Ã` would have to be followed by a control
or a symbol each time). Where bytes were dropped or replaced, digits and other ASCII still count and
letters do not.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

_CODE_PAGES = ("cp1252", "cp1258")  # with its gaps filled, cp1252 undoes Latin-1 as well
_MOST_REPAIRS = 3
_REPLACED = "\ufffd"


class Decoding(Enum):
    """How the text was won."""

    AS_PRINTED = "UTF-8 as it was printed"
    REPAIRED = "UTF-8 that was read as a code page and sent on; undone"
    DAMAGED = "letters were lost; only ASCII can be believed"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, without byte order mark and the line ends around it. `repr` does not show it."""

    text: str
    decoding: Decoding = Decoding.AS_PRINTED

    def __repr__(self) -> str:
        return f"Decoded({len(self.text)} characters, {self.decoding.name})"


def decode(data: bytes) -> Decoded:
    """Turn bytes into text. Never fails: what is not UTF-8 is `DAMAGED`."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return Decoded(_bare(data.decode("utf-8", "replace")), Decoding.DAMAGED)
    if text.isascii():
        return Decoded(_bare(text))
    repaired = _repaired(text)
    if repaired is not None:
        return Decoded(_bare(repaired), Decoding.REPAIRED)
    return Decoded(_bare(text), Decoding.DAMAGED if _REPLACED in text else Decoding.AS_PRINTED)


def _bare(text: str) -> str:
    return text.strip("\x00\r\n").removeprefix("\ufeff").lstrip("\r\n")


def _repaired(text: str) -> str | None:
    """Undo up to three wrong readings, one over the other; None where there was none."""
    found = text
    for _round in range(_MOST_REPAIRS):
        again = next((read for page in _PAGES if (read := _read_again(found, page))), None)
        if again is None:
            break
        found = again
    return found if found != text and _VIETNAMESE_ONLY.fullmatch(found) else None


def _read_again(text: str, page: dict[int, int]) -> str | None:
    """Read a text as the UTF-8 whose bytes were taken for letters of a code page."""
    try:
        return None if text.isascii() else text.translate(page).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None


def _to_bytes(code_page: str) -> dict[int, int]:
    """Map the code page's letters to bytes; bytes that it leaves open stand for themselves."""
    pairs = {}
    for byte in range(0x80, 0x100):
        letter = bytes([byte]).decode(code_page, "ignore")
        if letter:
            pairs[ord(letter)] = byte
    return pairs


_PAGES = tuple(map(_to_bytes, _CODE_PAGES))


def _vietnamese_letters() -> frozenset[str]:
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    vowels = {unicodedata.normalize("NFC", v + tone) for v in "aăâeêioôơuưy" for tone in tones}
    letters = vowels | {"đ"}
    return frozenset(x for x in letters | {x.upper() for x in letters} if not x.isascii())


LETTERS = _vietnamese_letters()
"""The Vietnamese letters beyond ASCII, upper and lower case."""

# Marks are let through for texts in NFD, punctuation for texts that people typed.
_VIETNAMESE_ONLY = re.compile(
    f"[\x00-\x7f{''.join(sorted(LETTERS))}\u0300-\u0323\u2010-\u2027\ufeff\uff5c\u00a0]*"
)
_WRITTEN_BY_PEOPLE = re.compile(r"[0-9A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ .,;:'’\"“”()/&#+–\u00a0-]*")
# What the first bytes of UTF-8 look like as Latin-1 or cp1258: Ã á Ă; and after a second time: Â â.
_LEAD_BYTES = frozenset("ÃáĂÂâ")
_WITNESSES = LETTERS - _LEAD_BYTES
_LATE_WITNESSES = frozenset(letter for letter in _WITNESSES if letter > "\xff")


def letters_hold(text: str, *, typed: bool) -> bool:
    """Whether Vietnamese text (NFC) came through with its letters.

    Besides being made of letters and plain punctuation it must hold a witness: a letter that
    cannot be left over where UTF-8 was read as a code page, or where all but ASCII was dropped.
    Nearly every name with its residence holds one. `typed` is for what may have come through a
    keyboard, which may have dropped all but Latin-1: then the witness must lie beyond that.
    """
    witnesses = _LATE_WITNESSES if typed else _WITNESSES
    return not witnesses.isdisjoint(text) and bool(_WRITTEN_BY_PEOPLE.fullmatch(text))
