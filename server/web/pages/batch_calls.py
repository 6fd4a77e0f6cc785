"""Who has not acknowledged a recall: the call sheet, reminding, and noting what was answered."""

from functools import partial

from server.oversight import recall_calls
from server.oversight.queries.call_sheet import CallLine, about, call_sheet, stopping, waiting
from server.oversight.queries.recall_holders import State
from server.oversight.queries.recalls import Recall, RecallStanding, recalls
from server.prescriptions import messages
from server.reference import directory
from server.store.database import writing
from server.web import formats, times
from server.web.access import Right
from server.web.asked import Asked
from server.web.page import NotFoundError, RefusedError
from server.web.pages import outlet_columns, recall_words
from server.web.parts.form import Field, Form
from server.web.parts.table import Column, Kind, Table
from server.web.posted import Posted
from words import _

_WHOLE_SHEET = 5000
"""Rows of the sheet that is printed: all."""
_UNREACHED = frozenset({State.SILENT, State.NEVER, State.GONE})


def table(asked: Asked, found: RecallStanding, unit: str, *, is_sheet: bool) -> Table:
    """Return the list; the whole sheet has room for the hour and the answer on paper."""
    columns = [
        outlet_columns.outlet(asked),
        outlet_columns.commune(asked),
        Column(
            name="state",
            title=_("Vì sao"),
            value=lambda row: recall_words.why_not(row.state).text,
            tag=lambda row: recall_words.why_not(row.state),
        ),
        Column(name="last_contact", title=_("Liên lạc cuối"), kind=Kind.MOMENT),
        Column(
            name="on_shelf", title=_("Còn ({unit})").format(unit=unit), kind=Kind.COUNT, sorts=True
        ),
        Column(name="answer", title=_("Việc"), value=partial(_to_do, asked)),
    ]
    if is_sheet:
        columns[2:2] = [Column(name="phone", title=_("Điện thoại"))] if _may_call(asked) else []
        columns += [
            Column(name="hour", title=_("Giờ gọi"), is_room=True),
            Column(name="said", title=_("Trả lời"), is_room=True),
        ]
    return Table(
        query=partial(call_sheet, found),
        is_main=not is_sheet,
        most=_WHOLE_SHEET,
        what=_("cơ sở"),
        columns=columns,
        foot=_foot(found),
        empty=_("Mọi cơ sở đã xác nhận"),
        checked=_("{n} cơ sở đã nhập lô này.").format(n=formats.number(found.had)),
        is_good=True,
    )


def form(found: RecallStanding) -> Form:
    """Return the form that notes a call."""
    names = {one.outlet: one.name for one in found.outlets.rows}
    return Form(
        act="ghi",
        fields=[
            Field(name="co-so", title=_("Cơ sở"), kind="select", options=names),
            Field(
                name="tra-loi",
                title=_("Trả lời"),
                hint=_("Ví dụ: đã cất 24 viên, sẽ bấm xác nhận chiều nay."),
            ),
        ],
        button=_("Ghi cuộc gọi"),
        is_primary=False,
    )


def remind(asked: Asked, _posted: Posted) -> str:
    """Send a note to the terminals of every outlet of the list that is shown."""
    with writing():
        recall = recall_of(asked)
        outlets = [one.outlet for one in waiting(recall, asked.filters, asked.now).outlets.rows]
        terminals = directory.terminals_of(outlets)
        if not terminals:
            raise RefusedError(_("Không còn cơ sở nào phải nhắc."))
        messages.tell(terminals, _note(recall), asked.who.id, asked.now, about=about(recall))
    return _("Đã gửi lời nhắc đến {n} cơ sở. Máy mất liên lạc nhận khi có mạng lại.").format(
        n=formats.number(len(outlets))
    )


def note(asked: Asked, posted: Posted) -> str:
    """Note a call to an outlet."""
    outlet, said = posted.needed("co-so"), posted.needed("tra-loi")
    with writing():
        recall = recall_of(asked)
        had = {one.outlet for one in waiting(recall, asked.filters, asked.now).outlets.rows}
        if outlet not in had:
            raise RefusedError(_("Cơ sở này không có trong danh sách chưa xác nhận."))
        try:
            recall_calls.write(recall.number, outlet, said, by=asked.who.id, now=asked.now)
        except ValueError as error:
            longest = recall_calls.LONGEST
            raise RefusedError(_("Viết ngắn hơn {n} chữ.").format(n=longest)) from error
    return _("Đã ghi cuộc gọi lúc {when}.").format(when=times.moment(asked.now, asked.now))


def recall_of(asked: Asked) -> Recall:
    """Return the recall that stops the batch of the page; raise `NotFoundError`."""
    found = stopping(recalls(), asked.fields["drug"], asked.fields["batch"])
    if found is None:
        raise NotFoundError
    return found


def _note(recall: Recall) -> str:
    text = _("{decided} {number}: {drug}, lô {batch}. Ngừng bán, cất riêng và bấm Đã xác nhận.")
    return text.format(
        decided=recall_words.decided(recall.kind, recall.level),
        number=recall.number,
        drug=recall.stopped[0].name,
        batch=recall.batches[0],
    )[: messages.MAX_TEXT]


def _to_do(asked: Asked, row: CallLine) -> str:
    if row.called_at:
        when = times.moment(row.called_at, asked.now)
        return _("Đã gọi {when}: {answer}").format(when=when, answer=row.answer)
    if row.told_at:
        when = times.moment(row.told_at, asked.now)
        words = _("Nhắc {when}, đã đọc") if row.is_read else _("Nhắc {when}, chưa đọc")
        return words.format(when=when)
    return _("Cử người đến") if row.state in _UNREACHED else _("Gọi")


def _foot(found: RecallStanding) -> str:
    unlocked = sum(one.state in _UNREACHED for one in found.outlets.rows)
    if not unlocked:
        return _("Máy khóa bán lô này khi nhận được tin.")
    words = _("Máy khóa bán lô này khi nhận được tin; {n} cơ sở mất liên lạc có thể chưa khóa.")
    return words.format(n=formats.number(unlocked))


def _may_call(asked: Asked) -> bool:
    return asked.may(Right.OUTLET)
