"""How long a signed message may be: the broker drops a longer one and says nothing."""

MAX_MESSAGE = 64 * 1024
"""Bytes of a message as the broker carries it, in both directions."""
MAX_SAID = 46 * 1024
"""Bytes of what the server signs: a third more in base64, then header and signature."""
