"""References of transfers: what stands in a memo, so that money finds its sale."""

import secrets

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""None of them looks like another."""
REFERENCE_LENGTH = 5


def fresh_reference() -> str:
    """Return a reference that no sale has had lately: one of 28 million, at random."""
    return "".join(secrets.choice(_LETTERS) for _ in range(REFERENCE_LENGTH))
