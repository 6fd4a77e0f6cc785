"""The door for other vendors: the same signed batches over HTTPS, the same signed receipts.

`POST /v1/ledger`, and `GET /v1/reference/DATASET` for those who begin; both are described in
docs/wire.md. Anybody on the network may knock, so nothing of a request is kept before its
signature has held: no body is logged or stored, and what alarms it causes are counted in memory
first.
"""

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus

from anyio import CapacityLimiter, fail_after
from anyio.to_thread import run_sync
from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from server.ingest.desk import Answer, Desk
from server.ingest.problem import Refusal, RefusalError, problem
from server.ingest.throttle import Throttle
from server.ingest.verify import MAX_MESSAGE_BYTES, claimed_terminal, verify_batch
from server.reference.snapshots import Snapshots
from server.store import terminals
from server.store.alarms import Alarm, Finding
from server.store.database import StoreUnavailableError, reading
from server.store.quarantine import Reason, SetAside
from server.tally import Tally

PATH = "/v1/ledger"
REFERENCE_PATH = "/v1/reference/{dataset}"
MEDIA_TYPE = "application/jose"
"""A compact JWS (RFC 7515, section 9.2.1)."""
_READING_SECONDS = 60.0
"""For a whole batch: sixteen seconds at 64 kbit/s, and a bad line."""
_DESKS = 4
_MAX_WAITING = 64
_UNPROVEN = frozenset(
    {
        Reason.UNSIGNED,
        Reason.TOO_LARGE,
        Reason.UNKNOWN_TERMINAL,
        Reason.FOREIGN_TOPIC,
        Reason.REVOKED,
        Reason.FORGED,
    }
)
"""Refused before the signature has held: anybody could have sent it."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Door:
    """What stands between a request and the desk."""

    desk: Desk
    province: str
    tally: Tally
    throttle: Throttle

    def take(self, body: bytes) -> bytes:
        """Return the receipt for a batch; raise `RefusalError` or `StoreUnavailableError`."""
        terminal = claimed_terminal("", body)
        with reading():
            known = terminals.find([terminal])
        verdict = verify_batch(body, province=self.province, find=known.get, now=datetime.now(UTC))
        if isinstance(verdict, SetAside) and verdict.reason in _UNPROVEN:
            self._note(verdict.reason, terminal if terminal in known else "")
            raise RefusalError(Refusal.of(verdict.reason))
        if not self.throttle.admits(terminal):
            self.tally.add(Alarm(Finding.FLOOD, terminal, subject=PATH))
            raise RefusalError(Refusal.TOO_MANY)
        answer = self._at_desk(body)
        if answer.receipt is None:
            raise RefusalError(Refusal.of(answer.refused or Reason.UNEXPECTED))
        return answer.receipt

    def _at_desk(self, body: bytes) -> Answer:
        try:
            return self.desk.take(body)
        except StoreUnavailableError:
            raise
        # The outermost place for one request: whatever it has brought to light, it is kept for a
        # person to look at, and its sender is told not to send it again as it is.
        except Exception:  # noqa: BLE001
            _LOG.exception("a batch was set aside")
            self.desk.set_aside(("", body))
            return Answer(receipt=None, refused=Reason.UNEXPECTED)

    def _note(self, reason: Reason, terminal: str) -> None:
        """Count an alarm for a terminal that is registered; names that are not are told as one."""
        _LOG.warning("refused from %s: %s", terminal or "nobody known", reason)
        if terminal or reason is Reason.UNKNOWN_TERMINAL:
            self.tally.add(Alarm(reason, terminal, subject=PATH))


def make_app(door: Door, snapshots: Snapshots | None = None) -> FastAPI:
    """Return the door as an application. The store must be open.

    With `snapshots`, whole datasets of reference data can be fetched by anybody: they are public.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    desks = CapacityLimiter(_DESKS)

    @app.exception_handler(RefusalError)
    async def refuse(_request: Request, error: RefusalError) -> Response:
        return problem(error.refusal)

    @app.exception_handler(StoreUnavailableError)
    async def wait(_request: Request, error: StoreUnavailableError) -> Response:
        _LOG.error("database: %s", error)
        return problem(Refusal.UNAVAILABLE)

    @app.exception_handler(HTTPException)
    async def misdirect(_request: Request, error: HTTPException) -> Response:
        return problem(
            Refusal.METHOD if error.status_code == Refusal.METHOD.status else Refusal.PATH
        )

    @app.post(PATH)
    async def ledger(request: Request) -> Response:
        _check(request)
        body = await _body(request)
        if desks.statistics().tasks_waiting >= _MAX_WAITING:
            raise RefusalError(Refusal.BUSY)
        receipt = await run_sync(door.take, body, limiter=desks)
        return Response(receipt, media_type=MEDIA_TYPE, headers={"Cache-Control": "no-store"})

    if snapshots is not None:
        offer_snapshots(app, snapshots)
    return app


def offer_snapshots(app: FastAPI, snapshots: Snapshots) -> None:
    """Let whole datasets be fetched; they are public, and signed.

    What cannot be fetched is a `RefusalError`, or a `StoreUnavailableError`.
    """
    makers = CapacityLimiter(1)

    @app.api_route(REFERENCE_PATH, methods=["GET", "HEAD"])
    async def reference(dataset: str, request: Request) -> Response:
        try:
            found = await run_sync(snapshots.prepare, dataset, limiter=makers)
        except OSError as error:
            raise StoreUnavailableError(str(error)) from error
        if found is None:
            raise RefusalError(Refusal.PATH)
        tag = f'"{found.snapshot.sha256}"'
        headers = {"ETag": tag, "Cache-Control": "no-cache", "Quay-Snapshot": found.signed}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        return FileResponse(found.file, media_type="application/zlib", headers=headers)


def _check(request: Request) -> None:
    """Refuse by the head alone what need not be read."""
    said = request.headers
    if said.get("content-type", "").partition(";")[0].strip().lower() != MEDIA_TYPE:
        raise RefusalError(Refusal.MEDIA_TYPE)
    if said.get("content-encoding", "identity").strip().lower() != "identity":
        raise RefusalError(Refusal.MEDIA_TYPE)
    length = said.get("content-length", "")
    if length.isdecimal() and int(length) > MAX_MESSAGE_BYTES:
        raise RefusalError(Refusal.TOO_LARGE)


async def _body(request: Request) -> bytes:
    """Read a body that is no longer and no slower than it may be."""
    read = bytearray()
    chunks: AsyncIterator[bytes] = request.stream()
    try:
        with fail_after(_READING_SECONDS):
            async for chunk in chunks:
                read += chunk
                if len(read) > MAX_MESSAGE_BYTES:
                    raise RefusalError(Refusal.TOO_LARGE)
    except (TimeoutError, ClientDisconnect) as error:
        raise RefusalError(Refusal.SLOW) from error
    return bytes(read)
