"""A new certificate for a terminal that is known: before the old one ends, or long after.

The signing key is what the terminal is known by, so nothing hangs on the old certificate. A
request that is sent again does no harm: the certificate is for a key that its sender must have.
"""

import logging
from dataclasses import dataclass

import msgspec

from server.enrolment.proof import UnsoundError, requested_key
from server.enrolment.signer import Signer, SignerAwayError, SignerRefusedError
from server.ingest import jws
from server.ingest.throttle import Throttle
from server.keyring import public_key
from server.store import terminals
from server.store.database import reading
from server.store.terminals import Terminal
from wire.decoding import decode
from wire.enrolment import EnrolRefusal, RefusalReason, Renewal, Renewed
from wire.sign import MessageType, SignatureError
from wire.topics import is_terminal_id

_TYPE: MessageType = "quay-renewal"
_LOG = logging.getLogger(__name__)


class _RefusedError(Exception):
    def __init__(self, reason: RefusalReason) -> None:
        super().__init__(reason)
        self.reason: RefusalReason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalDesk:
    """Where certificates are renewed. Any number of threads may ask."""

    province: str
    signer: Signer
    throttle: Throttle
    """For each terminal that has proved who it is."""

    def renew(self, message: bytes) -> Renewed | EnrolRefusal:
        """Return a terminal's new certificate; raise `StoreUnavailableError`."""
        try:
            terminal, asked = self._asked(message)
            if not terminal.active:
                raise _RefusedError("revoked")  # noqa: TRY301 - one way out for all of them
            if not self.throttle.admits(terminal.id):
                raise _RefusedError("too-many")  # noqa: TRY301 - likewise
            return self._certify(terminal, asked)
        except _RefusedError as error:
            _LOG.warning("no new certificate: %s", error.reason)
            return EnrolRefusal(reason=error.reason)

    def _asked(self, message: bytes) -> tuple[Terminal, Renewal]:
        """Return who asks for what; a stranger, a forger and a slip of the pen hear the same."""
        try:
            signed = jws.take_apart(message)
            terminal = self._find(signed.header.kid)
            payload = jws.payload_of(signed, [public_key(terminal.signing_key)], _TYPE)
            asked = decode(payload, Renewal)
            requested_key(asked.csr)
        except (SignatureError, msgspec.DecodeError, UnsoundError) as error:
            raise _RefusedError("unsound-request") from error
        if asked.terminal != terminal.id:
            raise _RefusedError("unsound-request")
        return terminal, asked

    def _find(self, name: str) -> Terminal:
        if not is_terminal_id(name):
            raise _RefusedError("unsound-request")
        with reading():
            terminal = terminals.find([name]).get(name)
        if terminal is None or terminal.province != self.province:
            raise _RefusedError("unsound-request")
        return terminal

    def _certify(self, terminal: Terminal, asked: Renewal) -> Renewed:
        try:
            issued = self.signer.issue(asked.csr, terminal.id)
        except SignerRefusedError as error:
            raise _RefusedError(error.reason) from error
        except SignerAwayError as error:
            _LOG.error("no certificate for %s: %s", terminal.id, error)
            raise _RefusedError("not-now") from error
        _LOG.info("%s has a new certificate", terminal.id)
        return Renewed(certificate=issued.certificate, authority=issued.authority)
