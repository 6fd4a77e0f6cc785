"""What the settings keep of a PIN: an argon2id hash (RFC 9106).

A PIN of four digits holds up whoever stands at the counter, not whoever carries the card away: all
ten thousand can be tried on a fast machine within the hour. Where more is wanted, the badge is
wanted too (SEC-03), and PINs have up to eight digits.
"""

import re
from contextlib import suppress
from functools import cache

from argon2 import PasswordHasher, Type, extract_parameters
from argon2.exceptions import Argon2Error, InvalidHashError

PIN = re.compile(r"[0-9]{4,8}")
_PASSES, _MEMORY_KIB, _LANES = 3, 64 * 1024, 4
"""The second recommendation of RFC 9106, section 4: a Pi with 512 MB can spare it."""
_MOST_PASSES, _MOST_MEMORY_KIB, _MOST_LANES = 16, 256 * 1024, 16
_HASHER = PasswordHasher(time_cost=_PASSES, memory_cost=_MEMORY_KIB, parallelism=_LANES)


def hash_pin(pin: str) -> str:
    """Return what the settings keep of a PIN; raise `ValueError` where it has not 4 to 8 digits."""
    if not PIN.fullmatch(pin):
        raise ValueError("a PIN has 4 to 8 digits")
    return _HASHER.hash(pin)


def is_pin_hash(text: str) -> bool:
    """Whether a setting is the hash of a PIN, and one that this machine can afford to check."""
    try:
        found = extract_parameters(text)
    except InvalidHashError:
        return False
    return (
        found.type is Type.ID
        and 0 < found.time_cost <= _MOST_PASSES
        and 0 < found.memory_cost <= _MOST_MEMORY_KIB
        and 0 < found.parallelism <= _MOST_LANES
    )


def is_right(kept: str | None, pin: str) -> bool:
    """Whether a PIN is the one that was hashed; without a hash the same work, and no."""
    with suppress(Argon2Error, InvalidHashError):
        _HASHER.verify(kept or _nobodys(), pin)
        return kept is not None
    return False


@cache
def _nobodys() -> str:
    """Return a hash that is checked where there is none, so that the answer takes as long."""
    return _HASHER.hash("")
