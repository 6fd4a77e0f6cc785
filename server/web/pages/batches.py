"""Recalls in force, and finding a batch: what was recalled, who has not seen it, where is it."""

from collections.abc import Sequence
from datetime import datetime

from server.oversight.queries import batches, recall_list
from server.oversight.queries.batches import BatchFound
from server.oversight.queries.call_sheet import stopping
from server.oversight.queries.recall_list import RecallLine
from server.oversight.queries.recalls import Recall, recalls
from server.reference.catalogue import drug_book
from server.store.database import reading
from server.web import formats, times
from server.web.access import Right
from server.web.asked import Asked, segment
from server.web.page import Group, Page, Panel, Query, Shown
from server.web.pages import recall_words
from server.web.parts.numbers import Numbers, Tile
from server.web.parts.state import State
from server.web.parts.table import Column, Kind, Table, listed
from server.web.parts.tag import Tag
from words import _

RECALLS = Query(
    name="recalls",
    right=Right.OVERSIGHT,
    run=recall_list.recall_list,
    row=RecallLine,
    summary="Recalls in force, and how far the outlets have come with each",
)
BATCHES = Query(
    name="batches",
    right=Right.OVERSIGHT,
    run=batches.find_batches,
    row=BatchFound,
    summary="Batches by number, drug, or the code on a pack",
)
_MOST_RECALLS = 1000


def look(asked: Asked) -> Shown:
    """Show what is recalled, then the batches that were searched."""
    with reading():
        found = recall_list.recall_list(asked.filters)
        in_force = recalls()
    lines = found.rows
    body = [
        Panel(key="so", content=lambda: _numbers(lines, asked.now)),
        Panel(
            key="thu-hoi",
            title=_("Thu hồi đang hiệu lực"),
            note=_("{n} thông báo, nặng nhất trước").format(n=formats.number(found.total)),
            more=(_("Ra thông báo thu hồi"), "/du-lieu/thu-hoi") if asked.may(Right.ACT) else None,
            content=_recalls(asked, lines),
        ),
        _search(asked, in_force),
    ]
    return Shown(body=body[::-1] if asked.filters.search else body)


def _search(asked: Asked, in_force: Sequence[Recall]) -> Panel:
    title = _("Tìm một lô")
    if not asked.filters.search:
        hint = State(
            title=_("Quét mã trên hộp, hoặc nhập số lô"),
            text=_(
                "Tìm được cả theo tên thuốc và số đăng ký: lô từ đâu đến, đang ở những cơ sở nào."
            ),
        )
        return Panel(key="lo", title=title, content=lambda: hint)
    return Panel(
        key="lo",
        title=title,
        note=_("khớp “{text}”").format(text=_shown(asked.filters.search)),
        content=_batches(asked, in_force),
    )


def in_force() -> int:
    """Return how many recalls there are."""
    return len(recalls())


def address(asked: Asked, drug: str, batch: str) -> str:
    """Return where a batch is shown."""
    return asked.link(f"/lo/{segment(drug)}/{segment(batch)}")


def _shown(text: str) -> str:
    pack = batches.pack_of(text)
    return pack.batch or pack.gtin if pack else text


def _numbers(lines: Sequence[RecallLine], now: datetime) -> Numbers:
    waiting, had = sum(one.waiting for one in lines), sum(one.had for one in lines)
    left = sum(one.on_shelf for one in lines)
    open_ = [one for one in lines if one.waiting]
    first = min((one.due_here for one in open_ if one.due_here), default=None)
    return Numbers(
        tiles=[
            Tile(
                title=_("Thu hồi đang hiệu lực"),
                figure=formats.number(len(lines)),
                unit=_("thông báo"),
                note=_("{n} thông báo có cơ sở chưa xác nhận").format(n=formats.number(len(open_))),
            ),
            Tile(
                title=_("Chưa xác nhận"),
                figure=formats.number(waiting),
                unit=_("/ {n} cơ sở đã nhập lô").format(n=formats.number(had)),
                note=_("mọi cơ sở đã xác nhận") if had and not waiting else "",
            ),
            Tile(
                title=_("Còn tại quầy, chưa cất"),
                figure=formats.number(left),
                unit=_unit(lines),
                note=Tag(_("Chưa cất riêng")) if left else _("đã cất hết"),
            ),
            Tile(
                title=_("Hạn xác nhận gần nhất"),
                figure=times.moment(first, now) if first else formats.UNKNOWN,
                note=_due(first, now),
            ),
        ]
    )


def _unit(lines: Sequence[RecallLine]) -> str:
    """Return the base unit, if all have the same."""
    book = drug_book()
    units = {book.facts(one.drug).base_unit for one in lines}
    return units.pop() if len(units) == 1 else _("đơn vị")


