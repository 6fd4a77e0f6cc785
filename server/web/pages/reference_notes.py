"""Notes of an officer that outlets read on their terminals."""

from collections.abc import Sequence
from dataclasses import replace

from server.accounts import audit
from server.accounts.audit import Action
from server.prescriptions import messages
from server.reference.directory import terminals_of
from server.reference.outlet_list import ListedOutlet, listed_outlets
from server.store.database import reading, writing
from server.web import formats
from server.web.access import Right
from server.web.asked import Asked
from server.web.page import SURE, Act, Column, Page, Panel, RefusedError, Row, Shown
from server.web.pages.people import person
from server.web.pages.reference_lists import crumb
from server.web.parts.form import Field, Form, Stack
from server.web.parts.state import Text
from server.web.parts.table import Column as Cell
from server.web.parts.table import Kind, Table, listed
from server.web.places import commune_names
from server.web.posted import Posted
from words import _

_EVERY = 100_000


def look(asked: Asked) -> Shown:
    """Show the notes that were sent, and the form for a new one."""
    with reading():
        sent, count = messages.rounds(), len(_chosen(asked))
    listing = Panel(
        key="da-gui", title=_("Lời nhắn đã gửi"), note=_("mới nhất trước"), content=_sent(sent)
    )
    if not asked.may(Right.ACT):
        return Shown(crumb=crumb(asked), body=[listing])
    new = Panel(
        key="moi",
        title=_("Lời nhắn mới"),
        note=_("tới {n} cơ sở đang lọc").format(n=formats.number(count)),
        content=lambda: _form(count),
    )
    columns = [Column(width=7, panels=[listing]), Column(width=5, panels=[new])]
    return Shown(crumb=crumb(asked), body=[Row(columns=columns)])


def confirm(asked: Asked, posted: Posted) -> Shown:
    """Show who would read what."""
    text = _text(posted)
    with reading():
        found = _chosen(asked)
        terminals = terminals_of(one.code for one in found)
    if not terminals:
        raise RefusedError(_("Không cơ sở nào đang lọc có máy."))
    n = formats.number(len(terminals))
    form = Form(
        act="gui",
        fields=(),
        button=_("Gửi tới {n} máy").format(n=n),
        hidden={"loi-nhan": text, "so-may": str(len(terminals)), SURE: "1"},
    )
    return Shown(
        title=_("Xác nhận lời nhắn tới {n} máy").format(n=n),
        crumb=[*crumb(asked), (PAGE.title(), asked.again())],
        body=[
            Panel(
                key="gui",
                title=_("Người ở quầy sẽ đọc"),
                content=Stack(contents=[Text(paragraphs=tuple(text.splitlines())), form]),
            ),
            Panel(key="noi-nhan", title=_("Nơi nhận"), content=_receivers(asked, found)),
        ],
    )


def send(asked: Asked, posted: Posted) -> str:
    """Send a note to every terminal of the outlets that are shown."""
    text = _text(posted)
    with writing():
        terminals = terminals_of(one.code for one in _chosen(asked))
        if posted.text("so-may") != str(len(terminals)):
            raise RefusedError(_("Nơi nhận đã đổi trong lúc chờ. Xem lại rồi gửi."))
        count = messages.tell(terminals, text, asked.who.id, asked.now)
        told = f"note to {count} terminals"
        audit.log(asked.now, asked.who.id, Action.ACTED, told, where=asked.where)
    return _("Đã gửi lời nhắn tới {n} máy.").format(n=formats.number(count))


def _text(posted: Posted) -> str:
    text = posted.needed("loi-nhan")
    if len(text) > messages.MAX_TEXT:
        raise RefusedError(
            _("Viết nhiều nhất {n} chữ.").format(n=formats.number(messages.MAX_TEXT))
        )
    return text


def _chosen(asked: Asked) -> list[ListedOutlet]:
    found = listed_outlets(replace(asked.filters, first=0, most=_EVERY)).rows
    return [one for one in found if one.terminals]


def _form(count: int) -> Form:
    return Form(
        act="gui",
        fields=(
            Field(
                name="loi-nhan",
                title=_("Lời nhắn"),
                kind="area",
                hint=_("hiện trên máy cho tới khi có người đọc; không ghi tên người bệnh"),
            ),
        ),
        button=_("Xem lại lời nhắn tới {n} cơ sở").format(n=formats.number(count)),
    )


def _sent(sent: Sequence[messages.Round]) -> Table:
    return Table(
        query=listed(sent),
        columns=(
            Cell(name="at", title=_("Lúc"), kind=Kind.MOMENT),
            Cell(name="author", title=_("Người gửi"), value=lambda row: person(row.author)),
            Cell(name="text", title=_("Lời nhắn"), is_prose=True),
            Cell(name="terminals", title=_("Máy nhận"), kind=Kind.COUNT),
            Cell(name="read", title=_("Đã đọc"), kind=Kind.COUNT),
        ),
        what=_("lời nhắn"),
        empty=_("Chưa gửi lời nhắn nào"),
    )


def _receivers(asked: Asked, found: Sequence[ListedOutlet]) -> Table:
    names = commune_names("", asked.today)
    return Table(
        query=listed(found),
        columns=(
            Cell(name="name", title=_("Cơ sở"), is_name=True),
            Cell(
                name="commune",
                title=_("Xã, phường"),
                value=lambda row: names.get(row.commune, row.commune),
            ),
            Cell(name="terminals", title=_("Máy"), kind=Kind.COUNT),
        ),
        what=_("cơ sở"),
    )


PAGE = Page(
    path="/du-lieu/loi-nhan",
    title=lambda: _("Lời nhắn tới cơ sở"),
    right=Right.REFERENCE,
    look=look,
    filters=("search", "area", "commune", "kind"),
    acts=(Act(name="gui", right=Right.ACT, run=send, confirm=confirm),),
    under="/du-lieu",
)
