"""One prescription that was dispensed twice: what was sold, who knows, what was concluded."""

from collections.abc import Callable, Sequence
from datetime import datetime

from server.prescriptions import cases, messages
from server.prescriptions.view import CaseView, SaleView, case_view
from server.reference.directory import terminals_of
from server.store.database import reading, writing
from server.web import formats
from server.web.access import Right
from server.web.asked import Asked, segment
from server.web.page import Act, Column, NotFoundError, Page, Panel, RefusedError, Row, Shown
from server.web.pages import doubles_words as words_of
from server.web.pages.double_sides import sides
from server.web.pages.people import person
from server.web.parts.form import Field, Form
from server.web.parts.numbers import Facts, Tile
from server.web.parts.table import Column as Cell
from server.web.parts.table import Kind, Table, listed
from server.web.parts.tag import Tag
from server.web.posted import Posted
from words import _


def look(asked: Asked) -> Shown:
    """Show one case."""
    with reading():
        found = _case(asked)
    left = [
        Panel(
            key="nhat-ky",
            title=_("Nhật ký của đơn"),
            note=_("mọi lần bán theo đơn này, trừ phần đã trả lại"),
            content=_log(asked, found.prescription.sales),
        ),
        Panel(
            key="ke",
            title=_("Đơn kê"),
            note=_("đơn vị nhỏ nhất, như viên"),
            content=_prescribed(found),
        ),
    ]
    right = [Panel(key="bao", title=_("Đã báo cho"), content=_told(found)), *_acts(asked, found)]
    return Shown(
        title=_("Đơn {code}").format(code=words_of.code_words(found.case.tail)),
        crumb=[(_("Đơn bán hai nơi"), asked.link("/don-hai-noi"))],
        body=[
            Panel(key="so", content=lambda: _facts(asked, found)),
            sides(asked, found, ()),
            Row(columns=[Column(width=7, panels=left), Column(width=5, panels=right)]),
        ],
    )


def explain(asked: Asked, posted: Posted) -> str:
    """Note what an outlet said on the telephone."""
    _settle(asked, posted, cases.explain)
    return _("Đã ghi kết quả gọi.")


def close(asked: Asked, posted: Posted) -> str:
    """Note what the department concludes."""
    _settle(asked, posted, cases.close)
    return _("Đã kết luận.")


def tell(asked: Asked, posted: Posted) -> str:
    """Send a note to the outlets that have part in it."""
    text = posted.needed("loi-nhan")
    with writing():
        outlets = _case(asked).case.excess.outlets
        try:
            count = messages.tell(terminals_of(outlets), text, asked.who.id, asked.now)
        except ValueError as error:
            raise RefusedError(_too_long(messages.MAX_TEXT)) from error
    return _("Đã gửi lời nhắn tới {n} máy.").format(n=formats.number(count))


def _settle(asked: Asked, posted: Posted, act: Callable[[str, str, str, datetime], bool]) -> None:
    note = posted.needed("ghi-chu")
    try:
        with writing():
            done = act(asked.fields["case"], asked.who.id, note, asked.now)
    except ValueError as error:
        raise RefusedError(_too_long(cases.MAX_NOTE)) from error
    if not done:
        raise NotFoundError


def _too_long(most: int) -> str:
    return _("Viết nhiều nhất {n} chữ.").format(n=formats.number(most))


def _case(asked: Asked) -> CaseView:
    found = case_view(asked.fields["case"])
    if found is None:
        raise NotFoundError
    return found


def _facts(asked: Asked, found: CaseView) -> Facts:
    case = found.case
    tag = Tag(words_of.state_words(case.state)) if case.state == "open" else ""
    who = person(case.by) if case.by else formats.UNKNOWN
    return Facts(
        tiles=[
            Tile(
                title=_("Tình trạng"),
                figure="" if tag else words_of.state_words(case.state),
                note=tag,
            ),
            Tile(title=_("Tìm ra lúc"), figure=formats.moment(case.found_at, asked.now)),
            Tile(title=_("Vì sao"), figure=words_of.cause_words(case.excess.cause)),
            Tile(title=_("Người ghi"), figure=who),
            Tile(title=_("Ghi chú"), figure=case.note or formats.UNKNOWN),
        ]
    )


