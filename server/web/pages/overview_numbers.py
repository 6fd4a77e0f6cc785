"""The overview's first row."""

from datetime import datetime, timedelta

from server.oversight.queries.overview import Figure, Overview, overview
from server.web import formats, times
from server.web.access import Right
from server.web.asked import Asked
from server.web.parts.numbers import Numbers, Tile, points_changed
from server.web.parts.tag import Tag
from server.web.places import MOMENT, kept
from words import _

_SOON = timedelta(hours=24)


def numbers(asked: Asked) -> Numbers:
    """Return the five numbers of the period."""
    filters = asked.filters
    found = kept(("overview", filters), lambda: overview(filters, asked.now), MOMENT)
    return Numbers(
        tiles=[
            _active(found, asked),
            _without(found, asked),
            _recall(found, asked),
            _silent(found, asked),
            _above(found, asked),
        ]
    )


def _active(found: Overview, asked: Asked) -> Tile:
    figure = found.active
    return Tile(
        title=_("Cơ sở đang dùng máy"),
        figure=formats.share(_share(figure.part, figure.whole)),
        unit=f"{formats.number(figure.part)} / {formats.number(figure.whole)}",
        note=_change(figure),
        trend=_trend(figure),
        link=_link(asked, "/co-so", tinh_trang="active"),
    )


def _without(found: Overview, asked: Asked) -> Tile:
    figure = found.without
    return Tile(
        title=_("Thuốc kê đơn bán không đơn"),
        figure=formats.share(_share(figure.part, figure.whole)),
        unit=_("/ {n} lượt").format(n=formats.number(figure.whole)),
        note=_change(figure),
        trend=_trend(figure),
        link=_link(asked, "/ke-don"),
    )


def _recall(found: Overview, asked: Asked) -> Tile:
    title, figure = _("Chưa xác nhận thu hồi"), found.unacknowledged
    if not found.recall:
        return Tile(title=title, figure="0", note=_("không có thu hồi nào đang hiệu lực"))
    note: str | Tag = _("mọi cơ sở đã xác nhận")
    if figure.part:
        note = _deadline(found.recall_due, asked.now)
    return Tile(
        title=title,
        figure=formats.number(figure.part),
        unit=_("/ {n} cơ sở").format(n=formats.number(figure.whole)),
        note=note,
        link=_link(asked, "/lo"),
    )


def _silent(found: Overview, asked: Asked) -> Tile:
    figure = found.silent
    return Tile(
        title=_("Máy mất liên lạc"),
        figure=formats.number(figure.part),
        unit=_("/ {n} máy").format(n=formats.number(figure.whole)),
        note=Tag(_("trong giờ mở cửa"), "off") if figure.part else _("trong giờ mở cửa"),
        trend=_trend(figure),
        link=asked.link("/may", tinh_trang="silent") if asked.may(Right.FLEET) else "",
    )


def _above(found: Overview, asked: Asked) -> Tile:
    figure = found.above_posted
    return Tile(
        title=_("Bán quá giá niêm yết"),
        figure=formats.share(_share(figure.part, figure.whole)),
        unit=_("/ {n} dòng").format(n=formats.number(figure.whole)),
        note=_change(figure),
        trend=_trend(figure),
        link=_link(asked, "/gia"),
    )


def _deadline(due: datetime | None, now: datetime) -> str | Tag:
    if due is None:
        return Tag(_("chưa đặt hạn"))
    left = due - now
    if left < timedelta(0):
        return Tag(_("Quá hạn {when}").format(when=times.moment(due, now)))
    if left > _SOON:
        return _("hạn {when}").format(when=times.moment(due, now))
    span = " ".join(times.span(left)).strip()
    return Tag(_("Hạn {when}, còn {span}").format(when=times.moment(due, now), span=span))


def _share(part: int | None, whole: int | None) -> float | None:
    return part / whole if part is not None and whole else None


def _change(figure: Figure) -> str:
    now = _share(figure.part, figure.whole)
    return points_changed(now, _share(figure.part_before, figure.whole_before))


def _trend(figure: Figure) -> list[float | None]:
    return [_share(part, whole) for part, whole in figure.series]


def _link(asked: Asked, path: str, **more: str) -> str:
    return asked.link(path, **more) if asked.may(Right.OVERSIGHT) else ""
