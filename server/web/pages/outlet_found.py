"""The outlet that an address names, what lies above it, and its address."""

from server.reference import directory, places
from server.reference.outlets import Outlet
from server.web.access import Right
from server.web.asked import Asked, segment
from server.web.page import NotFoundError
from server.web.pages import outlet_words
from server.web.places import commune_names
from words import _


def find(asked: Asked) -> Outlet:
    """Return the outlet that an address names; raise `NotFoundError`."""
    code = asked.fields["code"]
    if "\0" in code:
        raise NotFoundError
    found = directory.outlet(code) or directory.outlets().get(code)
    if found is None:
        raise NotFoundError
    return found


def crumb_of(asked: Asked, outlet: Outlet) -> list[tuple[str, str]]:
    """Return what lies above an outlet: the list, its area, its commune."""
    area = area_of(outlet, asked)
    areas, communes = outlet_words.areas(), commune_names("", asked.today)
    crumb = [(_("Cơ sở"), asked.link("/co-so"))]
    if area:
        crumb.append((areas.get(area, area), asked.link("/co-so", khu_vuc=area, xa="")))
    if outlet.commune:
        name = communes.get(outlet.commune, outlet.commune)
        crumb.append((name, asked.link("/co-so", khu_vuc="", xa=outlet.commune)))
    return crumb


def area_of(outlet: Outlet, asked: Asked) -> str:
    """Return the code of the area that an outlet is in today; empty: none."""
    return places.area_of(asked.today).get(outlet.commune, "")


def link_of(asked: Asked, code: str) -> str:
    """Return an outlet's address, for those who may see it."""
    if not asked.may(Right.OUTLET):
        return ""
    return asked.link(f"/co-so/{segment(code)}", khu_vuc="", xa="")
