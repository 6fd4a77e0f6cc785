"""The first row of the fleet's page, and how long entries have waited."""

from collections.abc import Sequence

from server.fleet.alarm_list import JoinedAlarm
from server.fleet.health import LATE_AFTER, State, Trouble
from server.fleet.overview import Overview
from server.fleet.rings_page import RingsPage
from server.fleet.table import PRINTER
from server.store.alarms import Finding
from server.web import formats, times
from server.web.asked import Asked, segment
from server.web.pages.fleet_words import device_words
from server.web.parts.charts import Bar, Bars
from server.web.parts.numbers import Numbers, Tile
from server.web.parts.tag import Tag
from words import _

_OLD = 5
"""From which of the ages on a bar stands out: a day."""


def numbers(
    asked: Asked, found: Overview, alarms: Sequence[JoinedAlarm], rings: RingsPage
) -> Numbers:
    """Return five numbers: who is silent, what waits, what is broken, what is new."""
    return Numbers(
        tiles=[
            _silent(asked, found, alarms),
            _oldest(asked, found),
            _printers(asked, found),
            _scanners(asked, found),
            _newest(asked, found, rings),
        ]
    )


def ages(found: Overview) -> Bars:
    """Return how many machines have had something waiting for how long."""
    names = (
        _("không có"),
        _("dưới 5 phút"),
        _("5 đến 60 phút"),
        _("1 đến 8 giờ"),
        _("8 đến 24 giờ"),
        _("1 đến 3 ngày"),
        _("trên 3 ngày"),
    )
    return Bars(
        bars=[
            Bar(name=name, value=count, stands_out=index >= _OLD)
            for index, (name, count) in enumerate(zip(names, found.unsent_ages, strict=True))
        ],
        head=_("Số máy"),
    )


def _silent(asked: Asked, found: Overview, alarms: Sequence[JoinedAlarm]) -> Tile:
    count = found.troubles.get(Trouble.SILENT, 0)
    joined = sum(one.terminals for one in alarms if one.kind is Finding.OUTAGE)
    note: str | Tag = _("trong giờ mở cửa của từng cơ sở")
    if joined:
        note = Tag(_("{n} máy chung một đường truyền").format(n=formats.number(joined)))
    return Tile(
        title=_("Mất liên lạc trong giờ mở cửa"),
        figure=formats.number(count),
        unit=_("/ {n} máy").format(n=formats.number(found.active)),
        note=note,
        link=asked.link("/may", tinh_trang=State.SILENT.value),
    )


def _oldest(asked: Asked, found: Overview) -> Tile:
    title, oldest = _("Phiếu chờ gửi lâu nhất"), found.oldest
    age = oldest.judged.unsent_age if oldest else None
    if oldest is None or age is None:
        return Tile(title=title, figure="0", unit=_("phiếu chờ"), note=_("mọi phiếu đã về Sở"))
    large, small = times.span(age)
    return Tile(
        title=title,
        figure=large,
        unit=small,
        note=Tag(oldest.name) if age > LATE_AFTER else oldest.name,
        link=asked.link(f"/may/{segment(oldest.terminal)}"),
    )


_PRINTER = {
    Trouble.PRINTER_PAPER: "out-of-paper",
    Trouble.PRINTER_COVER: "cover-open",
    Trouble.PRINTER_GONE: "absent",
    Trouble.PRINTER_FAULT: "fault",
}


def _printers(asked: Asked, found: Overview) -> Tile:
    counts = {trouble: found.troubles.get(trouble, 0) for trouble in _PRINTER}
    parts = [
        f"{formats.number(count)} {device_words(_PRINTER[trouble]).lower()}"
        for trouble, count in counts.items()
        if count
    ]
    return Tile(
        title=_("Lỗi máy in"),
        figure=formats.number(sum(counts.values())),
        unit=_("máy"),
        note=", ".join(parts) or _("mọi máy in đều tốt"),
        link=asked.link("/may", tinh_trang=PRINTER) if parts else "",
    )


def _scanners(asked: Asked, found: Overview) -> Tile:
    count = found.troubles.get(Trouble.SCANNER, 0)
    return Tile(
        title=_("Lỗi máy quét"),
        figure=formats.number(count),
        unit=_("máy"),
        note=_("gửi lệnh tự kiểm tra trước") if count else _("mọi máy quét đều tốt"),
        link=asked.link("/may", tinh_trang=Trouble.SCANNER.value) if count else "",
    )


def _newest(asked: Asked, found: Overview, rings: RingsPage) -> Tile:
    if not found.versions:
        return Tile(title=_("Bản mới nhất"), figure=formats.UNKNOWN, note=_("chưa máy nào báo"))
    version, count = found.versions[0]
    running = [one for one in rings.rings if one.state == "running"]
    note = ""
    if rings.rollout and rings.rollout.version == version and running:
        words = _("Đợt {ring} đang chạy, {n} lỗi")
        if rings.rollout.state != "running":
            words = _("Dừng ở đợt {ring}, {n} lỗi")
        note = words.format(ring=running[-1].ring, n=formats.number(rings.troubled))
    return Tile(
        title=_("Bản mới nhất {version}").format(version=version),
        figure=f"{formats.number(100 * count / max(1, found.active))} %",
        unit=_("{n} máy").format(n=formats.number(count)),
        note=note,
        link=asked.link("/may", ban=version),
    )
