"""Giving out and lifting recalls, suspensions and seals: each looked at twice."""

from server.accounts import audit
from server.accounts.audit import Action
from server.reference.recalls import Stop, UnknownDrugError, foreseen, stop
from server.store import notices
from server.store.database import reading, rows, writing
from server.web import formats
from server.web.access import Right
from server.web.asked import Asked
from server.web.page import SURE, Act, Column, Page, Panel, RefusedError, Row, Shown
from server.web.pages import reference_recall_form as forms
from server.web.pages import reference_recall_tables as tables
from server.web.pages.recall_words import decided
from server.web.pages.reference_lists import crumb
from server.web.parts.form import Form, Stack
from server.web.parts.numbers import Facts, Tile
from server.web.parts.state import Text
from server.web.parts.tag import Tag
from server.web.posted import Posted
from wire.asking import Notice
from words import _


def look(asked: Asked) -> Shown:
    """Show every document, and let those who may give out and lift."""
    with reading():
        found = notices.given()
    listing = Panel(
        key="van-ban",
        title=_("Văn bản đã ra"),
        note=_("còn hiệu lực trước"),
        more=(_("Ai chưa xác nhận"), asked.link("/lo")) if asked.may(Right.OVERSIGHT) else None,
        content=tables.documents(sorted(found, key=lambda one: one.lifted_at is not None)),
    )
    if not asked.may(Right.ACT):
        return Shown(crumb=crumb(asked), body=[listing])
    in_force = sorted({one.notice.number for one in found if one.lifted_at is None})
    side = [Panel(key="ra", title=_("Ra thông báo"), content=lambda: forms.give_form(asked))]
    if in_force:
        lifting = Panel(key="bai-bo", title=_("Bãi bỏ"), content=lambda: forms.lift_form(in_force))
        side.append(lifting)
    columns = [Column(width=8, panels=[listing]), Column(width=4, panels=side)]
    return Shown(crumb=crumb(asked), body=[Row(columns=columns)])


def confirm(asked: Asked, posted: Posted) -> Shown:
    """Show what a document would stop, where and until when."""
    wanted = forms.wanted_of(asked, posted)
    with reading():
        found = _foreseen(wanted)
        terminals = int(rows("SELECT count(*) FROM terminal WHERE status = 'active'")[0][0])
    said = Text(
        paragraphs=(
            _(
                "Mọi máy đang nối mạng nhận ngay và dừng bán các lô này; người ở quầy phải xác"
                " nhận đã đọc."
            ),
            _("Đọc lại từng chữ trên văn bản trước khi gửi."),
        )
    )
    form = Form(
        act="ra",
        fields=(),
        button=_("Gửi tới {n} máy").format(n=formats.number(terminals)),
        hidden={**{name: posted.text(name) for name in forms.FIELDS}, SURE: "1"},
    )
    facts = _facts(wanted, found, terminals)
    return Shown(
        title=_("Xác nhận: {what}").format(what=decided(wanted.kind, wanted.level).lower()),
        crumb=_crumb(asked),
        body=[
            Panel(
                key="ra",
                title=wanted.number,
                content=Stack(contents=[facts, said, form]),
            ),
            Panel(key="thuoc", title=_("Thuốc bị dừng bán"), content=tables.drugs(found)),
        ],
    )


def give(asked: Asked, posted: Posted) -> str:
    """Put a document in force."""
    wanted = forms.wanted_of(asked, posted)
    with writing():
        try:
            found = stop(wanted)
        except UnknownDrugError as error:
            raise _unknown(error) from error
        _log(asked, f"{wanted.kind} {wanted.number}: {len(found)} drugs")
    return _("Đã ra {number}: {n} thuốc. Máy đang nối mạng nhận trong vài giây.").format(
        number=wanted.number, n=formats.number(len(found))
    )


def confirm_lift(asked: Asked, posted: Posted) -> Shown:
    """Show what would be sold again."""
    number = posted.needed("so")
    with reading():
        found = [one.notice for one in notices.of(number) if one.lifted_at is None]
    if not found:
        raise RefusedError(_("Không có văn bản này đang hiệu lực."))
    said = Text(
        paragraphs=(
            _("Mọi máy thôi chặn các lô dưới đây và bán lại được."),
            _("Hàng đã để riêng: quầy bấm Kiểm kê, rồi Đưa lại lên kệ."),
        )
    )
    form = Form(
        act="bai-bo",
        fields=(),
        button=_("Bãi bỏ {number}").format(number=number),
        hidden={"so": number, SURE: "1"},
    )
    return Shown(
        title=_("Xác nhận bãi bỏ {number}").format(number=number),
        crumb=_crumb(asked),
        body=[
            Panel(key="bai-bo", title=number, content=Stack(contents=[said, form])),
            Panel(key="thuoc", title=_("Thuốc được bán lại"), content=tables.drugs(found)),
        ],
    )


def lift(asked: Asked, posted: Posted) -> str:
    """Take a document back."""
    number = posted.needed("so")
    with writing():
        done = notices.lift(number, asked.now)
        if done:
            _log(asked, f"lifted {number}")
    if not done:
        raise RefusedError(_("Không có văn bản này đang hiệu lực."))
    return _("Đã bãi bỏ {number}.").format(number=number)


def _facts(wanted: Stop, found: list[Notice], terminals: int) -> Facts:
    due = found[0].until
    return Facts(
        tiles=[
            Tile(title=_("Văn bản"), figure=wanted.number),
            Tile(title=_("Việc"), figure="", note=Tag(decided(wanted.kind, wanted.level))),
            Tile(title=_("Lô"), figure=", ".join(wanted.batches) or _("mọi lô")),
            Tile(title=_("Ngày ra"), figure=formats.day(wanted.issued)),
            Tile(
                title=_("Phải xong trước hết ngày"),
                figure=formats.day(due) if due else _("không đặt hạn"),
            ),
            Tile(title=_("Máy nhận"), figure=formats.number(terminals), unit=_("máy")),
        ]
    )


def _foreseen(wanted: Stop) -> list[Notice]:
    try:
        return foreseen(wanted)
    except UnknownDrugError as error:
        raise _unknown(error) from error


def _unknown(error: UnknownDrugError) -> RefusedError:
    return RefusedError(
        _("Danh mục không có thuốc số đăng ký {number}.").format(number=str(error) or "?")
    )


def _crumb(asked: Asked) -> list[tuple[str, str]]:
    return [*crumb(asked), (PAGE.title(), asked.again())]


def _log(asked: Asked, told: str) -> None:
    audit.log(asked.now, asked.who.id, Action.ACTED, told, where=asked.where)


PAGE = Page(
    path="/du-lieu/thu-hoi",
    title=lambda: _("Thu hồi, tạm ngừng, niêm phong"),
    right=Right.REFERENCE,
    look=look,
    acts=(
        Act(name="ra", right=Right.ACT, run=give, confirm=confirm),
        Act(name="bai-bo", right=Right.ACT, run=lift, confirm=confirm_lift),
    ),
    under="/du-lieu",
)
