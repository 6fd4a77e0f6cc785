"""The web process: every route with its right, and nothing without."""

import asyncio
import inspect
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from server.accounts.second import Sealer
from server.store.database import StoreUnavailableError, reading, rows
from server.web import api, exporting, plain, showing, signing_in, static, times
from server.web.access import Right
from server.web.guard import Answer, Call, Guard
from server.web.headers import guard_headers
from server.web.house import Clock, House, system_clock
from server.web.page import Page, Query
from server.web.pages import PAGES
from server.web.places import forget
from server.web.posted import Posted
from words import speaking

_LOG = logging.getLogger(__name__)
_WARM_SECONDS = 240.0
_HOME = ("/tong-quan",)
"""What files of the first page are called."""


@dataclass(frozen=True, slots=True)
class Rights:
    """Which right each route demands: by method and path."""

    of: dict[tuple[str, str], Right] = field(default_factory=dict)


def make_app(
    *,
    province: str,
    sealer: Sealer,
    language: str = "vi",
    department: str = "",
    pages: Sequence[Page] = PAGES,
    clock: Clock = system_clock,
) -> FastAPI:
    """Return the pages of a province. The store must be open."""
    forget()
    house = House(
        province=province,
        department=department or f"Sở Y tế ({province})",
        language=language,
        sealer=sealer,
        pages=pages,
        clock=clock,
    )
    app = FastAPI(
        title="Quầy", version="1", docs_url=None, redoc_url=None, openapi_url=None,
        description="Named queries of the province; sign in at /dang-nhap first.",
        lifespan=partial(_living, house),
    )  # fmt: skip
    app.state.desks, app.state.files = house.desks, house.files
    app.middleware("http")(guard_headers)
    routes = Routes(app, house)
    routes.add_door()
    for page in pages:
        routes.add_page(page)
    routes.add_api(pages)
    _add_errors(app, house, routes)
    return app


@asynccontextmanager
async def _living(house: House, _app: FastAPI) -> AsyncIterator[None]:
    warming = asyncio.create_task(_keep_warm(house))
    yield
    warming.cancel()
    with suppress(asyncio.CancelledError):
        await warming
    house.desks.close()
    house.files.close()


async def _keep_warm(house: House) -> None:
    """Read ahead, beside the pages, what takes too long to wait for."""
    while True:
        for page in house.pages:
            if page.warm:
                try:
                    today = house.clock().astimezone(times.HERE).date()
                    await house.files.run(page.warm, today)
                except Exception:  # noqa: BLE001 - then somebody waits for it
                    _LOG.exception("reading ahead for %s", page.path)
        await asyncio.sleep(_WARM_SECONDS)


