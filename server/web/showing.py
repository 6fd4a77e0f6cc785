"""A page, asked for by a person: read the address, look, draw, log."""

from collections.abc import Mapping
from urllib.parse import quote

from starlette.responses import HTMLResponse, RedirectResponse, Response

from server.accounts import audit, sessions
from server.accounts.audit import Action, Result
from server.store.database import writing
from server.web import places, plain, times
from server.web.access import Right
from server.web.address import WrongFilterError, read_address, write_address
from server.web.asked import Asked
from server.web.bar import Bar, bar_of, panels_of, said
from server.web.freshness import fresh_of, strips_of
from server.web.guard import Call
from server.web.house import House
from server.web.page import SURE, Act, NotFoundError, Page, Panel, RefusedError, Shown
from server.web.parts.state import State
from server.web.period import title as period_title
from server.web.side import bottom_of, side_of
from server.web.static import VERSION
from words import _


def show(house: House, page: Page, call: Call) -> Response:
    """Return a page."""
    try:
        asked = asked_of(page, call)
    except WrongFilterError as error:
        asked = asked_of(page, call, given={})
        return _drawn(house, asked, _wrong(error, asked), call, status=400)
    try:
        shown = look(asked)
    except NotFoundError:
        return plain.not_found(house, call.is_api)
    except WrongFilterError as error:
        asked = asked_of(page, call, given={})
        return _drawn(house, asked, _wrong(error, asked), call, status=400)
    note(call, Action.SAW, write_address(asked.path, asked.address.given))
    return _drawn(house, asked, shown, call)


def look(asked: Asked) -> Shown:
    """Return what a page shows; raise `WrongFilterError` if it cannot be sorted as asked."""
    shown = asked.page.look(asked)
    wanted = asked.filters.sort
    main = [table for panel in panels_of(shown) for table in panel.tables if table.is_main]
    names = {column.name for table in main for column in table.columns if column.sorts}
    if wanted and wanted.removeprefix("-") not in names:
        raise WrongFilterError("xep", wanted)
    return shown


def act(house: House, page: Page, done: Act, call: Call) -> Response:
    """Do what a form asks for, and go back to the page, which tells how it ended."""
    try:
        asked = asked_of(page, call, given=dict(call.request.query_params), drop=f"/{done.name}")
    except WrongFilterError as error:
        return plain.text(str(error), 400)
    try:
        if done.confirm and not call.posted.text(SURE):
            return _drawn(house, asked, done.confirm(asked, call.posted), call)
        words, result = done.run(asked, call.posted), Result.DONE
    except RefusedError as error:
        words, result = str(error), Result.REFUSED
    except NotFoundError:
        return plain.not_found(house, call.is_api)
    places.changed()
    note(call, Action.ACTED, f"{asked.path}/{done.name}", result)
    if call.visitor.session:
        with writing():
            sessions.tell(call.visitor.session.sha256, words)
    there = done.then(asked) if done.then and result is Result.DONE else asked.again()
    return RedirectResponse(there, status_code=303)


def asked_of(
    page: Page, call: Call, *, given: Mapping[str, str] | None = None, drop: str = ""
) -> Asked:
    """Return what is asked for; raise `WrongFilterError`."""
    session = call.visitor.session
    if session is None:
        raise RuntimeError("the guard lets nobody in without a session")
    today = call.now.astimezone(times.HERE).date()
    asked = dict(call.request.query_params) if given is None else given
    return Asked(
        page=page,
        path=quote(call.request.scope["path"].removesuffix(drop)) or "/",
        fields=dict(call.request.path_params),
        address=read_address(page, asked, today),
        now=call.now,
        who=session.account,
        session=session.sha256,
        where=call.visitor.where,
        secret=call.visitor.secret,
    )


def note(call: Call, action: Action, thing: str, result: Result = Result.DONE) -> None:
    """Write down who saw or did what."""
    with writing():
        audit.log(
            call.now, call.visitor.name, action, thing, result=result, where=call.visitor.where
        )


def head_lines(asked: Asked, title: str) -> list[str]:
    """Return the first lines of a file or a printed page."""
    filters = "; ".join(said(asked)) or _("không lọc")
    return [
        title,
        _("Bộ lọc: {filters}").format(filters=filters),
        _("Kỳ: {period}").format(period=period_title(asked.period)),
        fresh_of(asked.now).head,
        _("Người xuất: {who}, lúc {when}").format(
            who=f"{asked.who.name} ({asked.who.id})", when=times.full_moment(asked.now)
        ),
    ]


def _drawn(house: House, asked: Asked, shown: Shown, call: Call, status: int = 200) -> Response:
    title = shown.title or asked.page.title()
    is_figures = not (Right.OWN is asked.page.right or asked.page.right in _QUIET)
    html = house.drawing.page(
        "page.html",
        {
            "asked": asked,
            "shown": shown,
            "title": title,
            "body": house.drawing.body(asked, shown),
            "bar": _bar(asked, shown),
            "places": side_of(house, asked),
            "bottom": bottom_of(house, asked),
            "fresh": fresh_of(asked.now) if is_figures else None,
            "strips": strips_of(asked) if is_figures else (),
            "told": call.visitor.told,
            "printed": " · ".join(head_lines(asked, title)),
            "department": house.department,
            "version": VERSION,
            "here": write_address(asked.path, asked.address.given),
        },
    )
    return HTMLResponse(html, status_code=status)


_QUIET = frozenset({Right.AUDIT, Right.REVIEW, Right.ACCOUNTS})
"""Pages that show no figures, so that it does not matter how fresh they are."""


def _bar(asked: Asked, shown: Shown) -> Bar:
    bar = bar_of(asked, shown)
    if not bar.csv and not bar.choices and bar.search is None and not shown.buttons:
        return Bar(search=None, choices=(), kept=(), csv="", xlsx="", is_needed=False)
    return bar


def _wrong(error: WrongFilterError, asked: Asked) -> Shown:
    state = State(
        icon="look",
        title=str(error),
        text=_("Trang không đoán thay. Chọn lại trên thanh lọc, hoặc bỏ bộ lọc này."),
        button=(_("Bỏ mọi bộ lọc"), asked.path),
    )
    return Shown(body=[Panel(key="bo-loc", title=_("Bộ lọc không đúng"), content=lambda: state)])
