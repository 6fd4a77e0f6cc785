"""Communes and the areas that the department makes of them, from a day on."""

from datetime import date

from server.accounts import audit
from server.accounts.audit import Action
from server.reference import area_changes
from server.reference.area_changes import AreaChangeError
from server.store.database import writing
from server.web import formats, places
from server.web.access import Right
from server.web.asked import Asked
from server.web.page import Act, Column, Page, Panel, RefusedError, Row, Shown
from server.web.pages import reference_communes
from server.web.pages.reference_lists import crumb
from server.web.parts.form import Field, Form
from server.web.posted import Posted
from words import _

_LONGEST_CODE, _LONGEST_NAME = 40, 80


def look(asked: Asked) -> Shown:
    """Show the communes, and let those who may change the areas."""
    listing = Panel(key="xa", title=_("Xã, phường và khu vực"), content=reference_communes.table())
    if not asked.may(Right.ACT):
        return Shown(crumb=crumb(asked), body=[listing])
    forms = [
        Panel(
            key="chuyen",
            title=_("Đổi khu vực của một xã"),
            note=_("từ một ngày; báo cáo cũ không đổi"),
            content=lambda: _assign_form(asked),
        ),
        Panel(key="ten", title=_("Thêm hoặc đổi tên khu vực"), content=_name_form),
    ]
    columns = [Column(width=8, panels=[listing]), Column(width=4, panels=forms)]
    return Shown(crumb=crumb(asked), body=[Row(columns=columns)])


def assign(asked: Asked, posted: Posted) -> str:
    """Put a commune into an area from a day on."""
    commune, area = posted.needed("xa"), posted.text("khu-vuc")
    try:
        since = date.fromisoformat(posted.needed("tu-ngay"))
    except ValueError as error:
        raise RefusedError(_("Ngày không đúng.")) from error
    if since < asked.today:
        raise RefusedError(
            _("Ngày đã qua: báo cáo của những ngày đó giữ nguyên khu vực. Chọn từ hôm nay.")
        )
    try:
        with writing():
            area_changes.assign(commune, area, since, today=asked.today)
            _log(asked, f"commune {commune} in area {area or '-'} from {since}")
    except AreaChangeError as error:
        raise RefusedError(_("Không có xã hoặc khu vực này.")) from error
    places.forget()
    return _("Đã ghi: từ {day} xã này đổi khu vực.").format(day=formats.day(since))


def name(asked: Asked, posted: Posted) -> str:
    """Make an area, or call one differently."""
    code, words = posted.needed("ma"), posted.needed("ten")
    if not code.isascii() or not code.replace("-", "").isalnum() or len(code) > _LONGEST_CODE:
        raise RefusedError(_("Mã khu vực: chữ không dấu, chữ số và dấu gạch, không quá 40."))
    if len(words) > _LONGEST_NAME:
        raise RefusedError(_("Tên khu vực dài quá."))
    with writing():
        area_changes.name(code, words, today=asked.today)
        _log(asked, f"area {code}")
    places.forget()
    return _("Đã ghi khu vực {name}.").format(name=words)


def _log(asked: Asked, told: str) -> None:
    audit.log(asked.now, asked.who.id, Action.ACTED, told, where=asked.where)


def _assign_form(asked: Asked) -> Form:
    areas = {**places.area_names(), "": _("không thuộc khu vực nào")}
    return Form(
        act="chuyen",
        fields=(
            Field(
                name="xa",
                title=_("Xã, phường"),
                kind="select",
                options=places.commune_names("", asked.today),
            ),
            Field(
                name="khu-vuc",
                title=_("Khu vực"),
                kind="select",
                options=areas,
                value=next(iter(areas)),
                is_needed=False,
            ),
            Field(name="tu-ngay", title=_("Từ ngày"), kind="date", value=asked.today.isoformat()),
        ),
        button=_("Đổi khu vực"),
        is_primary=False,
    )


def _name_form() -> Form:
    return Form(
        act="ten",
        fields=(
            Field(name="ma", title=_("Mã khu vực"), hint=_("mã đã có thì đổi tên")),
            Field(name="ten", title=_("Tên khu vực")),
        ),
        button=_("Ghi"),
        is_primary=False,
    )


PAGE = Page(
    path="/du-lieu/khu-vuc",
    title=lambda: _("Xã, phường và khu vực"),
    right=Right.REFERENCE,
    look=look,
    filters=("search", "area"),
    search=lambda: _("Tên, mã xã…"),
    queries=(reference_communes.COMMUNES,),
    acts=(
        Act(name="chuyen", right=Right.ACT, run=assign),
        Act(name="ten", right=Right.ACT, run=name),
    ),
    under="/du-lieu",
)
