"""Codes of prescriptions: none twice in a sample (TT 26/2025/TT-BYT, annex I note 1)."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_PLACES = 7
_ALL = 36**_PLACES
_FACTOR = 48_271_828_459
"""Coprime to 36: numbers that follow each other get codes that do not look like it."""
_OF_ONE_TERMINAL = 36**4


def prescription_code(terminal: int, number: int, *, facility: int = 12, kind: str = "c") -> str:
    """Return the code of a terminal's so-manieth prescription.

    >>> prescription_code(7, 1)
    '99012b7o6h71-c'
    """
    left = (terminal * _OF_ONE_TERMINAL + number) * _FACTOR % _ALL
    digits = []
    for _ in range(_PLACES):
        left, digit = divmod(left, 36)
        digits.append(_DIGITS[digit])
    return f"99{facility:03d}{''.join(digits)}-{kind}"
