"""What was said to an outlet and what it answered; writing it down, and telling its counters."""

from server.oversight import outlet_notes
from server.oversight.queries.outlet_said import Said, SaidKind, outlet_said
from server.prescriptions import messages
from server.reference.outlets import Outlet
from server.store.database import writing
from server.web import formats
from server.web.access import Right
from server.web.asked import Asked, segment
from server.web.page import NotFoundError, Panel, RefusedError
from server.web.pages import people
from server.web.pages.outlet_found import find
from server.web.parts.form import Field, Form
from server.web.parts.table import Column, Table, listed
from server.web.parts.tag import Tag
from server.web.posted import Posted
from words import _

_SHOWN = 8


def panel(asked: Asked, outlet: Outlet) -> Panel:
    """Return the list, the newest first."""
    found = outlet_said(outlet.code, outlet.terminals)
    return Panel(
        key="viec",
        title=_("Việc với cơ sở này"),
        note=_("{n} việc").format(n=formats.number(len(found))) if found else "",
        more=(_("Ghi việc"), "#ghi-viec") if asked.may(Right.ACT) else None,
        content=_table(asked, found),
    )


def forms(asked: Asked, outlet: Outlet) -> list[Panel]:
    """Return what those who may act fill in."""
    if not asked.may(Right.ACT):
        return []
    return [_note_panel(), *([_message_panel()] if outlet.terminals else [])]


def _table(asked: Asked, found: list[Said]) -> Table:
    return Table(
        query=listed(found),
        most=_SHOWN,
        what=_("việc"),
        empty=_("Chưa ghi việc nào với cơ sở này"),
        columns=(
            Column(name="at", title=_("Lúc"), value=lambda row: _when(row, asked)),
            Column(
                name="subject", title=_("Việc"), is_name=True, value=_what,
                link=lambda row: _recall_link(asked, row),
            ),
            Column(name="by", title=_("Người"), value=_who),
            Column(
                name="result", title=_("Kết quả"), value=lambda row: _result(row, asked),
                tag=lambda row: _tag(row, asked),
            ),
        ),
    )  # fmt: skip


def write(asked: Asked, posted: Posted) -> str:
    """Keep a note."""
    text, result = posted.needed("viec"), posted.text("ket-qua")
    if max(len(text), len(result)) > outlet_notes.LONGEST:
        raise RefusedError(_("Mỗi ô dài nhất {n} chữ.").format(n=outlet_notes.LONGEST))
    with writing():
        outlet = _named(asked)
        outlet_notes.write(outlet.code, text, result, by=asked.who.id, now=asked.now)
    return _("Đã ghi việc với {name}.").format(name=outlet.name)


def tell(asked: Asked, posted: Posted) -> str:
    """Send a message to its counters."""
    text = posted.needed("loi")
    if len(text) > messages.MAX_TEXT:
        raise RefusedError(_("Mỗi ô dài nhất {n} chữ.").format(n=messages.MAX_TEXT))
    with writing():
        outlet = _named(asked)
        if not outlet.terminals:
            raise RefusedError(_("Cơ sở này chưa có máy nào."))
        told = messages.tell(outlet.terminals, text, asked.who.id, asked.now)
    return _("Đã gửi tới {n} máy. Lời nhắn hiện ở quầy đến khi có người đọc.").format(n=told)


def _named(asked: Asked) -> Outlet:
    try:
        return find(asked)
    except NotFoundError:
        raise RefusedError(_("Không còn cơ sở này trong danh sách.")) from None


def _note_panel() -> Panel:
    return Panel(
        key="ghi-viec",
        title=_("Ghi việc"),
        content=lambda: Form(
            act="ghi-viec",
            fields=[
                Field(
                    name="viec",
                    title=_("Đã làm gì"),
                    hint=_("Gọi nhắc, kiểm tra tại chỗ, làm việc…"),
                ),
                Field(name="ket-qua", title=_("Kết quả"), is_needed=False),
            ],
            button=_("Ghi"),
            note=_("Chỉ người của Sở đọc được. Không ghi thông tin người bệnh."),
        ),
    )


def _message_panel() -> Panel:
    return Panel(
        key="nhan-quay",
        title=_("Nhắn tới quầy"),
        content=lambda: Form(
            act="nhan-quay",
            fields=[Field(name="loi", title=_("Lời nhắn"), kind="area")],
            button=_("Gửi"),
            is_primary=False,
            note=_("Hiện trên màn hình mọi máy của cơ sở đến khi có người đọc."),
        ),
    )


def _when(row: Said, asked: Asked) -> str:
    """Say when; of a recall that nobody answered, only the day is known."""
    if row.at is None:
        return formats.UNKNOWN
    if row.kind is SaidKind.RECALL and row.answered_at is None:
        return formats.short_day(row.at.date())
    return formats.moment(row.at, asked.now)


def _what(row: Said) -> str:
    words = {
        SaidKind.MESSAGE: _("Nhắn: {text}"),
        SaidKind.RECALL: _("Thu hồi {number}"),
        SaidKind.CALL: _("Gọi về thu hồi {number}"),
    }
    said = words.get(row.kind, "{text}")
    return said.format(text=row.subject, number=row.subject)


def _who(row: Said) -> str:
    if row.kind is SaidKind.RECALL:
        return row.by or _("cơ sở")
    return people.person(row.by)


def _result(row: Said, asked: Asked) -> str:
    if row.kind not in {SaidKind.MESSAGE, SaidKind.RECALL}:
        return row.result
    if row.answered_at is None:
        return _("Chưa đọc") if row.kind is SaidKind.MESSAGE else _("Chưa xác nhận")
    when = formats.moment(row.answered_at, asked.now)
    if row.kind is SaidKind.MESSAGE:
        return _("Đã đọc {when}").format(when=when)
    if row.units:
        return _("Đã cất {n} đơn vị").format(n=formats.number(row.units))
    return _("Đã xác nhận {when}").format(when=when)


def _tag(row: Said, asked: Asked) -> Tag | None:
    """Return the tag of what is not done; and of what was put apart."""
    if row.kind not in {SaidKind.MESSAGE, SaidKind.RECALL}:
        return None
    if row.answered_at is None:
        return Tag(_result(row, asked))
    return Tag(_result(row, asked), "ok") if row.units else None


def _recall_link(asked: Asked, row: Said) -> str:
    if not row.drug:
        return ""
    path = f"/lo/{segment(row.drug)}/{segment(row.batch)}"
    return asked.link(path, ky="", xa="", khu_vuc="")
