"""The fleet's alarms: joined before anybody is told, and who has them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from server.fleet.alarm_list import AlarmList, JoinedAlarm, alarm_list
from server.query.filters import Filters
from server.query.listing import Listing
from server.store.alarms import Finding
from server.web.access import Right
from server.web.asked import Asked, segment
from server.web.page import Query
from server.web.pages.fleet_words import alarm_title, judgement, next_step
from server.web.pages.people import person
from server.web.parts.table import Column, Kind, Table, listed
from server.web.parts.tag import Tag
from server.web.parts.tasks import Icon
from words import _

GRAVE = frozenset({Finding.OUTAGE, Finding.ROLLOUT_STOPPED, Finding.BACKUP_OLD})
"""What somebody must look at before anything else."""


class AlarmRow(NamedTuple):
    """An alarm, as the API tells it."""

    id: str
    kind: str
    place: str
    """Name of an outage's place; empty: all of the province, or no outage."""
    terminals: int
    since: datetime
    seen_by: str
    """Account of who takes care of it."""
    seen_at: datetime | None


def alarms(filters: Filters, now: datetime) -> Listing[AlarmRow]:
    """Return the alarms that are not closed; filters narrow nothing but the number of rows."""
    found = alarm_list(now).alarms
    some = found[filters.first :][: filters.most]
    return Listing(rows=[_row(one) for one in some], total=len(found))


ALARMS = Query(
    name="fleet-alarms",
    right=Right.FLEET,
    run=alarms,
    row=AlarmRow,
    is_timed=True,
    states=(),
    summary="What is wrong with terminals, joined",
)


def table(asked: Asked, found: AlarmList) -> Table:
    """Return the alarms as the fleet's page lists them."""
    return Table(
        query=listed(_ordered(found.alarms)),
        columns=(
            Column(
                name="kind",
                title=_("Cảnh báo"),
                is_name=True,
                icon=_icon,
                value=alarm_title,
                bold=lambda _row: True,
                link=lambda row: asked.link(f"/may/canh-bao/{segment(row.id)}"),
            ),
            Column(name="since", title=_("Từ lúc"), kind=Kind.MOMENT),
            Column(
                name="judgement",
                title=_("Nhận định"),
                value=lambda row: judgement(row.kind),
                tag=lambda row: Tag(judgement(row.kind)) if row.kind in GRAVE else None,
            ),
            Column(name="next", title=_("Việc tiếp"), value=lambda row: next_step(row.kind)),
            Column(
                name="seen_by",
                title=_("Người nhận"),
                value=lambda row: person(row.seen_by) if row.seen_by else _("Chưa nhận"),
            ),
        ),
        what=_("cảnh báo"),
        empty=_("Không có cảnh báo nào"),
        checked=_("Mọi máy được xem mỗi phút."),
        is_good=True,
    )


def _ordered(found: Sequence[JoinedAlarm]) -> list[JoinedAlarm]:
    """Outages, then silence, then what has lasted longest."""
    first = (Finding.OUTAGE, Finding.BACKUP_OLD, Finding.ROLLOUT_STOPPED, Finding.SILENT)
    order = {kind: place for place, kind in enumerate(first)}
    return sorted(found, key=lambda one: (order.get(one.kind, len(first)), one.since))


def _icon(alarm: JoinedAlarm) -> Icon:
    return "silent" if alarm.kind in {Finding.OUTAGE, Finding.SILENT} else "look"


def _row(one: JoinedAlarm) -> AlarmRow:
    return AlarmRow(
        id=one.id,
        kind=one.kind.value,
        place=one.place,
        terminals=one.terminals,
        since=one.since,
        seen_by=one.seen_by,
        seen_at=one.seen_at,
    )
