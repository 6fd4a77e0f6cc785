"""Asking at the province's door. Nothing is said before the door has proved the label's pin.

First its root is fetched from whoever answers, and compared with the pin; then a new connection
believes that root and nobody else, and only over it goes the code.
"""

import errno
import http.client
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

import msgspec

from device.enrolment.authority import Authority, UnsoundChainError
from device.enrolment.errors import DoorError, DoorFault, RefusedByDoorError
from wire.decoding import decode
from wire.enrolment import (
    AUTHORITY_PATH,
    ENROL_PATH,
    RENEW_PATH,
    EnrolAnswer,
    EnrolRefusal,
    EnrolRequest,
    Label,
    Renewed,
)

T = TypeVar("T")

SECONDS = 20.0
"""For each step on the line: a rural one takes seconds for a handshake."""
MOST_BYTES = 16 * 1024 * 1024
"""A shelf of 50,000 batches comes to 6 MB."""
_ROOT_BYTES = 64 * 1024
_OK = 200
_NO_WAY = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}
_NO_CHECK_TIME = 0x200000
"""X509_V_FLAG_NO_CHECK_TIME (openssl/x509_vfy.h)."""


class _Said(NamedTuple):
    status: int
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A door, found by a label or in the settings."""

    host: str
    port: int
    is_clock_trusted: Callable[[], bool] = field(default=lambda: True, repr=False)
    """Where it is not, nobody is turned away for a date: it is the root that proves the door."""

    def enrol(self, label: Label, request: EnrolRequest) -> EnrolAnswer:
        """Ask for a certificate; raise `DoorError` or `RefusedByDoorError`."""
        authority = self.authority(label.pin)
        said = self._post(ENROL_PATH, msgspec.json.encode(request), "application/json", authority)
        return _understood(said, EnrolAnswer)

    def authority(self, pin: str) -> Authority:
        """Return the root that the door shows, if it is the one of the pin; raise `DoorError`."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        said = self._say(context, "GET", AUTHORITY_PATH, most=_ROOT_BYTES)
        if said.status != _OK:
            raise DoorError(DoorFault.OUT_OF_ORDER, f"no root, but {said.status}")
        try:
            found = Authority.read(said.body.decode("ascii", "replace"))
        except UnsoundChainError as error:
            raise DoorError(DoorFault.FOREIGN, "what it shows is no root") from error
        if found.pin != pin.upper():
            raise DoorError(DoorFault.FOREIGN, "another root than the label's")
        return found

    def renew(self, message: bytes, authority: Authority) -> Renewed:
        """Ask for a new certificate; raise `DoorError` or `RefusedByDoorError`."""
        said = self._post(RENEW_PATH, message, "application/jose", authority)
        return _understood(said, Renewed)

    def _post(self, path: str, body: bytes, kind: str, authority: Authority) -> _Said:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=authority.pem)
        if not self.is_clock_trusted():
            context.verify_flags |= ssl.VerifyFlags(_NO_CHECK_TIME)
        return self._say(context, "POST", path, body=body, kind=kind)

    def _say(
        self,
        context: ssl.SSLContext,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        kind: str = "",
        most: int = MOST_BYTES,
    ) -> _Said:
        line = http.client.HTTPSConnection(self.host, self.port, timeout=SECONDS, context=context)
        try:
            line.request(method, path, body=body, headers={"Content-Type": kind} if kind else {})
            # Closed by itself too: one that is not read to its end keeps the line open.
            with line.getresponse() as answer:
                found, status = answer.read(most + 1), answer.status
        except (OSError, http.client.HTTPException, UnicodeError) as error:
            raise DoorError(_fault_of(error), type(error).__name__) from error
        finally:
            line.close()
        if len(found) > most:
            raise DoorError(DoorFault.OUT_OF_ORDER, "an endless answer")
        return _Said(status, found)


def _fault_of(error: Exception) -> DoorFault:
    if isinstance(error, ssl.SSLCertVerificationError):
        return DoorFault.FOREIGN
    if isinstance(error, UnicodeError):  # a host that can be no name
        return DoorFault.NO_NAME
    if isinstance(error, http.client.HTTPException | ssl.SSLError):
        return DoorFault.OUT_OF_ORDER if _is_talk(error) else DoorFault.SILENT
    if isinstance(error, socket.gaierror):
        return DoorFault.NO_NAME if has_way() else DoorFault.NO_NETWORK
    if isinstance(error, OSError) and error.errno in _NO_WAY:
        return DoorFault.NO_NETWORK
    return DoorFault.SILENT if has_way() else DoorFault.NO_NETWORK


def _is_talk(error: Exception) -> bool:
    """Whether somebody spoke, and not as a door does; else the line broke off."""
    return not isinstance(
        error, http.client.RemoteDisconnected | http.client.IncompleteRead | ssl.SSLEOFError
    )


def has_way() -> bool:
    """Whether this machine has a way to anywhere but itself: nothing is sent to find out."""
    for family, far in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((far, 9))
        except OSError:
            continue
        return True
    return False


def _understood(said: _Said, kind: type[T]) -> T:
    try:
        if said.status == _OK:
            return decode(said.body, kind)
        refusal = decode(said.body, EnrolRefusal)
    except msgspec.DecodeError as error:
        raise DoorError(DoorFault.OUT_OF_ORDER, f"{said.status}, and no answer") from error
    raise RefusedByDoorError(refusal.reason, refusal.at)