def _due(first: datetime | None, now: datetime) -> str | Tag:
    if first is None:
        return _("không có gì đang chờ")
    left = " ".join(times.span(abs(first - now))).strip()
    if first < now:
        return Tag(_("Quá hạn {span}").format(span=left))
    return Tag(_("Còn {span}").format(span=left))


def _recalls(asked: Asked, lines: Sequence[RecallLine]) -> Table:
    today = asked.today
    return Table(
        query=listed(lines),
        most=_MOST_RECALLS,
        what=_("thông báo"),
        columns=[
            Column(
                name="number",
                title=_("Văn bản"),
                is_name=True,
                link=lambda one: address(asked, one.drug, one.batch)
                if one.batch
                else asked.link("/lo", tim=one.drug_name),
            ),
            Column(
                name="kind",
                title=_("Quyết định"),
                value=lambda one: recall_words.decided(one.kind, one.level),
            ),
            Column(name="drug_name", title=_("Thuốc"), value=_drugs),
            Column(name="batch", title=_("Lô"), value=_those),
            Column(name="issued", title=_("Ngày ra"), kind=Kind.DAY),
            Column(
                name="due_here",
                title=_("Hạn xác nhận"),
                kind=Kind.MOMENT,
                tag=lambda one: Tag(_("{when}, đã qua").format(
                    when=times.moment(one.due_here, asked.now)
                )) if one.waiting and one.due_here and one.due_here < asked.now else None,
            ),
            Column(
                name="due_by_law",
                title=_("Hạn luật"),
                kind=Kind.DAY,
                tag=lambda one: Tag(formats.day(one.due_by_law))
                if one.due_by_law and one.due_by_law < today and one.on_shelf else None,
            ),
            Column(name="had", title=_("Cơ sở đã nhập"), kind=Kind.COUNT),
            Column(
                name="waiting",
                title=_("Chưa xác nhận"),
                kind=Kind.COUNT,
                bold=lambda one: one.waiting > 0,
            ),
            Column(name="aside", title=_("Đã cất riêng"), kind=Kind.COUNT),
            Column(name="on_shelf", title=_("Còn tại quầy"), kind=Kind.COUNT),
        ],
        empty=_("Không có thu hồi nào đang hiệu lực"),
        checked=_("Kiểm tra lần cuối {when}.").format(when=times.moment(asked.now, asked.now)),
        is_good=True,
    )  # fmt: skip


def _drugs(one: RecallLine) -> str:
    if one.drugs == 1:
        return one.drug_name
    return _("{name} và {n} thuốc khác").format(name=one.drug_name, n=one.drugs - 1)


def _those(one: RecallLine) -> str:
    if not one.batch:
        return _("mọi lô")
    if one.batches == 1:
        return one.batch
    return _("{batch} và {n} lô khác").format(batch=one.batch, n=one.batches - 1)


def _batches(asked: Asked, in_force: Sequence[Recall]) -> Table:
    def recalled(one: BatchFound) -> Tag | None:
        found = stopping(in_force, one.drug, one.batch)
        return Tag(recall_words.decided(found.kind, found.level)) if found else None

    return Table(
        query=BATCHES,
        is_main=True,
        what=_("lô"),
        columns=[
            Column(
                name="batch",
                title=_("Số lô"),
                is_name=True,
                link=lambda one: address(asked, one.drug, one.batch),
            ),
            Column(name="drug_name", title=_("Thuốc")),
            Column(name="expiry", title=_("Hạn dùng"), kind=Kind.DAY),
            Column(
                name="state", title=_("Tình trạng"), value=lambda _one: " ", tag=recalled
            ),
            Column(name="outlets", title=_("Cơ sở đã nhập"), kind=Kind.COUNT),
            Column(name="received", title=_("Đã nhập"), kind=Kind.COUNT),
            Column(name="on_shelf", title=_("Còn tại quầy"), kind=Kind.COUNT),
            Column(name="aside", title=_("Đã cất riêng"), kind=Kind.COUNT),
        ],
        foot=_("Số lượng theo đơn vị nhỏ nhất (viên, gói, lọ)."),
        empty=_("Chưa có lô nào"),
        checked=_("Tìm theo số lô, tên thuốc, số đăng ký và mã trên hộp."),
    )  # fmt: skip


PAGE = Page(
    path="/lo",
    title=lambda: _("Truy vết, thu hồi"),
    short=lambda: _("Thu hồi"),
    right=Right.OVERSIGHT,
    group=Group.BATCHES,
    look=look,
    count=in_force,
    filters=("search", "area"),
    search=lambda: _("Quét mã hoặc nhập số lô…"),
    queries=(RECALLS, BATCHES),
    phone=3,
)
