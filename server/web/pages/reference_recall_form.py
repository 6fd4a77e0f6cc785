"""The forms in which a recall is given out or lifted, and what they bring."""

from datetime import date
from typing import Literal

from server.reference import parameters
from server.reference.recalls import LEVELS, Stop
from server.store.database import reading
from server.web.asked import Asked
from server.web.page import RefusedError
from server.web.pages.recall_words import decided
from server.web.parts.form import Field, Form
from server.web.posted import Posted
from words import _

StopKind = Literal["recalled", "suspended", "sealed"]
KINDS: tuple[StopKind, ...] = ("recalled", "suspended", "sealed")
FIELDS = (
    "so", "loai", "so-dang-ky", "lo", "muc", "ngay", "ly-do", "han-dung", "nhap-khau", "thuc-hien",
)  # fmt: skip
_LONGEST = 200


def wanted_of(asked: Asked, posted: Posted) -> Stop:
    """Return what a form asks for; raise `RefusedError`."""
    kind, level = posted.needed("loai"), posted.text("muc")
    if kind not in KINDS or level not in {"", *map(str, LEVELS)}:
        raise RefusedError(_("Chọn việc và mức thu hồi."))
    if kind == "recalled" and not level:
        raise RefusedError(_("Thu hồi phải có mức: hạn làm xong theo mức."))
    issued = _day(posted, "ngay")
    if issued is None or issued > asked.today:
        raise RefusedError(_("Ngày ra văn bản không đúng."))
    said = {name: posted.text(name) for name in FIELDS}
    if any(len(text) > _LONGEST for text in said.values()):
        raise RefusedError(_("Mỗi ô nhiều nhất {n} chữ.").format(n=_LONGEST))
    return Stop(
        number=posted.needed("so"),
        kind=kind,
        issued=issued,
        registration=posted.needed("so-dang-ky"),
        batches=_batches(said["lo"]),
        level=int(level) if level and kind == "recalled" else None,
        reason=said["ly-do"],
        expiry=_day(posted, "han-dung"),
        importer=said["nhap-khau"],
        carried_out_by=said["thuc-hien"],
    )


def _deadlines(asked: Asked) -> str:
    """Say the days of each level (RCL-01), as they hold today."""
    with reading():
        one, two, three = parameters.in_force(asked.today)["recall_days"]
    said = _("hạn làm xong: mức 1 là {one} ngày, mức 2 là {two}, mức 3 là {three}")
    return said.format(one=one, two=two, three=three)


def _batches(text: str) -> tuple[str, ...]:
    """Return batch numbers that commas keep apart: a number may have spaces of its own."""
    parts = (" ".join(part.split()) for part in text.replace(";", ",").split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def give_form(asked: Asked) -> Form:
    """Return the form for a new document."""
    levels = {"": _("không có mức"), **{str(one): _("Mức {n}").format(n=one) for one in LEVELS}}
    return Form(
        act="ra",
        fields=(
            Field(name="so", title=_("Số văn bản")),
            Field(
                name="loai",
                title=_("Việc"),
                kind="select",
                options={kind: decided(kind, None) for kind in KINDS},
            ),
            Field(
                name="muc",
                title=_("Mức thu hồi"),
                kind="select",
                options=levels,
                value="1",
                is_needed=False,
                hint=_deadlines(asked),
            ),
            Field(name="so-dang-ky", title=_("Số đăng ký thuốc"), hint=_("số cũ hay mới")),
            Field(
                name="lo",
                title=_("Số lô"),
                is_needed=False,
                hint=_("nhiều lô thì cách nhau bằng dấu phẩy; để trống là mọi lô"),
            ),
            Field(
                name="ngay",
                title=_("Ngày ra văn bản"),
                kind="date",
                value=asked.today.isoformat(),
            ),
            Field(name="ly-do", title=_("Lý do"), is_needed=False),
            Field(
                name="han-dung",
                title=_("Hạn dùng ghi trong văn bản"),
                kind="date",
                is_needed=False,
            ),
            Field(name="nhap-khau", title=_("Cơ sở nhập khẩu"), is_needed=False),
            Field(name="thuc-hien", title=_("Cơ sở phải thực hiện"), is_needed=False),
        ),
        button=_("Xem lại rồi gửi"),
    )


def lift_form(numbers: list[str]) -> Form:
    """Return the form for lifting one of some documents."""
    return Form(
        act="bai-bo",
        fields=(
            Field(
                name="so",
                title=_("Số văn bản"),
                kind="select",
                options={number: number for number in numbers},
            ),
        ),
        button=_("Xem lại rồi bãi bỏ"),
        is_primary=False,
    )


def _day(posted: Posted, name: str) -> date | None:
    try:
        return date.fromisoformat(posted.text(name)) if posted.text(name) else None
    except ValueError as error:
        raise RefusedError(_("Ngày không đúng.")) from error
