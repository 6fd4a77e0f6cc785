"""The check character of our own codes: ISO/IEC 7064 MOD 37,36."""

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}


def check_character(text: str) -> str:
    """Return the check character of digits and upper-case letters; all else is skipped.

    It finds every single wrong character, and all but a few swaps of neighbours.

    >>> check_character("A12425GABC1234002")
    'M'
    """
    product = 36
    for character in text:
        if character in _VALUES:
            total = (product + _VALUES[character]) % 36 or 36
            product = total * 2 % 37
    return _ALPHABET[(37 - product) % 36]
