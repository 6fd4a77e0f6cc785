"""The door for terminals that are not known yet, or whose certificate has ended: HTTPS, JSON.

Anybody on the network may knock. Whatever is wrong with a request, the answer is one of
`wire.enrolment`'s refusals, and nothing of it is logged.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address

import msgspec
from anyio import CapacityLimiter, fail_after
from anyio.to_thread import run_sync
from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from server.enrolment.desk import EnrolmentDesk
from server.enrolment.renewing import RenewalDesk
from server.ingest.door import offer_snapshots
from server.ingest.problem import RefusalError
from server.ingest.throttle import Throttle
from server.reference.snapshots import Snapshots
from server.store.database import StoreUnavailableError
from wire.enrolment import (
    AUTHORITY_PATH,
    ENROL_PATH,
    RENEW_PATH,
    EnrolAnswer,
    EnrolRefusal,
    RefusalReason,
    Renewed,
    read_request,
)

_VERSION = 1
"""Of requests."""
MAX_BYTES = 16 * 1024
"""A request has some 1.5 KB."""
_READING_SECONDS = 30.0
_DESKS = 4
_MAX_WAITING = 64
_SOON = "30"
"""Seconds, for `Retry-After`."""
_STATUS: dict[RefusalReason, HTTPStatus] = {
    "unsound-request": HTTPStatus.BAD_REQUEST,
    "stolen-code": HTTPStatus.FORBIDDEN,
    "revoked": HTTPStatus.FORBIDDEN,
    "unknown-code": HTTPStatus.NOT_FOUND,
    "used-code": HTTPStatus.CONFLICT,
    "other-terminal": HTTPStatus.CONFLICT,
    "expired-code": HTTPStatus.GONE,
    "too-old": HTTPStatus.UPGRADE_REQUIRED,
    "too-many": HTTPStatus.TOO_MANY_REQUESTS,
    "not-now": HTTPStatus.SERVICE_UNAVAILABLE,
}
_LOG = logging.getLogger(__name__)
_Said = EnrolAnswer | Renewed | EnrolRefusal


@dataclass(frozen=True, kw_only=True)
class EnrolDoor:
    """What stands between a request and the desks."""

    enrolment: EnrolmentDesk
    renewal: RenewalDesk
    throttle: Throttle
    """For each address."""
    authority: bytes
    """The root certificate, PEM."""

    def enrol(self, body: bytes) -> _Said:
        """Return what a new terminal is told; raise `StoreUnavailableError`."""
        try:
            request = read_request(body)
        except msgspec.DecodeError:
            return EnrolRefusal(reason="unsound-request")
        if request.v != _VERSION:
            return EnrolRefusal(reason="too-old" if request.v < _VERSION else "not-now")
        return self.enrolment.decide(request, datetime.now(UTC))

    def renew(self, body: bytes) -> _Said:
        """Return a terminal's new certificate; raise `StoreUnavailableError`."""
        return self.renewal.renew(body)


class _RefusedError(Exception):
    def __init__(self, reason: RefusalReason, status: HTTPStatus | None = None) -> None:
        super().__init__(reason)
        self.reason: RefusalReason = reason
        self.status = status


def make_app(door: EnrolDoor, snapshots: Snapshots | None = None) -> FastAPI:
    """Return the door as an application. The store must be open.

    With `snapshots`, whole datasets of reference data can be fetched: a new terminal has none.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    desks = CapacityLimiter(_DESKS)

    async def see_to(request: Request, decide: Callable[[bytes], _Said]) -> Response:
        if not door.throttle.admits(address_of(request)):
            raise _RefusedError("too-many")
        body = await _body(request)
        if desks.statistics().tasks_waiting >= _MAX_WAITING:
            raise _RefusedError("not-now")
        return _response(await run_sync(decide, body, limiter=desks))

    @app.post(ENROL_PATH)
    async def enrol(request: Request) -> Response:
        return await see_to(request, door.enrol)

    @app.post(RENEW_PATH)
    async def renew(request: Request) -> Response:
        return await see_to(request, door.renew)

    @app.get(AUTHORITY_PATH)
    async def authority() -> Response:
        return Response(door.authority, media_type="application/x-pem-file")

    _explain_refusals(app)
    if snapshots is not None:
        offer_snapshots(app, snapshots)
    return app


def _explain_refusals(app: FastAPI) -> None:
    @app.exception_handler(_RefusedError)
    async def refuse(_request: Request, error: _RefusedError) -> Response:
        return _response(EnrolRefusal(reason=error.reason), error.status)

    @app.exception_handler(StoreUnavailableError)
    async def wait(_request: Request, error: StoreUnavailableError) -> Response:
        _LOG.error("database: %s; nothing was used up", error)
        return _response(EnrolRefusal(reason="not-now"))

    @app.exception_handler(RefusalError)
    async def no_dataset(_request: Request, error: RefusalError) -> Response:
        return _unsound(HTTPStatus(error.refusal.status))

    @app.exception_handler(HTTPException)
    async def misdirect(_request: Request, error: HTTPException) -> Response:
        return _unsound(HTTPStatus(error.status_code))

    @app.exception_handler(Exception)
    async def fail(_request: Request, _error: Exception) -> Response:
        return _response(EnrolRefusal(reason="not-now"))  # the server logs it


def _unsound(status: HTTPStatus) -> Response:
    return _response(EnrolRefusal(reason="unsound-request"), status)


def _response(said: _Said, status: HTTPStatus | None = None) -> Response:
    headers = {"Cache-Control": "no-store"}
    if not isinstance(said, EnrolRefusal):
        return Response(msgspec.json.encode(said), media_type="application/json", headers=headers)
    if said.reason in {"too-many", "not-now"}:
        headers["Retry-After"] = _SOON
    status = status or _STATUS[said.reason]
    if status in {HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.REQUEST_TIMEOUT}:
        headers["Connection"] = "close"
    return Response(
        msgspec.json.encode(said), status, media_type="application/json", headers=headers
    )


def address_of(request: Request) -> str:
    """Return whose requests are counted together: one subscriber has many addresses of IPv6."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return address.exploded[:19]  # the first 64 bits
    return str(address)


async def _body(request: Request) -> bytes:
    """Read a body that is no longer and no slower than it may be."""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > MAX_BYTES:
        raise _RefusedError("unsound-request", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    read = bytearray()
    try:
        with fail_after(_READING_SECONDS):
            async for chunk in request.stream():
                read += chunk
                if len(read) > MAX_BYTES:
                    raise _RefusedError("unsound-request", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    except (TimeoutError, ClientDisconnect) as error:
        raise _RefusedError("unsound-request", HTTPStatus.REQUEST_TIMEOUT) from error
    return bytes(read)
