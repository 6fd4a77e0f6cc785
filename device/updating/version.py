"""Numbers of versions."""

import re

_NUMBERS = re.compile(r"\d{1,6}(\.\d{1,6}){0,3}")


def is_version(text: str) -> bool:
    """Whether a text is a version such as "4.2.1"."""
    return bool(_NUMBERS.fullmatch(text))


def is_newer(one: str, other: str) -> bool:
    """Whether one version comes after another; of what is no version nobody can tell.

    >>> is_newer("4.10", "4.9"), is_newer("4.2", "4.2.0"), is_newer("4.3", "abc")
    (True, False, False)
    """
    return is_version(one) and is_version(other) and _key(one) > _key(other)


def _key(version: str) -> tuple[int, ...]:
    parts = [int(part) for part in version.split(".")]
    return (*parts, *[0] * (4 - len(parts)))
