"""Public keys of terminals, from the text in which they are registered."""

from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key


@lru_cache(maxsize=8192)
def public_key(pem: str) -> Ed25519PublicKey:
    """Return a registered key; raise `ValueError` or `TypeError` for one that cannot be used."""
    key = load_pem_public_key(pem.encode())
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError("a registered key is not an Ed25519 key")
    return key
