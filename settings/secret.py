"""Secrets that come in files, and files that hold secrets."""

import logging
import stat
import unicodedata
from pathlib import Path

from words import _

_LOG = logging.getLogger(__name__)
_LONGEST = 1024
_OTHERS = stat.S_IROTH | stat.S_IWOTH
_GROUP = stat.S_IRGRP | stat.S_IWGRP


class SecretFileError(ValueError):
    """A file holds no secret; says which file, and nothing of what is in it."""

    def __init__(self, file: Path, wanted: str) -> None:
        super().__init__(
            _("Không dùng được {path}; cần: {wanted}.").format(path=file, wanted=wanted)
        )
        self.file, self.wanted = file, wanted


def read_secret(file: Path) -> str:
    """Return a secret from its file: one line, without its end.

    Secrets come in files because a command line is seen by everyone on the machine. Raises
    `OSError` and `SecretFileError`.
    """
    wanted = _("đúng một dòng chữ, mã UTF-8")
    try:
        text = file.read_bytes().decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise SecretFileError(file, wanted) from None  # the cause carries the secret's bytes
    if not is_secret(text):
        raise SecretFileError(file, wanted)
    return one_spelling(text)


def is_secret(text: str) -> bool:
    """Whether a text can be a secret: one line that can be typed."""
    return 0 < len(text) <= _LONGEST and text.isprintable()


def one_spelling(secret: str) -> str:
    """Return a secret with its letters composed (NFC): keyboards send Vietnamese either way."""
    return unicodedata.normalize("NFC", secret)


def is_open_to_others(file: Path) -> bool:
    """Whether more than the file's owner and group may read or change it; raise `OSError`."""
    return bool(file.stat().st_mode & _OTHERS)


def is_open_to_anyone(file: Path) -> bool:
    """Whether more than the file's owner may read or change it; raise `OSError`."""
    return bool(file.stat().st_mode & (_OTHERS | _GROUP))


def warn_if_open(*files: Path) -> None:
    """Say in the log which private keys others than owner and group may read or change.

    A program that must go on (sales come first) warns; one that can wait refuses instead.
    """
    for file in files:
        try:
            is_open = is_open_to_others(file)
        except OSError:
            continue  # whoever reads it will say so
        if is_open:
            _LOG.warning("%s holds a private key and everybody may read it: chmod 600", file)