class Routes:
    """Adds routes; there is no other way to add one."""

    def __init__(self, app: FastAPI, house: House) -> None:
        self._app, self._house, self._guard = app, house, Guard(house)
        self.rights = Rights()
        app.state.rights = self.rights.of

    def add(self, path: str, right: Right, answer: Answer, method: str = "GET") -> None:
        """Add a route that people use."""
        self.rights.of[method, path] = right
        self._app.add_api_route(
            path,
            self._guard.endpoint(right, answer),
            methods=[method],
            include_in_schema=False,
            response_model=None,
        )

    def _add_file(self, path: str, right: Right, answer: Answer) -> None:
        """Add a route that makes a file."""
        self.rights.of["GET", path] = right
        self._app.add_api_route(
            path,
            self._guard.file_endpoint(right, answer),
            methods=["GET"],
            include_in_schema=False,
            response_model=None,
        )

    def add_door(self) -> None:
        """Add what is open to strangers, and what everybody signed in has."""
        doors: dict[str, tuple[Callable[..., Response], Callable[..., Response]]] = {
            "/dang-nhap": (signing_in.ask_password, signing_in.take_password),
            "/dang-nhap/ma": (signing_in.ask_code, signing_in.take_code),
            "/dang-nhap/dang-ky-ma": (signing_in.ask_enrolment, signing_in.take_enrolment),
            "/dang-nhap/mat-khau": (signing_in.ask_own_password, signing_in.take_own_password),
        }
        for path, (ask, take) in doors.items():
            self.add(path, Right.PUBLIC, partial(ask, self._house))
            self.add(path, Right.PUBLIC, partial(take, self._house), "POST")
        house = self._house
        self.add("/dang-nhap/ma.svg", Right.PUBLIC, partial(signing_in.square_code, house))
        self.add("/ngon-ngu", Right.PUBLIC, partial(signing_in.choose_language, house), "POST")
        self.add("/dang-xuat", Right.OWN, partial(signing_in.leave, house), "POST")
        self.add("/static/{path:path}", Right.PUBLIC, partial(_static, house))
        self.rights.of["GET", "/health"] = Right.PUBLIC

        async def health() -> Response:
            return await house.desks.run(_health)

        self._app.add_api_route("/health", health, include_in_schema=False, response_model=None)

    def add_page(self, page: Page) -> None:
        """Add a page, its files and what it lets one do."""
        house = self._house
        place = page.path.rstrip("/") or _HOME[0]
        for kind in ("csv", "xlsx"):  # before the page: its fields would take the ending in
            self._add_file(
                f"{place}.{kind}", page.right, partial(exporting.export, house, page, kind)
            )
        for done in page.acts:
            path = f"{page.path.rstrip('/')}/{done.name}"
            self.add(path, done.right, partial(showing.act, house, page, done), "POST")
        self.add(page.path, page.right, partial(showing.show, house, page))

    def add_api(self, pages: Sequence[Page]) -> None:
        """Add every query once, and what describes them."""
        for page in pages:
            for query in page.queries:
                if ("GET", f"{api.VERSION}/{query.name}") not in self.rights.of:
                    self._add_query(page, query)
        self.add(
            f"{api.VERSION}/openapi.json",
            Right.OWN,
            lambda _call: JSONResponse(self._app.openapi()),
        )

    async def refuse(self, request: Request, error: RequestValidationError) -> Response:
        """Say what is wrong with a question, to those who may ask it at all."""
        first = error.errors()[0]
        right = self.rights.of[request.method, request.scope["route"].path]

        def answer(_call: Call) -> Response:
            return JSONResponse({"detail": f"{first['loc'][-1]}: {first['msg']}"}, status_code=422)

        return await self._house.desks.run(
            self._guard.answer, request, right, answer, Posted(fields={})
        )

    def _add_query(self, page: Page, query: Query) -> None:
        path = f"{api.VERSION}/{query.name}"
        self.rights.of["GET", path] = query.right
        answer = api.answer_of(page, query)

        async def serve(**asked: Any) -> Response:
            return await self._house.desks.run(
                self._guard.answer, asked["request"], query.right, answer, Posted(fields={})
            )

        serve.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
            api.parameters_of(page, query), return_annotation=api.model_of(query)
        )
        self._app.add_api_route(
            path,
            serve,
            name=query.name,
            summary=query.summary or query.name.replace("-", " "),
            responses={code: {"model": api.Refused} for code in (401, 403, 404, 422, 503)},
        )


def _static(house: House, call: Call) -> Response:
    found = static.serve(call.request, call.request.path_params["path"])
    return found or plain.not_found(house, is_api=False)


def _health() -> Response:
    """Say whether the database answers: nothing else, for anybody."""
    try:
        with reading():
            rows("SELECT 1")
    except StoreUnavailableError as error:
        _LOG.error("database: %s", error)
        return JSONResponse({"status": "database unavailable"}, status_code=503)
    return JSONResponse({"status": "ok"})


def _add_errors(app: FastAPI, house: House, routes: Routes) -> None:
    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        return _http(house, request, error)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        return await routes.refuse(request, error)

    _ = http, invalid


def _http(house: House, request: Request, error: HTTPException) -> Response:
    with speaking(house.language):
        if error.status_code == 404:  # noqa: PLR2004
            return plain.not_found(house, request.url.path.startswith("/api/"))
        return plain.text(str(error.detail), error.status_code)
