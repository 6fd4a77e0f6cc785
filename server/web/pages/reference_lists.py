"""The department's lists: outlets with licence and GPP dates, and who works there by badge."""

from collections.abc import Callable
from datetime import date
from typing import Any

from server.reference.outlet_list import SOON, ListedOutlet, listed_outlets
from server.reference.staff_list import ListedWorker, course_since, listed_staff
from server.web.access import Right
from server.web.asked import Asked, segment
from server.web.page import Page, Panel, Query, Shown
from server.web.pages.reference_words import degree_words, kind_words, role_words
from server.web.parts.table import Column, Kind, Table
from server.web.parts.tag import Tag
from server.web.places import commune_names
from words import _

OUTLETS = Query(
    name="listed-outlets",
    right=Right.REFERENCE,
    run=listed_outlets,
    row=ListedOutlet,
    summary="The department's list of outlets: licence, GPP, terminals",
)
STAFF = Query(
    name="listed-staff",
    right=Right.REFERENCE,
    run=listed_staff,
    row=ListedWorker,
    summary="Who works in which outlet, by badge, with degree and last refresher course",
)


def outlets(asked: Asked) -> Shown:
    """Show the list of outlets."""
    note = _("đánh dấu cái đã quá hạn và cái còn dưới {n} ngày").format(n=SOON.days)
    panel = Panel(key="co-so", title=_("Danh sách cơ sở"), note=note, content=_outlet_table(asked))
    return Shown(crumb=crumb(asked), body=[panel])


def staff(asked: Asked) -> Shown:
    """Show who works where; no name."""
    panel = Panel(
        key="nhan-vien",
        title=_("Nhân viên theo mã thẻ"),
        note=_("trang này không ghi họ tên; cập nhật kiến thức 3 năm một lần"),
        content=_staff_table(asked),
    )
    return Shown(crumb=crumb(asked), body=[panel])


def crumb(asked: Asked) -> list[tuple[str, str]]:
    """Return what lies above every page of the reference data."""
    return [(_("Dữ liệu nền"), asked.link("/du-lieu"))]


def _outlet_table(asked: Asked) -> Table:
    names, may = commune_names("", asked.today), asked.may(Right.OUTLET)
    return Table(
        query=OUTLETS,
        is_main=True,
        what=_("cơ sở"),
        empty=_("Danh sách cơ sở còn trống: nhập ở trang Dữ liệu nền"),
        columns=(
            Column(
                name="name",
                title=_("Cơ sở"),
                is_name=True,
                sorts=True,
                link=lambda row: asked.link(f"/co-so/{segment(row.code)}") if may else "",
            ),
            Column(name="code", title=_("Mã"), sorts=True),
            Column(name="kind", title=_("Loại"), value=lambda row: kind_words(row.kind)),
            Column(
                name="commune",
                title=_("Xã, phường"),
                sorts=True,
                value=lambda row: names.get(row.commune, row.commune),
            ),
            Column(name="licence", title=_("Giấy phép")),
            Column(
                name="licence_until",
                title=_("Giấy phép đến"),
                kind=Kind.DAY,
                sorts=True,
                tag=_late("licence_until", asked.today),
            ),
            Column(
                name="gpp_due",
                title=_("Đánh giá GPP"),
                kind=Kind.DAY,
                sorts=True,
                tag=_late("gpp_due", asked.today),
            ),
            Column(
                name="terminals",
                title=_("Máy"),
                kind=Kind.COUNT,
                mark=lambda row: None if row.is_active else Tag(_("đã ngừng"), "off"),
            ),
        ),
    )


def _staff_table(asked: Asked) -> Table:
    since = course_since(asked.today).isoformat()
    return Table(
        query=STAFF,
        is_main=True,
        what=_("người"),
        empty=_("Danh sách nhân viên còn trống: nhập ở trang Dữ liệu nền"),
        columns=(
            Column(name="outlet_name", title=_("Cơ sở"), is_name=True),
            Column(name="badge", title=_("Mã thẻ")),
            Column(
                name="roles",
                title=_("Việc"),
                value=lambda row: ", ".join(role_words(role) for role in row.roles.split()),
            ),
            Column(
                name="degree",
                title=_("Trình độ"),
                value=lambda row: degree_words(row.degree),
                tag=lambda row: None if row.degree else Tag(degree_words("")),
            ),
            Column(
                name="in_charge",
                title=_("Phụ trách chuyên môn"),
                value=lambda row: _("phụ trách") if row.in_charge else "",
            ),
            Column(name="certificate", title=_("CCHN dược")),
            Column(
                name="trained_on",
                title=_("Cập nhật kiến thức"),
                kind=Kind.DAY,
                mark=lambda row: (
                    Tag(_("quá 3 năm"))
                    if row.in_charge and (row.trained_on or "") < since
                    else None
                ),
            ),
        ),
    )


def _late(name: str, today: date) -> Callable[[Any], Tag | None]:
    """Return what marks a day that is over, or near."""

    def tag(row: Any) -> Tag | None:
        said = getattr(row, name)
        if not said or not row.is_active:
            return None
        day = date.fromisoformat(said)
        if day < today:
            return Tag(_("quá hạn {day}").format(day=f"{day:%d/%m/%Y}"))
        return Tag(f"{day:%d/%m/%Y}", "off") if day <= today + SOON else None

    return tag


_FILTERS = ("search", "area", "commune", "kind", "state")
OUTLETS_PAGE = Page(
    path="/du-lieu/co-so",
    title=lambda: _("Danh sách cơ sở"),
    right=Right.REFERENCE,
    look=outlets,
    filters=_FILTERS,
    states=lambda: {
        "licence-over": _("Giấy phép quá hạn"),
        "licence-soon": _("Giấy phép sắp hết hạn"),
        "gpp-over": _("Quá hạn đánh giá GPP"),
        "gpp-soon": _("Sắp đến hạn đánh giá GPP"),
        "no-terminal": _("Chưa có máy"),
        "inactive": _("Đã ngừng"),
    },
    queries=(OUTLETS,),
    under="/du-lieu",
)
STAFF_PAGE = Page(
    path="/du-lieu/nhan-vien",
    title=lambda: _("Nhân viên"),
    right=Right.REFERENCE,
    look=staff,
    filters=_FILTERS,
    states=lambda: {
        "in-charge": _("Phụ trách chuyên môn"),
        "course-due": _("Quá 3 năm chưa cập nhật kiến thức"),
        "no-degree": _("Chưa có trình độ chuyên môn"),
    },
    queries=(STAFF,),
    under="/du-lieu",
)
