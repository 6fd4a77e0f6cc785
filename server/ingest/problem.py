"""What the door answers instead of a receipt: problem details (RFC 9457)."""

from enum import Enum
from http import HTTPStatus

import msgspec
from fastapi import Response

from server.store.quarantine import Reason

MEDIA_TYPE = "application/problem+json"
_SOON, _LATER = 5, 30
"""Seconds, for `Retry-After`."""


class Refusal(Enum):
    """A refusal: its status, the word that programs read, and a sentence for people."""

    UNSIGNED = (400, "unsigned", "The body is not a compact JWS.")
    MALFORMED = (400, "malformed", "The payload is not a batch of the signer's own entries.")
    NEWER_SCHEMA = (400, "newer schema", "The batch is of a version this server does not know yet.")
    UNEXPECTED = (400, "unexpected", "The batch was set aside for a person to look at.")
    UNKNOWN_TERMINAL = (401, "unknown terminal", "No terminal is registered under this kid.")
    FORGED = (401, "forged", "The signature is not by the key registered for this kid.")
    REVOKED = (403, "revoked", "This terminal's right to send was withdrawn.")
    PROVINCE = (403, "foreign province", "This terminal is registered in another province.")
    PATH = (404, "no such path", "Batches are posted to /v1/ledger.")
    METHOD = (405, "no such method", "Batches are posted.")
    SLOW = (408, "too slow", "The body did not arrive in time.")
    TOO_LARGE = (413, "too large", "A signed batch has at most 129024 bytes.")
    MEDIA_TYPE = (415, "media type", "A batch is sent as application/jose, not compressed.")
    TOO_MANY = (429, "too many", "This terminal sends too many batches.")
    BUSY = (503, "busy", "Too many batches are waiting.")
    UNAVAILABLE = (503, "unavailable", "The database does not answer; nothing was stored.")

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.value[0]

    @classmethod
    def of(cls, reason: Reason) -> "Refusal":
        """Return the refusal for a reason for which a whole batch was set aside."""
        return _REFUSALS.get(reason, cls.UNEXPECTED)


_REFUSALS = {
    Reason.UNSIGNED: Refusal.UNSIGNED,
    Reason.TOO_LARGE: Refusal.TOO_LARGE,
    Reason.UNKNOWN_TERMINAL: Refusal.UNKNOWN_TERMINAL,
    Reason.FOREIGN_TOPIC: Refusal.PROVINCE,
    Reason.REVOKED: Refusal.REVOKED,
    Reason.FORGED: Refusal.FORGED,
    Reason.MALFORMED: Refusal.MALFORMED,
    Reason.NEWER_SCHEMA: Refusal.NEWER_SCHEMA,
}
_HEADERS = {
    Refusal.UNKNOWN_TERMINAL: {"WWW-Authenticate": 'JWS realm="quay"'},
    Refusal.FORGED: {"WWW-Authenticate": 'JWS realm="quay"'},
    Refusal.METHOD: {"Allow": "POST"},
    Refusal.MEDIA_TYPE: {"Accept-Post": "application/jose"},
    Refusal.SLOW: {"Connection": "close"},
    Refusal.TOO_LARGE: {"Connection": "close"},
    Refusal.TOO_MANY: {"Retry-After": str(_SOON)},
    Refusal.BUSY: {"Retry-After": str(_SOON)},
    Refusal.UNAVAILABLE: {"Retry-After": str(_LATER)},
}


class RefusalError(Exception):
    """A request is refused."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value[1])
        self.refusal = refusal


def problem(refusal: Refusal) -> Response:
    """Return the answer to a request that is refused."""
    status, reason, detail = refusal.value
    body = {
        "title": HTTPStatus(status).phrase,
        "status": status,
        "reason": reason,
        "detail": detail,
    }
    headers = {"Cache-Control": "no-store", **_HEADERS.get(refusal, {})}
    return Response(msgspec.json.encode(body), status, headers, media_type=MEDIA_TYPE)
