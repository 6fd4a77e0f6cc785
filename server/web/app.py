"""The web process: one page, its style sheet and a health check."""

import logging
import socket
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import uvicorn
from fastapi import FastAPI, Query, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from server import alarm_texts
from server.store.database import StoreUnavailableError
from server.web import times, view
from words import _

_HERE = Path(__file__).parent
_LOG = logging.getLogger(__name__)
_MAX_PAGE = 1_000_000
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

Clock = Callable[[], datetime]
Page = Annotated[int, Query(alias="trang", ge=1, le=_MAX_PAGE)]


def system_clock() -> datetime:
    """Return the computer's time, in UTC."""
    return datetime.now(UTC)


def make_app(*, province: str, language: str = "vi", clock: Clock = system_clock) -> FastAPI:
    """Return the pages of a province. The store must be open."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    template = _environment(province, language).get_template("page.html")

    @app.middleware("http")
    async def guard(
        request: Request, call_next: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        response = await call_next(request)
        response.headers.update(_HEADERS)
        return response

    @app.get("/")
    def terminals(page: Page = 1) -> HTMLResponse:
        now = clock()
        try:
            seen = view.look(now, page)
        except StoreUnavailableError as error:
            _LOG.error("database: %s", error)
            return HTMLResponse(template.render(view=None, now=now), status_code=503)
        return HTMLResponse(template.render(view=seen, now=now))

    @app.get("/page.css")
    def style() -> FileResponse:
        return FileResponse(_HERE / "page.css", media_type="text/css")

    @app.get("/health")
    def health() -> JSONResponse:
        return _health(clock())

    return app


def _health(now: datetime) -> JSONResponse:
    try:
        seen = view.look(now, 1)
    except StoreUnavailableError as error:
        _LOG.error("database: %s", error)
        return JSONResponse({"status": "database unavailable"}, status_code=503)
    totals = seen.totals
    newest = totals.newest_contact
    return JSONResponse(
        {
            "status": "ok",
            "terminals": totals.registered,
            "entries": totals.stored,
            "quarantined": totals.quarantined,
            "alarms": seen.open_alarms,
            "last_contact": newest.isoformat() if newest else None,
        }
    )


def serve(app: FastAPI, listener: socket.socket) -> None:
    """Serve until SIGTERM."""
    config = uvicorn.Config(app, log_config=None, access_log=False, server_header=False)
    uvicorn.Server(config).run(sockets=[listener])


def _environment(province: str, language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "_": _,
        "times": times,
        "alarms": alarm_texts,
        "province": province,
        "language": language,
    }
    return environment
