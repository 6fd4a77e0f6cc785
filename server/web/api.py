"""The API: every named query of the pages, typed, at `/api/v1/<name>`."""

import dataclasses
import inspect
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, cast, get_type_hints

from fastapi import Query as Parameter
from fastapi import Request
from fastapi.encoders import jsonable_encoder
from pydantic import BaseModel, ConfigDict, create_model
from starlette.responses import JSONResponse, Response

from server.accounts.audit import Action
from server.query.filters import Filters
from server.query.listing import Listing
from server.store.database import reading
from server.web import times
from server.web.address import WrongFilterError, read_address, states_of
from server.web.freshness import heard
from server.web.guard import Call
from server.web.page import NotFoundError, Page, Query
from server.web.showing import note
from words import _

VERSION = "/api/v1"
_MOST = 5000
"""Rows of one answer."""
_LONGEST = 120
"""Characters of a value, and of a name that is told back."""
_ROWS = ("tu-dong", "so-dong")


class Refused(BaseModel):
    """Why there is no answer."""

    detail: str


class _Period(BaseModel):
    """The days that an answer is about, both included, in Việt Nam."""

    since: date
    until: date


def parameters_of(page: Page, query: Query) -> list[inspect.Parameter]:
    """Return what a query can be asked, as FastAPI reads it."""
    found = [inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request)]
    kind: Any
    for name, (told, default) in _filters_of(page, query).items():
        kind = Annotated[str, Parameter(alias=name, max_length=_LONGEST, description=told)]
        found.append(_parameter(name.replace("-", "_"), kind, default))
    for key in query.keys:
        kind = Annotated[str, Parameter(alias=key, min_length=1, max_length=_LONGEST)]
        found.append(_parameter(key, kind, inspect.Parameter.empty))
    first = Annotated[int, Parameter(alias="tu-dong", ge=0, le=10_000_000, description="First row")]
    most = Annotated[int, Parameter(alias="so-dong", ge=1, le=_MOST, description="Rows at most")]
    return [*found, _parameter("first", first, 0), _parameter("most", most, 100)]


def _filters_of(page: Page, query: Query) -> dict[str, tuple[str, str]]:
    """Return the filters of a query by their names: what each means, and what holds without it."""
    states = _states_of(page, query)
    return {
        "ky": ("Period: 7-ngay (days), 12-tuan (weeks), 2026-T47 (one ISO week)", page.period),
        "tu": ("First day, YYYY-MM-DD, instead of ky", ""),
        "den": ("Last day, YYYY-MM-DD, instead of ky", ""),
        "tim": ("Part of an outlet's name, code or old district", ""),
        "khu-vuc": ("Code of an area", ""),
        "xa": ("Code of a commune, five digits", ""),
        "loai": ("Kind of outlet: NT, QT or TT", ""),
        **({"tinh-trang": (f"State: {', '.join(states)}", "")} if states else {}),
        "xep": ("Column to sort by, with - before it for the largest first", ""),
    }


def _states_of(page: Page, query: Query) -> tuple[str, ...]:
    return states_of(page) if query.states is None else query.states


def answer_of(page: Page, query: Query) -> Callable[[Call], Response]:
    """Return what answers a query once the visitor is let in."""
    known, states = {*_filters_of(page, query), *query.keys, *_ROWS}, _states_of(page, query)

    def answer(call: Call) -> Response:
        asked = dict(call.request.query_params)
        today = call.now.astimezone(times.HERE).date()
        unknown = [name for name, value in asked.items() if value and name not in known]
        if unknown:
            told = _("Không có bộ lọc “{name}”.").format(name=unknown[0][:_LONGEST])
            return JSONResponse({"detail": told}, status_code=422)
        rows = {name: asked.pop(name, "") for name in _ROWS}
        keys = {name: asked.pop(name, "") for name in query.keys}
        try:
            address = read_address(page, asked, today, states)
            first, most = _whole("tu-dong", rows, 0), _whole("so-dong", rows, 100)
        except WrongFilterError as error:
            return JSONResponse({"detail": str(error)}, status_code=422)
        filters = dataclasses.replace(address.filters, first=first, most=most)
        try:
            with reading():
                more = {"now": call.now} if query.is_timed else {}
                found = query.run(filters, **keys, **more)
        except (NotFoundError, LookupError):
            return JSONResponse({"detail": "not found"}, status_code=404)
        note(call, Action.ASKED, f"{call.request.url.path}?{call.request.url.query}")
        return _told(call, query, filters, found)

    return answer


def _told(call: Call, query: Query, filters: Filters, found: Any) -> Response:
    told = {
        "query": query.name,
        "period": {"since": filters.since, "until": filters.until},
        "data_as_of": heard(call.now).newest,
        **_found(found),
    }
    return JSONResponse(jsonable_encoder(told))


def model_of(query: Query) -> type[BaseModel]:
    """Return the type of a query's answer."""
    title = "".join(part.capitalize() for part in query.name.split("-"))
    row = _row_model(query.row, f"{title}Row")
    common: dict[str, Any] = {
        "query": (str, ...),
        "period": (_Period, ...),
        "data_as_of": (datetime | None, ...),
    }
    if dataclasses.is_dataclass(query.row):
        return cast("type[BaseModel]", create_model(title, **common, found=(row, ...)))
    rows: Any = list[row]  # type: ignore[valid-type]  # made at run time
    return cast(
        "type[BaseModel]", create_model(title, **common, total=(int, ...), rows=(rows, ...))
    )


def _whole(name: str, given: Mapping[str, str], default: int) -> int:
    """Return a number that FastAPI has let through: it takes "5.0" for one too."""
    try:
        return int(given[name] or default)
    except ValueError:
        raise WrongFilterError(name, given[name]) from None


def _found(found: Any) -> Mapping[str, Any]:
    if isinstance(found, Listing):
        return {"total": found.total, "rows": [row._asdict() for row in found.rows]}
    return {"found": found}


def _row_model(row: type[Any], name: str) -> Any:
    if dataclasses.is_dataclass(row):
        return row
    hints = get_type_hints(row)
    fields: dict[str, Any] = {key: (hints[key], ...) for key in row._fields}
    return create_model(name, __config__=ConfigDict(arbitrary_types_allowed=True), **fields)


def _parameter(name: str, kind: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=default)