def _log(asked: Asked, sales: Sequence[SaleView]) -> Table:
    link = asked.may(Right.OUTLET)
    return Table(
        query=listed([(sale, line) for sale in sales for line in sale.lines]),
        columns=(
            Cell(
                name="outlet",
                title=_("Cơ sở"),
                is_name=True,
                value=lambda row: row[0].name,
                link=lambda row: asked.link(f"/co-so/{segment(row[0].outlet)}") if link else "",
            ),
            Cell(name="at", title=_("Bán lúc"), kind=Kind.MOMENT, value=lambda row: row[0].at),
            Cell(
                name="stored_at",
                title=_("Sở nhận"),
                kind=Kind.MOMENT,
                value=lambda row: row[0].stored_at,
            ),
            Cell(name="drug", title=_("Thuốc"), value=lambda row: row[1].name),
            Cell(name="units", title=_("Bán"), kind=Kind.COUNT, value=lambda row: row[1].units),
            Cell(
                name="checked",
                title=_("Hỏi đơn"),
                value=lambda row: _("có") if row[0].checked else _("không"),
            ),
            Cell(name="seq", title=_("Số phiếu"), kind=Kind.COUNT, value=lambda row: row[0].seq),
        ),
        what=_("dòng bán"),
    )


def _prescribed(found: CaseView) -> Table:
    return Table(
        query=listed(found.prescription.lines),
        columns=(
            Cell(name="name", title=_("Thuốc"), is_name=True),
            Cell(name="prescribed", title=_("Kê"), kind=Kind.COUNT),
            Cell(name="dispensed", title=_("Đã bán"), kind=Kind.COUNT),
            Cell(name="left", title=_("Còn"), kind=Kind.COUNT),
        ),
        what=_("thuốc"),
        empty=_("Sở không có nội dung đơn này"),
        checked=_("Chỉ biết mã đơn và thuốc đã bán; thừa được tính theo nơi bán nhiều hơn."),
    )


def _told(found: CaseView) -> Table:
    return Table(
        query=listed(found.told),
        columns=(
            Cell(name="name", title=_("Cơ sở"), is_name=True),
            Cell(name="at", title=_("Báo lúc"), kind=Kind.MOMENT),
            Cell(
                name="read_at",
                title=_("Đã xem"),
                kind=Kind.MOMENT,
                tag=lambda row: None if row.read_at else Tag(_("chưa xem"), "off"),
            ),
        ),
        what=_("cơ sở"),
        empty=_("Chưa báo được cho cơ sở nào"),
    )


def _acts(asked: Asked, found: CaseView) -> list[Panel]:
    if not asked.may(Right.ACT):
        return []
    note = Field(
        name="ghi-chu",
        title=_("Ghi chú"),
        kind="area",
        hint=_("không ghi tên người bệnh hay người bán"),
    )
    say = Field(name="loi-nhan", title=_("Lời nhắn hiện trên máy"), kind="area")
    call = Form(act="ghi", fields=(note,), button=_("Ghi kết quả gọi"), is_primary=False)
    end = Form(act="ket-luan", fields=(note,), button=_("Kết luận"))
    tell_them = Form(
        act="nhan-tin",
        fields=(say,),
        button=_("Gửi tới {n} cơ sở").format(n=len(found.case.excess.outlets)),
        is_primary=False,
    )
    return [
        Panel(key="goi", title=_("Kết quả gọi"), content=lambda: call),
        Panel(key="ket-luan", title=_("Kết luận"), content=lambda: end),
        Panel(key="nhan-tin", title=_("Nhắn các cơ sở"), content=lambda: tell_them),
    ]


PAGE = Page(
    path="/don-hai-noi/{case}",
    title=lambda: _("Đơn bán hai nơi"),
    right=Right.OVERSIGHT,
    look=look,
    acts=(
        Act(name="ghi", right=Right.ACT, run=explain),
        Act(name="ket-luan", right=Right.ACT, run=close),
        Act(name="nhan-tin", right=Right.ACT, run=tell),
    ),
    under="/don-hai-noi",
)
