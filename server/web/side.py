"""The list of pages at the side, and the five places at the bottom of a phone."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from server.store.database import reading
from server.web.asked import Asked
from server.web.house import House
from server.web.page import Group, Page
from server.web.places import kept
from words import _

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One page in the list."""

    path: str
    title: str
    short: str
    count: int | None
    is_here: bool
    is_bottom: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """A group of the list."""

    title: str
    places: Sequence[Place]


def side_of(house: House, asked: Asked) -> list[Places]:
    """Return the groups of the list, as far as the visitor may go."""
    titles = {
        Group.TOP: "",
        Group.SALES: _("Giám sát bán thuốc"),
        Group.BATCHES: _("Lô thuốc"),
        Group.RUNNING: _("Vận hành"),
        Group.OWN: "",
    }
    found = []
    for group, title in titles.items():
        pages = [page for page in house.pages if page.group is group and asked.may(page.right)]
        if pages and group is not Group.OWN:
            found.append(Places(title=title, places=[_place(page, asked) for page in pages]))
    return found


def bottom_of(house: House, asked: Asked) -> list[Place]:
    """Return up to four places at the bottom of a phone; the fifth is the rest."""
    pages = [page for page in house.pages if page.phone and asked.may(page.right)]
    return [_place(page, asked) for page in sorted(pages, key=lambda page: page.phone)][:4]


def _place(page: Page, asked: Asked) -> Place:
    here = asked.page.under or asked.page.path
    return Place(
        path=asked.link(page.path),
        title=page.title(),
        short=(page.short or page.title)(),
        count=kept(("count", page.path), lambda: _count(page)),
        is_here=page.path == here,
        is_bottom=bool(page.phone),
    )


def _count(page: Page) -> int | None:
    """Return the figure beside a page; none rather than no page if it cannot be had."""
    if page.count is None:
        return None
    try:
        with reading():
            return page.count()
    except Exception:  # noqa: BLE001 - whatever it is, the rest stands
        _LOG.exception("count of %s", page.path)
        return None
