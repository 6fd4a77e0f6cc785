"""The recovery code: what opens the outlet's book when the badge is lost. Kept on paper.

Five groups of six, such as "7K3QFM-…": five random characters of 31 and one that checks them, so
that a slip of the pen is found and its group named. 25 random characters are 123 bits.
"""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0, 1, I, L and O, which look like each other. 31 is a prime: see `_check`."""

GROUPS = 5
_RANDOM = 5
"""Characters of a group before the one that checks them."""


class SlipError(ValueError):
    """A recovery code is not written as it was printed; `group` is the first wrong one, from 1."""

    def __init__(self, group: int) -> None:
        super().__init__(f"group {group} of the recovery code is not right")
        self.group = group


def make_code() -> str:
    """Return a new code."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(_RANDOM)) for _ in range(GROUPS))
    return "-".join(text + _check(number, text) for number, text in enumerate(groups, start=1))


def tidy_code(typed: str) -> str:
    """Return a code as it was printed, whatever case, spaces and hyphens it was typed with.

    Raises `SlipError`.
    """
    plain = "".join(typed.upper().replace("-", " ").split())
    size = _RANDOM + 1
    groups = [plain[at : at + size] for at in range(0, size * GROUPS, size)]
    for number, group in enumerate(groups, start=1):
        if not _is_right(number, group):
            raise SlipError(number)
    if len(plain) != size * GROUPS:
        raise SlipError(GROUPS)
    return "-".join(groups)


def _is_right(number: int, group: str) -> bool:
    if len(group) != _RANDOM + 1 or any(each not in ALPHABET for each in group):
        return False
    return group[-1] == _check(number, group[:-1])


def _check(number: int, text: str) -> str:
    """Return a sum, weighted, modulo a prime: it finds a slip, a swap, and groups out of order."""
    total = sum(weight * ALPHABET.index(each) for weight, each in enumerate(text, start=2))
    return ALPHABET[(number + total) % len(ALPHABET)]
