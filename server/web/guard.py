"""The door of every route: no route without a right, no answer without it."""

import hmac
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from server.accounts import audit
from server.accounts.audit import Action, Result
from server.query.memory import remembering
from server.store.database import StoreUnavailableError, writing
from server.web import places, plain
from server.web.access import Right
from server.web.desks import MOST_FILES
from server.web.house import House
from server.web.posted import Posted
from server.web.visitor import Visitor, note_use, visitor_of
from words import _, speaking

_LOG = logging.getLogger(__name__)
MOST_BYTES = 24 * 2**20
"""Of what a form brings; the largest is a catalogue."""
STRANGERS_BYTES = 256 * 2**10
"""Of what is read before anybody has looked who sends it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request that has come through the door."""

    request: Request
    visitor: Visitor
    now: datetime
    posted: Posted

    @property
    def is_api(self) -> bool:
        """Whether a program asks, not a person."""
        return self.request.url.path.startswith("/api/")


Answer = Callable[[Call], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


class Guard:
    """Lets in whoever has the right, in the language of who asks."""

    def __init__(self, house: House) -> None:
        self._house = house

    def endpoint(self, right: Right, answer: Answer) -> Endpoint:
        """Return what serves a route."""

        async def serve(request: Request) -> Response:
            posted = Posted(fields={})
            if request.method == "POST":
                if not _came_from_here(request):
                    return plain.text(_("Yêu cầu đến từ trang khác."), 403)
                is_small = _length(request) <= STRANGERS_BYTES
                if not is_small and not await self._house.desks.run(self._trusts, request, right):
                    return plain.text(_("Gửi quá nhiều dữ liệu."), 413)
                found = await _posted(request)
                if found is None:
                    return plain.text(_("Gửi quá nhiều dữ liệu."), 413)
                posted = found
            return await self._house.desks.run(self.answer, request, right, answer, posted)

        return serve

    def file_endpoint(self, right: Right, answer: Answer) -> Endpoint:
        """Return what serves a route of files: made a few at a time, beside the pages."""

        async def serve(request: Request) -> Response:
            posted = Posted(fields={})
            if self._house.files.at_work >= MOST_FILES:
                return await self._house.desks.run(self.answer, request, right, _busy, posted)
            return await self._house.files.run(self.answer, request, right, answer, posted)

        return serve

    def answer(self, request: Request, right: Right, answer: Answer, posted: Posted) -> Response:
        """Answer one request; whatever goes wrong becomes a page or a sentence."""
        now = self._house.clock()
        with speaking(self._house.language):
            try:
                visitor = visitor_of(request, now, self._house.language)
            except StoreUnavailableError as error:
                return self._unavailable(request, error)
        call = Call(request=request, visitor=visitor, now=now, posted=posted)
        # What is done rests on what is so, not on what was shown some seconds ago.
        memory = places.MEMORY if request.method == "GET" else None
        with speaking(visitor.language), remembering(memory):
            try:
                return self._let_in(call, right, answer)
            except StoreUnavailableError as error:
                return self._unavailable(request, error)
            except Exception:  # noqa: BLE001 - whatever it is, the rest stands
                code = f"{secrets.randbelow(100_000):05}"
                _LOG.exception("%s failed: %s", request.url.path, code)
                return plain.failed(self._house, call.is_api, code)

    def _trusts(self, request: Request, right: Right) -> bool:
        """Whether one is in, and may do this: of strangers nothing large is read."""
        try:
            visitor = visitor_of(request, self._house.clock(), self._house.language)
        except StoreUnavailableError:
            return False
        return visitor.is_in and right is not Right.PUBLIC and _has(visitor, right)

    def _let_in(self, call: Call, right: Right, answer: Answer) -> Response:
        visitor = call.visitor
        if right is not Right.PUBLIC and not visitor.is_in:
            return _sign_in_first(call)
        if right is not Right.PUBLIC and not _has(visitor, right):
            if call.request.url.path == "/":
                return RedirectResponse(self._first_page(visitor), status_code=303)
            self._log(call, Result.REFUSED)
            return plain.no_right(self._house, call.is_api, right, visitor)
        if call.request.method == "POST" and not self._is_ours(call):
            return plain.text(_("Trang đã cũ: mở lại trang rồi làm lại."), 403)
        note_use(visitor, call.now)
        return answer(call)

    def _is_ours(self, call: Call) -> bool:
        """Whether a form was made for this very session."""
        brought = call.posted.secret("csrf")
        if call.visitor.session:
            return hmac.compare_digest(brought.encode(), call.visitor.secret.encode())
        before = call.request.cookies.get(plain.BEFORE_COOKIE, "")
        return bool(before) and hmac.compare_digest(brought.encode(), before.encode())

    def _first_page(self, visitor: Visitor) -> str:
        """Return where a person begins who has no business on the overview."""
        pages = (page for page in self._house.pages if page.group is not None and page.is_place)
        return next((page.path for page in pages if _has(visitor, page.right)), "/toi")

    def _log(self, call: Call, result: Result) -> None:
        with writing():
            audit.log(
                call.now,
                call.visitor.name,
                Action.ACTED if call.request.method == "POST" else Action.SAW,
                call.request.url.path,
                result=result,
                where=call.visitor.where,
            )

    def _unavailable(self, request: Request, error: StoreUnavailableError) -> Response:
        _LOG.error("database: %s", error)
        return plain.unavailable(self._house, request.url.path.startswith("/api/"))


def _busy(call: Call) -> Response:
    """Say that too many files are being made."""
    response = plain.text(_("Nhiều người đang lấy tệp. Đợi một phút rồi lấy lại."), 503)
    response.headers["Retry-After"] = "60"
    _LOG.warning("too many files at once: %s", call.request.url.path)
    return response


def _has(visitor: Visitor, right: Right) -> bool:
    return visitor.session is not None and right.given_to(visitor.session.account.roles)


def _sign_in_first(call: Call) -> Response:
    if call.is_api:
        return JSONResponse({"detail": "sign in first"}, status_code=401)
    if call.request.method == "POST":
        return RedirectResponse("/dang-nhap", status_code=303)
    url = call.request.url
    back = f"{url.path}?{url.query}" if url.query else url.path
    return RedirectResponse(f"/dang-nhap?{urlencode({'ve': back})}", status_code=303)


def _came_from_here(request: Request) -> bool:
    """Whether a form was sent by one of our own pages, as far as the browser tells."""
    origin = request.headers.get("origin", "")
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    return origin in {"", "null"} or urlsplit(origin).netloc == request.headers.get("host", "")


def _length(request: Request) -> int:
    """Return how much comes; too much, where that is not said."""
    said = request.headers.get("content-length", "")
    return int(said) if said.isdigit() else MOST_BYTES + 1


async def _posted(request: Request) -> Posted | None:
    if _length(request) > MOST_BYTES:
        return None
    fields: dict[str, tuple[str, ...]] = {}
    files: dict[str, bytes] = {}
    async with request.form(max_files=4, max_fields=500, max_part_size=MOST_BYTES) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                files[name] = await value.read()
            else:
                fields[name] = (*fields.get(name, ()), value)
    return Posted(fields=fields, files=files)
