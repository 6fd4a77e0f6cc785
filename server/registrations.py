"""Reading registration files, all or none."""

from collections.abc import Iterable
from datetime import UTC
from pathlib import Path

import msgspec
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from wire.registration import Registration, read_registration
from wire.topics import is_terminal_id
from words import _

_LONGEST_CODE = 40
"""Letters of an outlet's code in the department's list."""


class RegistrationRefusedError(ValueError):
    """A registration file cannot be used; says which and why."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(_("{file}: {why}").format(file=file, why=why))


def read_registrations(files: Iterable[Path], *, province: str) -> list[Registration]:
    """Read registration files; raise `RegistrationRefusedError` at the first that is no good."""
    return [_read(file, province) for file in files]


def _read(file: Path, province: str) -> Registration:
    try:
        found = read_registration(file.read_bytes())
    except OSError as error:
        raise RegistrationRefusedError(file, _("không đọc được tệp")) from error
    except msgspec.DecodeError as error:
        raise RegistrationRefusedError(file, _("không phải tệp đăng ký máy quầy")) from error
    if not is_terminal_id(found.terminal):
        raise RegistrationRefusedError(file, _("mã máy không đúng dạng"))
    if found.province != province:
        raise RegistrationRefusedError(
            file,
            _("máy thuộc tỉnh mã {theirs}, máy chủ này của tỉnh mã {ours}").format(
                theirs=found.province, ours=province
            ),
        )
    if not _is_key(found.signing_key):
        raise RegistrationRefusedError(file, _("khóa ký không phải Ed25519 dạng PEM"))
    if len(found.outlet_code) > _LONGEST_CODE or "\0" in found.outlet_code:
        raise RegistrationRefusedError(file, _("mã cơ sở không đúng dạng"))
    if found.enrolled_at.tzinfo is None:
        return msgspec.structs.replace(found, enrolled_at=found.enrolled_at.replace(tzinfo=UTC))
    return found


def _is_key(pem: str) -> bool:
    try:
        return isinstance(load_pem_public_key(pem.encode()), Ed25519PublicKey)
    except (ValueError, UnsupportedAlgorithm):
        return False
