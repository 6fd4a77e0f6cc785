"""Figures by area, commune or outlet: which one, the page is asked."""

from collections.abc import Callable, Mapping
from typing import Any

from server.web.access import Right
from server.web.asked import Asked
from server.web.page import Choice
from server.web.pages.outlet_found import link_of
from server.web.parts.table import Column
from words import _

CHOICE = Choice(
    name="theo",
    title=lambda: _("Theo"),
    options=lambda: {"": _("cơ sở"), "xa": _("xã, phường"), "khu-vuc": _("khu vực")},
)


def what(asked: Asked) -> str:
    """Say what the rows are."""
    return CHOICE.options()[asked.choice("theo")]


def heads() -> Mapping[str, str]:
    """Return the heads of the column of names."""
    return {"": _("Cơ sở"), "xa": _("Xã, phường"), "khu-vuc": _("Khu vực")}


def name_column(asked: Asked) -> Column:
    """Return the column of names: an area leads to its communes, a commune to its outlets."""
    return Column(
        name="name",
        title=heads()[asked.choice("theo")],
        is_name=True,
        sorts=True,
        link=_link(asked),
    )


def _link(asked: Asked) -> Callable[[Any], str]:
    theo = asked.choice("theo")
    if theo == "khu-vuc":
        return lambda row: asked.again(khu_vuc=row.place, xa="", theo="xa")
    if theo == "xa":
        return lambda row: asked.again(xa=row.place, theo="")
    return lambda row: link_of(asked, row.place) if asked.may(Right.OUTLET) else ""
