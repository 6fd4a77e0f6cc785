"""One batch: where it came from, where it is, who has not acknowledged its recall."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from server.oversight.queries.batch_trace import Forward, forward
from server.oversight.queries.call_sheet import CallLine, call_sheet, stopping, waiting
from server.oversight.queries.recalls import recalls
from server.query.filters import Filters
from server.query.listing import Listing
from server.store.database import reading
from server.web import formats
from server.web.access import Right
from server.web.asked import Asked
from server.web.page import (
    Act,
    Button,
    Choice,
    Column,
    NotFoundError,
    Page,
    Panel,
    Query,
    Row,
    Shown,
)
from server.web.pages import (
    batch_calls,
    batch_flow,
    batch_outlets,
    batch_recall,
    batch_source,
)
from server.web.pages.batch_seen import Seen, known, see
from server.web.parts.state import State
from server.web.period import ALL
from words import _


def _trace(filters: Filters, *, drug: str, batch: str) -> Forward:
    return forward(drug, batch, filters)


def _sheet(filters: Filters, *, drug: str, batch: str, now: datetime) -> Listing[CallLine]:
    recall = stopping(recalls(), drug, batch)
    if recall is None:
        raise NotFoundError
    return call_sheet(waiting(recall, filters, now), filters)


TRACE = Query(
    name="batch-forward",
    right=Right.OVERSIGHT,
    run=_trace,
    row=Forward,
    keys=("drug", "batch"),
    summary="Where a batch came from and went",
)
SHEET = Query(
    name="recall-call-sheet",
    right=Right.OUTLET,
    run=_sheet,
    row=CallLine,
    keys=("drug", "batch"),
    is_timed=True,
    summary="Outlets that had a recalled batch and have not acknowledged",
)


def look(asked: Asked) -> Shown:
    """Show one batch, as it is asked for."""
    with reading():
        seen = see(asked)
    views = {"goi": _call_sheet, "co-so": _outlets}
    trace = seen.trace
    return Shown(
        title=_("{drug}, lô {batch}").format(drug=seen.facts.name, batch=trace.batch),
        crumb=[
            (_("Truy vết, thu hồi"), asked.link("/lo")),
            (known(seen.facts, trace.expiry), ""),
        ],
        body=views.get(asked.choice("xem"), _both)(asked, seen),
        buttons=_buttons(asked, seen),
    )


def _buttons(asked: Asked, seen: Seen) -> Sequence[Button]:
    if not seen.left or not asked.may(Right.ACT):
        return ()
    return [
        Button(
            title=_("Nhắc {n} cơ sở").format(n=formats.number(seen.left)),
            act="nhac",
            is_primary=True,
        )
    ]


def _both(asked: Asked, seen: Seen) -> Sequence[Panel | Row]:
    total = seen.trace.outlets.total
    flow = Panel(
        key="truy-xuoi",
        title=_("Truy xuôi"),
        note=_("{n} {unit} vào tỉnh").format(
            n=formats.number(seen.trace.totals["received"]), unit=seen.unit
        ),
        more=(
            _("Xem {n} cơ sở").format(n=formats.number(total)),
            asked.again(xem="co-so", co_so=""),
        ),
        content=lambda: batch_flow.drawn(seen.trace, seen.unit, asked),
        foot=batch_flow.closing(seen.trace),
    )
    first = Row(
        columns=[
            Column(width=7, panels=[flow]),
            Column(width=5, panels=[_recall(asked, seen)]),
        ]
    )
    who = _waiting(asked, seen)
    right = [*_back(asked, seen), *_note(asked, seen)]
    return [
        first,
        Row(columns=[Column(width=7, panels=[who]), Column(width=5, panels=right)]),
        *_entries(asked, seen),
    ]


def _recall(asked: Asked, seen: Seen) -> Panel:
    found = seen.recall
    if found is None:
        none = State(
            title=_("Lô này không bị thu hồi"),
            text=_("Không có thông báo nào đang hiệu lực dừng bán lô này."),
            icon="done",
            button=(_("Ra thông báo thu hồi"), "/du-lieu/thu-hoi")
            if asked.may(Right.ACT)
            else None,
        )
        return Panel(key="thu-hoi", title=_("Thu hồi"), content=lambda: none)
    return Panel(
        key="thu-hoi",
        title=batch_recall.title(found),
        note=batch_recall.deadlines(found, asked),
        content=partial(batch_recall.drawn, found, seen.unit, asked),
    )


def _waiting(asked: Asked, seen: Seen) -> Panel:
    if seen.recall is None:
        return batch_outlets.panel(asked, seen.trace, seen.unit)
    return Panel(
        key="chua-xac-nhan",
        title=_("Chưa xác nhận"),
        note=_("{n} cơ sở, mất liên lạc trước, rồi số còn nhiều").format(
            n=formats.number(seen.left)
        ),
        more=(_("In danh sách gọi"), asked.again(xem="goi", co_so="")),
        content=batch_calls.table(asked, seen.recall, seen.unit, is_sheet=False),
    )


def _back(asked: Asked, seen: Seen) -> Sequence[Panel]:
    here = batch_source.outlet_of(asked, seen.trace.outlets.rows)
    if here is None:
        return ()
    with reading():
        table = batch_source.table(asked, here, seen.trace, seen.facts)
    return [
        Panel(
            key="truy-nguoc",
            title=_("Truy ngược"),
            note=_("từ {name} về nguồn").format(name=here.name),
            content=table,
        )
    ]


def _note(asked: Asked, seen: Seen) -> Sequence[Panel]:
    found = seen.recall
    if found is None or not seen.left or not asked.may(Right.ACT):
        return ()
    return [
        Panel(
            key="ghi-goi",
            title=_("Ghi cuộc gọi"),
            content=partial(batch_calls.form, found),
        )
    ]


def _entries(asked: Asked, seen: Seen) -> Sequence[Panel]:
    """Return the entries in one outlet, for those who may see entries, once one is chosen."""
    here = batch_source.outlet_of(asked, seen.trace.outlets.rows)
    is_chosen = here is not None and here.outlet == asked.address.given.get("co-so")
    if here is None or not is_chosen or not asked.may(Right.ENTRIES):
        return ()
    return [
        Panel(
            key="phieu",
            title=_("Phiếu của lô này"),
            note=here.name,
            content=batch_source.entries(asked, here, seen.unit),
        )
    ]


def _call_sheet(asked: Asked, seen: Seen) -> Sequence[Panel | Row]:
    found = seen.recall
    if found is None:
        return _both(asked, seen)  # the recall has been withdrawn since the address was kept
    title = f"{_('Danh sách gọi')}: {batch_recall.title(found)}"
    return [
        Panel(
            key="goi",
            title=title,
            note=batch_recall.deadlines(found, asked),
            more=(_("Xuôi và ngược"), asked.again(xem="")),
            content=batch_calls.table(asked, found, seen.unit, is_sheet=True),
        ),
        *_note(asked, seen),
    ]


def _outlets(asked: Asked, seen: Seen) -> Sequence[Panel | Row]:
    return [batch_outlets.panel(asked, seen.trace, seen.unit)]


PAGE = Page(
    path="/lo/{drug}/{batch:path}",
    title=lambda: _("Truy vết lô"),
    right=Right.OVERSIGHT,
    look=look,
    filters=("search", "area", "state"),
    states=lambda: {
        "silent": _("Mất liên lạc"),
        "not-pressed": _("Chưa bấm"),
        "closed": _("Chưa mở cửa"),
        "never": _("Chưa từng gửi"),
        "gone": _("Máy đã ngừng dùng"),
    },
    period=ALL,
    choices=(
        Choice(
            name="xem",
            title=lambda: _("Xem"),
            options=lambda: {
                "": _("Xuôi và ngược"),
                "co-so": _("Mọi cơ sở"),
                "goi": _("Danh sách gọi"),
            },
        ),
    ),
    queries=(TRACE, SHEET, batch_source.BACKWARD, batch_source.ENTRIES),
    acts=(
        Act(name="nhac", right=Right.ACT, run=batch_calls.remind),
        Act(name="ghi", right=Right.ACT, run=batch_calls.note),
    ),
    under="/lo",
)
