"""Looking at the office's answer before anything of it is used."""

from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from device.enrolment.authority import Authority, UnsoundChainError
from device.enrolment.errors import UnsoundAnswerError
from device.enrolment.joined_settings import check, join, read_base
from device.enrolment.keys import TerminalKeys, public_pem
from device.enrolment.place import Place
from device.settings import TerminalSettings
from wire.enrolment import EnrolAnswer, Label
from wire.registration import Registration
from wire.topics import is_terminal_id

_BEGINS = "-----BEGIN PUBLIC KEY-----"


@dataclass(frozen=True, slots=True)
class Welcome:
    """An answer that can be used."""

    answer: EnrolAnswer
    settings_text: str = field(repr=False)
    settings: TerminalSettings = field(repr=False)

    @property
    def registration(self) -> Registration:
        """Which terminal this is now."""
        return self.answer.registration


def look_at(place: Place, keys: TerminalKeys, label: Label, answer: EnrolAnswer) -> Welcome:
    """Look at everything; raise `UnsoundAnswerError`, `UnsoundBaseError`, `OSError`."""
    registration = answer.registration
    if not is_terminal_id(registration.terminal):
        raise UnsoundAnswerError("the id is none of a terminal")
    try:
        authority = Authority.read(answer.authority)
        if authority.pin != label.pin:
            raise UnsoundAnswerError("the root is another than the label's")
        authority.check(answer.certificate, name=registration.terminal, csr=keys.csr)
    except UnsoundChainError as error:
        raise UnsoundAnswerError(str(error)) from error
    if registration.signing_key.strip() != public_pem(keys.signing).strip():
        raise UnsoundAnswerError("the office registered another signing key")
    _check_server_keys(answer.server_keys)
    text = join(place, read_base(place), answer, label)
    return Welcome(answer, text, check(place, text))


def _check_server_keys(pem: str) -> None:
    found: list[Any] = []
    try:
        for block in pem.split(_BEGINS)[1:]:
            found.append(load_pem_public_key((_BEGINS + block).encode()))  # noqa: PERF401 - named
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UnsoundAnswerError("a key of the server's cannot be read") from error
    if not found or not all(isinstance(key, Ed25519PublicKey) for key in found):
        raise UnsoundAnswerError("the server's keys are no Ed25519 keys")
