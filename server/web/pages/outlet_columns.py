"""Columns that name an outlet and where it is: the same on every page."""

from collections.abc import Callable
from typing import Any

from server.web.access import Right
from server.web.asked import Asked, segment
from server.web.pages.overview_map import short
from server.web.parts.table import Column
from server.web.places import commune_names
from words import _


def outlet(asked: Asked, *, sorts: bool = False) -> Column:
    """Return the column of an outlet's name; it leads to the outlet for those who may see it."""
    may = asked.may(Right.OUTLET)
    return Column(
        name="name",
        title=_("Cơ sở"),
        is_name=True,
        sorts=sorts,
        link=lambda row: asked.link(f"/co-so/{segment(row.outlet)}") if may else "",
    )


def commune(asked: Asked, *, sorts: bool = False) -> Column:
    """Return the column of an outlet's commune."""
    of = communes(asked)
    return Column(
        name="commune", title=_("Xã, phường"), sorts=sorts, value=lambda row: of(row.commune)
    )


def communes(asked: Asked) -> Callable[[Any], str]:
    """Return what gives the name of a commune by its code, as short as a column is wide."""
    names = commune_names("", asked.today)

    def of(code: Any) -> str:
        name = names.get(str(code), str(code))
        kind = _("P. {name}") if name.startswith("Phường ") else _("X. {name}")
        return kind.format(name=short(name)) if short(name) != name else name

    return of
