"""The fleet: is it the line, the machine or the shop, and who looks after it."""

from server.fleet.alarm_list import alarm_list
from server.fleet.overview import overview
from server.fleet.rings_page import rings_page
from server.fleet.signals import count_silent
from server.store.database import reading
from server.web import formats, times
from server.web.access import Right
from server.web.asked import Asked
from server.web.page import Act, Column, Group, Page, Panel, Row, Shown
from server.web.pages import (
    fleet_alarms,
    fleet_machines,
    fleet_numbers,
    fleet_orders,
    fleet_ring_bars,
)
from server.web.pages.fleet_words import state_options
from server.web.posted import Posted
from words import _


def look(asked: Asked) -> Shown:
    """Show figures, joined alarms, the rings, how long entries wait, and every machine."""
    with reading():
        figures, alarms, rings = overview(asked.now), alarm_list(asked.now), rings_page(asked.now)
        count = len(fleet_machines.chosen(asked))
    may_order = count > 0 and asked.may(Right.COMMAND)
    joined = _("{signals} tín hiệu, gộp thành {alarms}; hôm nay đã hết {ended}").format(
        signals=formats.number(alarms.signals),
        alarms=formats.number(len(alarms.alarms)),
        ended=formats.number(alarms.ended_today),
    )
    body: list[Panel | Row] = [
        Panel(
            key="so",
            content=lambda: fleet_numbers.numbers(asked, figures, alarms.alarms, rings),
        ),
        Panel(
            key="canh-bao",
            title=_("Cảnh báo"),
            note=joined,
            content=fleet_alarms.table(asked, alarms),
        ),
        Row(
            columns=[
                Column(
                    width=6,
                    panels=[
                        Panel(
                            key="dot",
                            title=fleet_ring_bars.panel_title(rings),
                            note=fleet_ring_bars.panel_note(rings),
                            more=(_("Quản lý đợt"), asked.link("/may/dot")),
                            content=lambda: fleet_ring_bars.bars(asked, rings),
                            foot=fleet_ring_bars.other_versions(figures, rings),
                        )
                    ],
                ),
                Column(
                    width=6,
                    panels=[
                        Panel(
                            key="tuoi",
                            title=_("Tuổi phiếu chờ gửi"),
                            note=_("số máy, {when}").format(
                                when=times.moment(asked.now, asked.now)
                            ),
                            content=lambda: fleet_numbers.ages(figures),
                        )
                    ],
                ),
            ]
        ),
        Panel(
            key="may",
            title=_("Máy"),
            note=_("không bình thường trước, rồi tuổi phiếu chờ gửi"),
            more=(_("Lệnh cho {n} máy này").format(n=formats.number(count)), "#lenh")
            if may_order
            else None,
            content=fleet_machines.listing(asked),
        ),
    ]
    if may_order:
        body.append(
            Panel(
                key="lenh",
                title=_("Lệnh cho các máy đang lọc"),
                note=fleet_machines.count_words(count),
                content=lambda: fleet_orders.order_form(count),
            )
        )
    return Shown(body=body)


def confirm_order(asked: Asked, posted: Posted) -> Shown:
    """Show what an order to the machines that are shown would do."""
    with reading():
        machines = fleet_machines.chosen(asked)
        return fleet_orders.confirm(asked, posted, machines, asked.again())


def give_order(asked: Asked, posted: Posted) -> str:
    """Give an order to the machines that are shown."""
    with reading():
        machines = fleet_machines.chosen(asked)
    return fleet_orders.give(asked, posted, machines)


PAGE = Page(
    path="/may",
    title=lambda: _("Máy quầy"),
    right=Right.FLEET,
    group=Group.RUNNING,
    look=look,
    count=count_silent,
    filters=("search", "area", "commune", "kind", "state"),
    states=state_options,
    search=lambda: _("Mã máy, cơ sở…"),
    choices=fleet_machines.choices(),
    queries=(fleet_machines.MACHINES, fleet_alarms.ALARMS),
    acts=(Act(name="lenh", right=Right.COMMAND, run=give_order, confirm=confirm_order),),
    phone=4,
)
