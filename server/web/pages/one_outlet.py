"""One outlet: is it different from its peers, since when, through whom, what was said to it."""

from dataclasses import replace

from server.oversight.queries import one_outlet
from server.query.filters import Filters
from server.query.listing import Listing
from server.store.database import reading
from server.web.access import Right
from server.web.asked import Asked
from server.web.page import Act, Column, Page, Panel, Query, Row, Shown
from server.web.pages import (
    one_outlet_charts,
    one_outlet_facts,
    one_outlet_said,
    one_outlet_tables,
)
from server.web.pages.outlet_found import crumb_of, find
from words import _


def look(asked: Asked) -> Shown:
    """Show what is known of it, three charts, and four tables."""
    with reading():
        outlet = find(asked)
        crumb = crumb_of(asked, outlet)
        week = one_outlet_tables.week_of(asked)
        said = one_outlet_said.panel(asked, outlet)
        forms = one_outlet_said.forms(asked, outlet)
        exceptions = one_outlet_tables.exceptions(asked, outlet)
        shelf = one_outlet_tables.expiring_batches(asked, outlet)
    return Shown(
        title=outlet.name,
        crumb=crumb,
        note=one_outlet_charts.legend(outlet),
        body=[
            Panel(key="thong-tin", content=lambda: one_outlet_facts.facts(asked, outlet)),
            one_outlet_charts.row(asked, outlet),
            Row(
                columns=[
                    Column(
                        width=7,
                        panels=[exceptions, one_outlet_tables.antibiotics(asked, outlet, week)],
                    ),
                    Column(width=5, panels=[said, shelf, *forms]),
                ]
            ),
        ],
    )


def _weeks(filters: Filters, *, outlet: str) -> Listing[one_outlet.OutletWeek]:
    return one_outlet.weeks(outlet, replace(filters, area="", commune="", kind="", search=""))


WEEKS = Query(
    name="outlet-weeks",
    right=Right.OUTLET,
    run=_weeks,
    row=one_outlet.OutletWeek,
    keys=("outlet",),
    summary="One outlet's weeks beside the medians of its kind in its area",
)
PAGE = Page(
    path="/co-so/{code}",
    title=lambda: _("Cơ sở"),
    right=Right.OUTLET,
    look=look,
    filters=("period",),
    period="12-tuan",
    periods=("12-tuan", "26-tuan", "52-tuan"),
    queries=(WEEKS, one_outlet_tables.OVERRIDES),
    acts=(
        Act(name="ghi-viec", right=Right.ACT, run=one_outlet_said.write),
        Act(name="nhan-quay", right=Right.ACT, run=one_outlet_said.tell),
    ),
    under="/co-so",
)
