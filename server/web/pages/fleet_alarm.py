"""One alarm: its machines, what to do, who takes care of it, what was said about it."""

from functools import partial

from server import alarm_texts
from server.fleet import notes
from server.fleet.alarm_list import JoinedAlarm, alarm_list
from server.store.database import reading, writing
from server.web import formats
from server.web.access import Right
from server.web.asked import Asked
from server.web.page import Act, Column, NotFoundError, Page, Panel, RefusedError, Row, Shown
from server.web.pages import fleet_machines, fleet_orders
from server.web.pages.fleet_alarms import GRAVE
from server.web.pages.fleet_words import alarm_title, judgement, state_options
from server.web.pages.machine_notes import note_table
from server.web.pages.people import person
from server.web.parts.form import Field, Form, Stack
from server.web.parts.numbers import Facts, Tile
from server.web.parts.state import Text
from server.web.parts.tag import Tag
from server.web.posted import Posted
from words import _


def look(asked: Asked) -> Shown:
    """Show one alarm."""
    with reading():
        alarm = _alarm(asked)
        count = len(fleet_machines.chosen(asked, alarm.id))
    about = Panel(
        key="canh-bao",
        title=_("Tình hình"),
        content=lambda: Stack(
            contents=[_facts(alarm, asked), Text(paragraphs=(alarm_texts.advice(alarm.kind),))]
        ),
    )
    machines = Panel(
        key="may",
        title=_("Máy trong cảnh báo"),
        note=_("không bình thường trước, rồi tuổi phiếu chờ gửi"),
        content=fleet_machines.listing(asked, alarm.id),
    )
    said = Panel(key="ghi-chu", title=_("Ghi chú"), content=note_table(alarm.notes))
    side = [said]
    if asked.may(Right.COMMAND):
        side = [Panel(key="nhan", title=_("Nhận xử lý"), content=partial(_take, alarm)), said]
        order = Panel(
            key="lenh",
            title=_("Lệnh cho các máy này"),
            content=partial(fleet_orders.order_form, count),
        )
        columns = [Column(width=6, panels=side), Column(width=6, panels=[order])]
        body: list[Panel | Row] = [about, machines, Row(columns=columns)]
        return Shown(title=alarm_title(alarm), crumb=_crumb(asked), body=body)
    return Shown(title=alarm_title(alarm), crumb=_crumb(asked), body=[about, machines, *side])


def take(asked: Asked, posted: Posted) -> str:
    """Note that the one who asks takes care of the alarm."""
    with writing():
        done = notes.acknowledge(
            asked.fields["alarm"], by=asked.who.id, note=posted.text("ghi-chu"), now=asked.now
        )
    if not done:
        raise RefusedError(_("Cảnh báo này đã hết."))
    return _("Đã ghi: {name} nhận xử lý cảnh báo này.").format(name=asked.who.name)


def confirm_order(asked: Asked, posted: Posted) -> Shown:
    """Show what an order to the machines of this alarm would do."""
    with reading():
        machines = fleet_machines.chosen(asked, _alarm(asked).id)
        return fleet_orders.confirm(asked, posted, machines, asked.again())


def give_order(asked: Asked, posted: Posted) -> str:
    """Give an order to the machines of this alarm."""
    with reading():
        machines = fleet_machines.chosen(asked, _alarm(asked).id)
    return fleet_orders.give(asked, posted, machines)


def _alarm(asked: Asked) -> JoinedAlarm:
    wanted = asked.fields["alarm"]
    found = next((one for one in alarm_list(asked.now).alarms if one.id == wanted), None)
    if found is None:
        raise NotFoundError
    return found


def _facts(alarm: JoinedAlarm, asked: Asked) -> Facts:
    grave = alarm.kind in GRAVE
    taken = formats.moment(alarm.seen_at, asked.now) if alarm.seen_at else ""
    return Facts(
        tiles=[
            Tile(title=_("Từ lúc"), figure=formats.moment(alarm.since, asked.now)),
            Tile(title=_("Đã kéo dài"), figure=formats.span(asked.now - alarm.since)),
            Tile(title=_("Số máy"), figure=formats.number(alarm.terminals)),
            Tile(
                title=_("Nhận định"),
                figure="" if grave else judgement(alarm.kind),
                note=Tag(judgement(alarm.kind)) if grave else "",
            ),
            Tile(
                title=_("Người nhận"),
                figure=person(alarm.seen_by) if alarm.seen_by else _("Chưa nhận"),
                unit=taken,
            ),
        ]
    )


def _take(alarm: JoinedAlarm) -> Form:
    return Form(
        act="nhan",
        fields=(
            Field(
                name="ghi-chu",
                title=_("Ghi chú"),
                kind="area",
                is_needed=False,
                hint=_("đã gọi ai, hẹn khi nào; không ghi tên người bệnh"),
            ),
        ),
        button=_("Ghi thêm") if alarm.seen_by else _("Tôi nhận xử lý"),
    )


def _crumb(asked: Asked) -> list[tuple[str, str]]:
    return [(_("Máy quầy"), asked.link("/may")), (_("Cảnh báo"), asked.link("/may") + "#canh-bao")]


PAGE = Page(
    path="/may/canh-bao/{alarm}",
    title=lambda: _("Cảnh báo"),
    right=Right.FLEET,
    look=look,
    filters=("search", "state"),
    states=state_options,
    search=lambda: _("Mã máy, cơ sở…"),
    choices=fleet_machines.choices(),
    acts=(
        Act(name="nhan", right=Right.COMMAND, run=take),
        Act(name="lenh", right=Right.COMMAND, run=give_order, confirm=confirm_order),
    ),
    under="/may",
)
