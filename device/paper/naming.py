"""A drug's name on paper."""

import re


def with_strength(name: str, strength: str) -> str:
    """Return name and strength; the name alone where it says every strength already.

    `strength`: of each ingredient, with " + " between them.
    """
    known = "".join(name.split()).casefold()
    parts = ("".join(part.split()).casefold() for part in strength.split(" + "))
    # "5 mg" does not stand in "25 mg".
    has_it = all(re.search(rf"(?<![0-9.,]){re.escape(part)}", known) for part in parts)
    return name if has_it else f"{name} {strength}"
