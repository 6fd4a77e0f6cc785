"""What is known of an outlet, in one row."""

from datetime import datetime

from server.fleet.health import State as MachineState
from server.fleet.machines import Machine, find_machine
from server.oversight.limits import GPP_DAYS
from server.reference.outlets import Outlet
from server.web import formats
from server.web.access import Right
from server.web.asked import Asked, segment
from server.web.pages import outlet_words
from server.web.pages.outlet_found import area_of
from server.web.parts.numbers import Facts, Tile
from server.web.parts.tag import Tag
from server.web.places import commune_names
from words import _


def facts(asked: Asked, outlet: Outlet) -> Facts:
    """Return the row."""
    return Facts(
        tiles=[
            Tile(title=_("Loại, phạm vi"), figure=_scope(outlet)),
            Tile(title=_("Khu vực"), figure=_place(asked, outlet)),
            _licence(asked, outlet),
            _assessment(asked, outlet),
            Tile(title=_("Giờ mở cửa"), figure=_opening(outlet), note=_closed(outlet)),
            *([Tile(title=_("Điện thoại"), figure=outlet.phone)] if outlet.phone else []),
            _machines(asked, outlet),
        ]
    )


def _scope(outlet: Outlet) -> str:
    named = {
        "narcotic": _("gây nghiện"),
        "psychotropic": _("hướng thần"),
        "precursor": _("tiền chất"),
        "combination": _("dạng phối hợp"),
        "toxic": _("độc"),
        "radioactive": _("phóng xạ"),
    }
    known = [named[name] for name in outlet.scope if name in named]
    scope = ", ".join(known) if known else _("không KSĐB")
    return f"{outlet_words.kind(outlet.kind)}, {scope}"


def _place(asked: Asked, outlet: Outlet) -> str:
    area = area_of(outlet, asked)
    commune = commune_names("", asked.today).get(outlet.commune, outlet.commune)
    area_name = outlet_words.areas().get(area, area) or _("ngoài khu vực")
    return " · ".join(part for part in (area_name, commune) if part)


def _licence(asked: Asked, outlet: Outlet) -> Tile:
    until, note = outlet.licence_until, ""
    over = Tag(_("hết hạn")) if until and until < asked.today else None
    if until:
        note = _("đến {day}").format(day=formats.day(until))
    return Tile(
        title=_("GCN ĐĐKKDD"),
        figure=outlet.licence or formats.UNKNOWN,
        unit=note,
        note=over or "",
    )


def _assessment(asked: Asked, outlet: Outlet) -> Tile:
    due, note = outlet.gpp_due, None
    if due:
        left = (due - asked.today).days
        if left < 0:
            note = Tag(_("quá {n} ngày").format(n=formats.number(-left)))
        elif left <= GPP_DAYS:
            note = Tag(_("còn {n} ngày").format(n=left))
    return Tile(title=_("Đánh giá GPP đến hạn"), figure=formats.day(due), note=note or "")


def _opening(outlet: Outlet) -> str:
    return _("{opens} đến {closes}").format(
        opens=outlet.opens.strftime("%H:%M"), closes=outlet.closes.strftime("%H:%M")
    )


def _closed(outlet: Outlet) -> str:
    days = [_("T2"), _("T3"), _("T4"), _("T5"), _("T6"), _("T7"), _("CN")]
    closed = [days[number] for number in outlet.closed_weekdays]
    return _("nghỉ {days}").format(days=", ".join(closed)) if closed else ""


def _machines(asked: Asked, outlet: Outlet) -> Tile:
    found = [find_machine(terminal, asked.now) for terminal in outlet.terminals]
    machines = [one for one in found if one and one.known.is_active]
    if not machines:
        return Tile(title=_("Máy"), figure=_("chưa có máy"))
    heard = [one.known.last_contact for one in machines if one.known.last_contact]
    silent = all(one.judged.state is MachineState.SILENT for one in machines)
    parts = [_("liên lạc {when}").format(when=formats.moment(_last(heard), asked.now))]
    parts.append(_("chờ gửi {n}").format(n=formats.number(_unsent(machines))))
    return Tile(
        title=_("Máy"),
        figure=_("{n} máy").format(n=len(machines)),
        unit="· " + " · ".join(parts),
        note=Tag(_("Mất liên lạc"), "off") if silent else "",
        link=_machine_link(asked, machines),
    )


def _last(heard: list[datetime]) -> datetime | None:
    return max(heard, default=None)


def _unsent(machines: list[Machine]) -> int:
    return sum(one.known.unsent for one in machines)


def _machine_link(asked: Asked, machines: list[Machine]) -> str:
    if not asked.may(Right.FLEET):
        return ""
    if len(machines) == 1:
        return asked.link(f"/may/{segment(machines[0].terminal)}", khu_vuc="", xa="", ky="")
    return asked.link("/may", tim=machines[0].outlet, khu_vuc="", xa="", ky="")
