"""What is wrong with how a scanner is set, as its reads show it."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

from codes import CitizenCard, Pack, Scan, Unknown, Why, recognise
from codes.encoding import Decoding, decode
from hardware.keymap import LAYOUTS, misread
from hardware.trial import Trial

DOUBLED_SECONDS = 0.7
"""Nobody lays the same code down twice in so short a time."""
_ALIKE = 0.5
"""Share of the layout code's characters by which it is known again, even on a foreign keyboard."""
_SEPARATOR = b"\x1d"
_NOT_UNDERSTOOD = "\ufffd"


class Way(Enum):
    """How a scanner reaches the terminal."""

    SERIAL = "serial"
    KEYS = "keys"
    CAMERA = "camera"


class Fault(Enum):
    """What is wrong."""

    WRONG_LAYOUT = "it types by another country's keyboard"
    CASE_CHANGED = "it changes capital and small letters"
    CHARACTERS_ADDED = "it adds characters of its own"
    NO_SUFFIX = "it sends no Enter behind a code"
    SEPARATOR_DROPPED = "it drops the GS1 separator"
    SEPARATOR_REPLACED = "it sends something else in place of the GS1 separator"
    SEPARATOR_DOUBTFUL = "the GS1 separator of a pack seems to be missing"
    LETTERS_MANGLED = "it sends Vietnamese by a code page; that can be undone"
    LETTERS_LOST = "it loses Vietnamese letters"
    DOUBLED = "it reads a code twice"


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault, with what is to be known of it."""

    fault: Fault
    detail: str = ""
    """The layout's name, or "" for one that is unknown; what was added or replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A read, with how it came."""

    scan: Scan
    at: float
    """Seconds of a clock that only goes forward."""
    way: Way
    suffix: str | None = None
    """What ended it: a character, "" for a silence; None where there is no end to speak of."""
    layout: str = "us"
    """By which keyboard it was understood."""


def diagnose(read: Read, before: Read | None = None) -> list[Finding]:
    """Return what is wrong, by this read and the one before from the same scanner."""
    findings = [*_of_pace(read, before), *_of_trial(read)]
    return findings or list(_of_any_code(read.scan))


def trial_of(read: Read) -> Trial | None:
    """Return which code of the sheet's second page this is, whatever the scanner made of it."""
    data = read.scan.data
    head, _gs, tail = Trial.SEPARATOR.data.partition(_SEPARATOR)
    for trial in (Trial.SUFFIX, Trial.LETTERS):
        if _name(trial) in data.upper():
            return trial
    if data.lstrip(_SEPARATOR).startswith(head) and data.rstrip(_SEPARATOR).endswith(tail):
        return Trial.SEPARATOR
    text = _text(read.scan)
    looks = [SequenceMatcher(None, text, seen, autojunk=False) for seen in _layout_codes(read)]
    is_alike = any(look.quick_ratio() > _ALIKE and look.ratio() > _ALIKE for look in looks)
    return Trial.LAYOUT if is_alike else None


def _of_pace(read: Read, before: Read | None) -> Iterator[Finding]:
    if read.suffix == "":
        yield Finding(Fault.NO_SUFFIX)
    is_same = before is not None and before.scan.data == read.scan.data
    if is_same and before and read.at - before.at < DOUBLED_SECONDS:
        yield Finding(Fault.DOUBLED)


def _of_trial(read: Read) -> Iterator[Finding]:
    match trial_of(read):
        case Trial.SUFFIX:
            yield from _of_suffix(read.scan.data)
        case Trial.LETTERS:
            yield from _of_letters(read.scan.data)
        case Trial.SEPARATOR:
            yield from _of_separator(read.scan.data)
        case Trial.LAYOUT:
            yield from _of_layout(read)


def _of_suffix(data: bytes) -> Iterator[Finding]:
    if data.count(Trial.SUFFIX.data) > 1:
        yield Finding(Fault.NO_SUFFIX)
    elif data != Trial.SUFFIX.data and data.upper() == Trial.SUFFIX.data:
        yield Finding(Fault.CASE_CHANGED)
    else:
        yield from _of_surroundings(data.decode("utf-8", "replace"), Trial.SUFFIX.value)


def _of_letters(data: bytes) -> Iterator[Finding]:
    decoded, wanted = decode(data), Trial.LETTERS.value
    text = unicodedata.normalize("NFC", decoded.text)
    if text != wanted and wanted.upper() in {text, text.upper()}:
        yield Finding(Fault.CASE_CHANGED)
    elif wanted not in text:
        yield Finding(Fault.LETTERS_LOST)
    else:
        if decoded.decoding is Decoding.REPAIRED:
            yield Finding(Fault.LETTERS_MANGLED)
        yield from _of_surroundings(text, wanted)


def _of_separator(data: bytes) -> Iterator[Finding]:
    head, _gs, tail = Trial.SEPARATOR.data.partition(_SEPARATOR)
    # A scanner may tell the FNC1 at the beginning as a separator.
    between = data.strip(_SEPARATOR)[len(head) : -len(tail)]
    if not between:
        yield Finding(Fault.SEPARATOR_DROPPED)
    elif between != _SEPARATOR:
        yield Finding(Fault.SEPARATOR_REPLACED, between.decode("utf-8", "replace"))


def _of_layout(read: Read) -> Iterator[Finding]:
    text, wanted = _text(read.scan), Trial.LAYOUT.value
    if wanted in text:
        yield from _of_surroundings(text, wanted)
    elif text in {wanted.swapcase(), wanted.upper(), wanted.lower()}:
        yield Finding(Fault.CASE_CHANGED)
    elif read.way is Way.KEYS:
        others = zip(LAYOUTS, _layout_codes(read), strict=True)
        yield Finding(Fault.WRONG_LAYOUT, next((name for name, seen in others if seen == text), ""))
    else:
        yield Finding(Fault.CHARACTERS_ADDED, "")


def _of_surroundings(text: str, wanted: str) -> Iterator[Finding]:
    before, _wanted, behind = text.partition(wanted)
    if before or behind:
        yield Finding(Fault.CHARACTERS_ADDED, before + behind)


def _of_any_code(scan: Scan) -> Iterator[Finding]:
    match recognise(scan):
        case CitizenCard(reliable=False):
            yield Finding(Fault.LETTERS_LOST)
        case Pack(batch_doubtful=True) | Unknown(why=Why.LOST_SEPARATOR):
            yield Finding(Fault.SEPARATOR_DOUBTFUL)


def _layout_codes(read: Read) -> list[str]:
    """Return what comes of the layout code by each country that the scanner may be set to."""
    reader = LAYOUTS[read.layout]
    return [
        misread(Trial.LAYOUT.value, scanner=scanner, reader=reader) for scanner in LAYOUTS.values()
    ]


def _name(trial: Trial) -> bytes:
    """Return the beginning of a trial code, by which it is known."""
    return trial.data[: len("QUAY:T/X/")]


def _text(scan: Scan) -> str:
    return scan.data.decode("utf-8", "replace").replace(_NOT_UNDERSTOOD, "")
