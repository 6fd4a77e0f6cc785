"""Recalls in words: what was decided, until when, and why an outlet has not acknowledged."""

from datetime import datetime

from server.oversight.queries.recall_holders import State
from server.web import times
from server.web.parts.tag import Tag
from words import _


def decided(kind: str, level: int | None) -> str:
    """Say what a notice does: "Thu hồi mức 1"."""
    if kind == "suspended":
        return _("Đình chỉ lưu hành")
    if kind == "sealed":
        return _("Niêm phong")
    return _("Thu hồi mức {n}").format(n=level) if level else _("Thu hồi")


def why_not(state: State) -> Tag:
    """Say why an outlet has not acknowledged."""
    return {
        State.ACKNOWLEDGED: Tag(_("Đã xác nhận"), ""),
        State.NOT_PRESSED: Tag(_("Chưa bấm")),
        State.CLOSED: Tag(_("Chưa mở cửa")),
        State.SILENT: Tag(_("Mất liên lạc"), "off"),
        State.NEVER: Tag(_("Chưa từng gửi"), "off"),
        State.GONE: Tag(_("Máy đã ngừng dùng"), "off"),
    }[state]


def due(at: datetime | None, now: datetime) -> str:
    """Say a deadline, and how long it is yet."""
    if at is None:
        return _("chưa đặt")
    when = times.moment(at, now)
    if at < now:
        return _("{when}, đã qua").format(when=when)
    span = " ".join(times.span(at - now)).strip()
    return _("{when}, còn {span}").format(when=when, span=span)
