"""What an answer of the national system means: said, not known, refused, or to be tried again."""

import logging
from datetime import datetime
from http import HTTPStatus
from typing import NamedTuple

import msgspec

from server.interop.national import (
    Accepted,
    Fetched,
    NotKnown,
    Refused,
    Reported,
    Unreachable,
    Unusable,
)
from server.interop.prescription_json import UnreadableError, UnusableError, read_prescription
from server.interop.report_json import FIELDS
from server.interop.unconfirmed import BELIEVED, Unconfirmed

log = logging.getLogger(__name__)

TOO_MANY_WAIT_SECONDS = 30.0
"""After "too many requests" that does not say how long."""
KEY_WAIT_SECONDS = 60.0
"""After this server's name or key was refused."""
_LIST = "danh_sach_cac_loi"
_TAKEN = frozenset({HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED})
_ABOUT_THE_KEY = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})


class Answered(NamedTuple):
    """An answer as it came."""

    status: int
    body: bytes
    retry_after: str = ""

    def __repr__(self) -> str:
        return f"Answered({self.status}, hidden)"


def meaning_of_fetch(
    answer: Answered, code: str, now: datetime, shape: Unconfirmed = BELIEVED
) -> Fetched:
    """Return what an answer says about a prescription that was asked for."""
    if answer.status == HTTPStatus.NOT_FOUND and _faults(answer.body) is not None:
        return NotKnown()
    if answer.status != HTTPStatus.OK:
        return _refusal(answer)
    try:
        return read_prescription(answer.body, code, now, shape)
    except UnusableError as error:
        return Unusable(why=str(error))
    except UnreadableError as error:
        return Unreachable(why=f"the answer cannot be read: {error}")


def meaning_of_report(answer: Answered) -> Reported:
    """Return whether a report was taken."""
    if answer.status in _TAKEN and _faults(answer.body) == 0:
        return Accepted()
    return _refusal(answer)


def _refusal(answer: Answered) -> Refused | Unreachable:
    """Return what a refusal means: only what judges the request itself is final.

    Servers that are down or busy are tried again, and so is whatever stands between them and us:
    a gateway's page, or a key that is refused until somebody puts it right.
    """
    status = answer.status
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Unreachable(why="too many requests", wait_seconds=_wait(answer.retry_after))
    if status in _ABOUT_THE_KEY:
        log.error("the national system refuses this server's name or key (%d)", status)
        return Unreachable(why=f"status {status}: name or key", wait_seconds=KEY_WAIT_SECONDS)
    faults = _faults(answer.body)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or faults is None or not status >= 400:  # noqa: PLR2004 - of HTTP
        return Unreachable(why=f"status {status}")
    told = _named_in(answer.body)
    named = ", ".join(name for name in FIELDS if name.encode() in told)
    return Refused(why=f"status {status}, {faults} faults" + (f": {named}" if named else ""))


def _wait(said: str) -> float:
    return float(said) if said.isdecimal() else TOO_MANY_WAIT_SECONDS


def _faults(body: bytes) -> int | None:
    """Return how many faults an answer names; None if it is no answer of the system's own."""
    try:
        told = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if not isinstance(told, dict):
        return None
    named = told.get(_LIST)
    return len(named) if isinstance(named, list) else 0


def _named_in(body: bytes) -> bytes:
    """Return where a refusal names fields: its list, if it has one. The rest may echo the report.

    The answer is one of the system's own.
    """
    told = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    return bytes(told.get(_LIST, body))
