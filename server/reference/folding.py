"""Words as they are searched: without diacritics, without case."""

import unicodedata
from functools import lru_cache

LONGEST = 200
"""Letters of what is searched for."""


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return a text in lower case without diacritics.

    >>> folded("Nhà thuốc Đức Ánh")
    'nha thuoc duc anh'
    """
    bare = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def patterns(text: str) -> list[str]:
    r"""Return what LIKE must find, one pattern a word; the escape is "\".

    >>> patterns("Đức 50%")
    ['%duc%', '%50\\%%']
    """
    return [f"%{_plain(word)}%" for word in folded(text[:LONGEST]).split()]


def _plain(word: str) -> str:
    for sign in ("\\", "%", "_"):
        word = word.replace(sign, f"\\{sign}")
    return word
