"""The second factor: codes that change every 30 seconds (TOTP, RFC 6238), and recovery codes."""

import hashlib
import os
import secrets
import stat
from datetime import datetime
from pathlib import Path

import pyotp
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

STEP_SECONDS = 30
WINDOW = 1
"""Steps before and after that count too: clocks differ."""
RECOVERY_CODES = 8
_KEY_BYTES, _NONCE_BYTES = 32, 12
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class Sealer:
    """Keeps secrets of second factors unreadable in the database and its backups."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, secret: str, name: str) -> bytes:
        """Return a secret of an account, sealed."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, secret.encode(), name.encode())

    def open(self, sealed: bytes, name: str) -> str | None:
        """Return a secret; None if it is another account's, or the key was lost."""
        try:
            opened = self._cipher.decrypt(
                sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], name.encode()
            )
        except InvalidTag:
            return None
        return opened.decode()


def sealer(file: Path) -> Sealer:
    """Return the sealer of a key file, made when it is not there; raise `OSError`."""
    try:
        made = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        key = file.read_bytes()
        if len(key) != _KEY_BYTES or stat.S_IMODE(file.stat().st_mode) & 0o077:
            raise PermissionError(f"{file}: not 32 bytes that its owner alone can read") from None
        return Sealer(key)
    with os.fdopen(made, "wb") as new:
        key = secrets.token_bytes(_KEY_BYTES)
        new.write(key)
    return Sealer(key)


def new_secret() -> str:
    """Return a new secret: 160 bits, in base 32."""
    return pyotp.random_base32()


def address_of(secret: str, name: str, issuer: str) -> str:
    """Return what the square code for a phone says (otpauth://)."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """Return which step a code belongs to; None if it is wrong."""
    code = code.replace(" ", "")
    if not (code.isascii() and code.isdigit()):
        return None
    here = int(now.timestamp()) // STEP_SECONDS
    codes = pyotp.TOTP(secret)
    matching = [
        step
        for step in range(here - WINDOW, here + WINDOW + 1)
        if secrets.compare_digest(codes.at(step * STEP_SECONDS), code)
    ]
    return max(matching, default=None)


def new_recovery_codes() -> list[str]:
    """Return codes for when the phone is lost: 60 bits each."""
    return [_recovery_code() for _ in range(RECOVERY_CODES)]


def recovery_hash(code: str) -> str:
    """Return what is kept of a recovery code."""
    tidied = "".join(letter for letter in code.upper() if letter in _LETTERS)
    return hashlib.sha256(tidied.encode()).hexdigest()


def _recovery_code() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(12))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"
