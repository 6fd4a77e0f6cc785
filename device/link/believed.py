"""What the province says counts only under its signature."""

from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from wire.sign import MessageType, SignatureError, verify

SERVER = "server"
"""Who signs receipts and answers."""


def said_by_the_province(
    message: bytes, keys: Sequence[Ed25519PublicKey], typ: MessageType
) -> bytes:
    """Return what a message says; raise `SignatureError` unless a key of the server's fits."""
    for key in keys[:-1]:
        try:
            return verify(message, key, SERVER, typ)
        except SignatureError:
            continue
    return verify(message, keys[-1], SERVER, typ)
