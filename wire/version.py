"""Version numbers of the terminals' programs: both sides must order them alike."""

import re

_NUMBERS = re.compile(r"\d{1,6}(\.\d{1,6}){0,3}")


def is_version(text: str) -> bool:
    """Whether a text is a version that can be ordered, such as "4.2.1"."""
    return bool(_NUMBERS.fullmatch(text))


def is_older(one: str, other: str) -> bool:
    """Whether one version comes before another; of what is no version nobody can tell.

    >>> is_older("4.9", "4.10"), is_older("4.2.0", "4.2"), is_older("abc", "4.2")
    (True, False, False)
    """
    return is_version(one) and is_version(other) and _key(one) < _key(other)


def is_newer(one: str, other: str) -> bool:
    """Whether one version comes after another.

    >>> is_newer("4.10", "4.9"), is_newer("4.2", "4.2.0"), is_newer("4.3", "abc")
    (True, False, False)
    """
    return is_older(other, one)


def _key(version: str) -> tuple[int, ...]:
    parts = [int(part) for part in version.split(".")]
    return (*parts, *[0] * (4 - len(parts)))
