"""One field while it is typed: which keys it takes, and whether what stands in it can be."""

from dataclasses import replace

from codes.prescription import find_prescription_code
from device.counter.asking.dates import read_date
from device.counter.asking.telex import Typing, erase, press
from device.counter.states.asking import Field

_LONGEST = {"letters": 120, "code": 40, "digits": 12, "date": 8}
_MONTH_WILL_DO = frozenset({"expiry"})
"""Dates that many packs print without a day."""
_PARTS = frozenset({"morning", "noon", "afternoon", "evening"})
"""Numbers of tablets: "1/2" is one."""
_EVERY_WORD = frozenset({"name", "prescriber", "address"})
"""Fields of which every word begins with a capital."""


def with_key(field: Field, key: str) -> Field:
    """Type one key; what the field cannot hold changes nothing."""
    if len(field.text) + len(key) > _LONGEST[field.keys] or not _takes(field, key):
        return field
    if field.keys == "letters":
        if _begins_word(field):
            key = key.upper()
        return _typed(field, press(Typing(field.text, field.word), key))
    return replace(field, text=field.text + key.upper(), is_wrong=False)


def without_last(field: Field, *, everything: bool = False) -> Field:
    """Take the last character back, or all of them."""
    if everything or field.keys != "letters":
        return replace(field, text="" if everything else field.text[:-1], word="", is_wrong=False)
    return _typed(field, erase(field.text))


def checked(field: Field) -> Field:
    """Say whether what stands in a field can be; an empty one is not wrong."""
    if field.letter and field.text:
        return replace(field, is_wrong=not _is_code(field))
    if field.keys != "date" or not field.text:
        return replace(field, is_wrong=False)
    found = read_date(field.text, may_be_month=field.key in _MONTH_WILL_DO)
    return replace(field, is_wrong=found is None)


def is_done(field: Field) -> bool:
    """Whether a date has all its digits, so that nothing more can be typed."""
    return field.keys == "date" and len(field.text) == _LONGEST["date"]


def _is_code(field: Field) -> bool:
    """RX-10: whether a prescription's code of the wanted type stands in a field."""
    code = find_prescription_code(field.text)
    return code is not None and code.type.value == field.letter


def _takes(field: Field, key: str) -> bool:
    if field.keys in {"letters", "code"}:
        return key.isprintable()
    if key == "/" and field.key in _PARTS:
        return True
    return key.isascii() and key.isdigit()


def _typed(field: Field, typing: Typing) -> Field:
    return replace(field, text=typing.text, word=typing.word, is_wrong=False)


def _begins_word(field: Field) -> bool:
    return not field.text or (field.key in _EVERY_WORD and field.text.endswith(" "))
