"""Words for outlets: kinds, states, communes as short as a table has room for."""

from collections.abc import Mapping

from server.oversight.queries.outlet_lines import OutletSeen
from server.web.asked import Asked
from server.web.parts.tag import Tag
from server.web.places import area_names, commune_names
from words import _


def kind(code: str) -> str:
    """Return what kind of outlet it is."""
    kinds = {"NT": _("Nhà thuốc"), "QT": _("Quầy thuốc"), "TT": _("Tủ thuốc trạm y tế")}
    return kinds.get(code, "")


def states() -> Mapping[str, str]:
    """Return the states that outlets can be narrowed to."""
    return {
        "look": _("Cần xem"),
        "active": _("Đang dùng máy"),
        "inactive": _("7 ngày không bán"),
        "never": _("Chưa bán lần nào"),
        "silent": _("Mất liên lạc"),
        "not-sent": _("Chưa gửi trong 24 giờ"),
        "gpp": _("Đến hạn GPP"),
    }


def state(row: OutletSeen) -> str:
    """Say how an outlet is; what needs a look comes before silence."""
    if row.is_silent and row.state != "look":
        return _("Mất liên lạc")
    words = {"look": _("Cần xem"), "inactive": _("7 ngày không bán"), "never": _("Chưa bán")}
    return words.get(row.state, _("Đang dùng"))


def state_tag(row: OutletSeen) -> Tag | None:
    """Return the tag of what departs from normal."""
    if row.state == "look":
        return Tag(_("Cần xem"))
    return Tag(state(row), "off") if row.is_silent or row.state != "active" else None


def communes(asked: Asked) -> Mapping[str, str]:
    """Return the names of communes, shortened."""
    return {code: short(name) for code, name in commune_names("", asked.today).items()}


def areas() -> Mapping[str, str]:
    """Return the names of areas."""
    return area_names()


def short(name: str) -> str:
    """Return a commune's name with its kind in one letter.

    >>> short("Xã Tân Trạch"), short("Phường An Xuyên")
    ('X. Tân Trạch', 'P. An Xuyên')
    """
    for long, letter in (("Xã ", "X. "), ("Phường ", "P. "), ("Đặc khu ", "ĐK. ")):
        if name.startswith(long):
            return letter + name.removeprefix(long)
    return name
