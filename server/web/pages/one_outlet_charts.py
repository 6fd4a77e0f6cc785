"""An outlet's shares, week by week, beside the median of its kind in its area."""

from dataclasses import replace

from server.oversight.queries import one_outlet
from server.oversight.queries.one_outlet import OutletWeek
from server.query.listing import Listing
from server.reference.outlets import Outlet
from server.web import formats
from server.web.asked import Asked
from server.web.page import Column, Panel, Row
from server.web.parts.charts import Lines, Series
from server.web.parts.state import State
from server.web.places import MOMENT, kept
from words import _

_LEAST_WEEKS = 3
"""Fewer make no trend."""
_HEIGHT = 190


def legend(outlet: Outlet) -> str:
    """Say what the two lines are."""
    peers = {
        "NT": _("Nét liền: cơ sở này. Nét đứt: trung vị nhà thuốc cùng khu vực."),
        "QT": _("Nét liền: cơ sở này. Nét đứt: trung vị quầy thuốc cùng khu vực."),
        "TT": _("Nét liền: cơ sở này. Nét đứt: trung vị tủ thuốc cùng khu vực."),
    }
    return peers[outlet.kind]


def row(asked: Asked, outlet: Outlet) -> Row:
    """Return three charts beside each other."""
    titles = {
        "abx": _("Kháng sinh bán không đơn"),
        "rx": _("Thuốc kê đơn bán không đơn"),
        "cashless": _("Không tiền mặt"),
    }
    return Row(
        columns=[
            Column(
                width=4,
                panels=[
                    Panel(
                        key=name,
                        title=title,
                        note=_("% lượt bán"),
                        content=lambda name=name: _chart(asked, outlet, name),  # type: ignore[misc]
                    )
                ],
            )
            for name, title in titles.items()
        ]
    )


def _chart(asked: Asked, outlet: Outlet, name: str) -> Lines | State:
    found = _weeks(asked, outlet).rows
    first = next((at for at, week in enumerate(found) if week.sales), len(found))
    weeks = [week for week in found[first:] if week.is_over]
    if len(weeks) < _LEAST_WEEKS:
        return State(
            title=_("Mới có {n} tuần, chưa vẽ được xu hướng").format(n=len(weeks)),
            text=_("Bảng vẫn xuất được."),
        )
    own = [_share(week, name) for week in weeks]
    middle = [getattr(week, f"{name}_median") for week in weeks]
    return Lines(
        labels=[formats.week(week.week) for week in weeks],
        series=[
            Series(name=_("cơ sở này"), values=own),
            Series(name=_("trung vị"), values=middle, is_comparison=True),
        ],
        height=_HEIGHT,
    )


def _weeks(asked: Asked, outlet: Outlet) -> Listing[OutletWeek]:
    filters = replace(asked.filters, area="", commune="", kind="", search="")
    return kept(
        ("outlet-weeks", outlet.code, filters.since, filters.until),
        lambda: one_outlet.weeks(outlet.code, filters),
        MOMENT,
    )


def _share(week: OutletWeek, name: str) -> float | None:
    parts = {
        "abx": (week.abx_without, week.abx),
        "rx": (week.rx_without, week.rx),
        "cashless": (week.cashless, week.sales),
    }
    part, whole = parts[name]
    return part / whole if whole else None
