"""Words as they are searched: without diacritics, without case."""

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+(?:[.,][0-9]+)*")
LONGEST = 200
"""What is searched is never longer."""


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return a text in lower case without diacritics.

    >>> folded("Thuốc Đặt")
    'thuoc dat'
    """
    bare = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """Return the words of a text, folded; decimals keep one spelling.

    >>> words("Meloxicam 7,5 mg (viên)")
    ['meloxicam', '7.5', 'mg', 'vien']
    """
    return [word.replace(",", ".") for word in _WORD.findall(folded(text[:LONGEST]))]
