"""What the signer answers: it trusts the door for who asks, and for nothing else."""

import logging
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import msgspec
from cryptography import x509

from provisioning.authority import Authority
from provisioning.custody import public_key_of, spki
from provisioning.errors import RefusedError, TokenError
from provisioning.revoked import is_revoked
from provisioning.signer.asking import Ask, Certified, Refused, read_ask
from provisioning.signer.journal import Issued, Journal
from provisioning.signer.pace import Pace
from wire.enrolment import RefusalReason

_LOG = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Desk:
    """Takes a line, certifies or refuses, and writes down what it has certified."""

    root: Path
    authority: Authority
    journal: Journal
    pace: Pace
    fault: TokenError | None = field(default=None, init=False)
    """Why nothing can be signed any more until the program has been started again."""

    def answer(self, line: bytes, at: datetime) -> bytes:
        """Answer one line with one line."""
        try:
            ask = read_ask(line)
        except msgspec.DecodeError:
            return _line(_refuse("", "unsound-request"))
        return _line(self._decide(ask, at))

    def _decide(self, ask: Ask, at: datetime) -> Certified | Refused:
        if is_revoked(self.root, ask.terminal):
            return _refuse(ask.terminal, "revoked")
        if not self._is_in_age(at):
            _LOG.error("the issuing certificate is not good at this time: is the clock right?")
            return _refuse(ask.terminal, "not-now")
        if not self.pace.allows(ask.terminal, at):
            return _refuse(ask.terminal, "too-many")
        return self._try(ask, at)

    def _try(self, ask: Ask, at: datetime) -> Certified | Refused:
        try:
            return self._certify(ask, at)
        except RefusedError:
            return _refuse("", "unsound-request")
        except TokenError as error:
            self.fault = error
        except OSError as error:
            _LOG.error("the journal cannot be written: %s", error.strerror)
        return _refuse(ask.terminal, "not-now")

    def _is_in_age(self, at: datetime) -> bool:
        issuer = self.authority.issuer
        return issuer.not_valid_before_utc <= at < issuer.not_valid_after_utc

    def _certify(self, ask: Ask, at: datetime) -> Certified:
        chain = self.authority.certify_terminal(ask.csr.encode(), ask.terminal, at=at)
        issued = _issued(ask.terminal, chain, self.authority, at)
        self.journal.write(issued)  # before anybody has the certificate
        self.pace.remember([issued])
        _LOG.info("certified %s, serial %s", issued.terminal, issued.serial)
        return Certified(
            certificate=chain.decode("ascii"),
            authority=self.authority.certificate.decode("ascii"),
        )


def _issued(terminal: str, chain: bytes, authority: Authority, at: datetime) -> Issued:
    made = x509.load_pem_x509_certificate(chain)
    return Issued(
        at=at,
        terminal=terminal,
        serial=f"{made.serial_number:X}",
        until=made.not_valid_after_utc,
        key=sha256(spki(public_key_of(made))).hexdigest(),
        issuer=f"{authority.issuer.serial_number:X}",
    )


def _refuse(terminal: str, reason: RefusalReason) -> Refused:
    _LOG.warning("refused %s: %s", terminal or "somebody", reason)
    return Refused(refused=reason)


def _line(said: Certified | Refused) -> bytes:
    return msgspec.json.encode(said) + b"\n"
