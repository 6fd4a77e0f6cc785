"""Orders to one machine or to many: asked for, looked at once more, given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from server import fleet_words
from server.fleet import commands
from server.fleet.commands import NotGivenError
from server.fleet.machines import Machine
from server.fleet.rollouts import list_rollouts, offer_of
from server.store.database import writing
from server.web import formats
from server.web.asked import Asked
from server.web.page import SURE, Panel, RefusedError, Shown
from server.web.pages.fleet_words import name_of, state_tag, until_words
from server.web.parts.form import Field, Form, Stack
from server.web.parts.numbers import Facts, Tile
from server.web.parts.state import Text
from server.web.parts.table import Column, Kind, Table, listed
from server.web.posted import Posted
from words import _

ORDERS = ("send-logs", "self-test", "restart", "update-to")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An order as it would be given."""

    order: str
    until: datetime
    to: Sequence[Machine]
    left_out: int
    """Machines that cannot have it: revoked, or nothing is offered to their ring."""
    by_argument: Mapping[str, Sequence[str]]
    """Terminals, by the version that they are told to take; "" where none is named."""


def order_form(count: int) -> Form:
    """Return the form in which an order is asked for."""
    return Form(
        act="lenh",
        fields=(
            Field(name="lenh", title=_("Lệnh"), kind="select", options=_orders()),
            Field(
                name="han",
                title=_("Hết hạn sau"),
                kind="select",
                options={name: words for name, (words, _span) in _spans().items()},
                value="1-ngay",
                hint=_("Lệnh hết hạn thì máy không bắt đầu nữa; bản đang tải dở vẫn được cài."),
            ),
        ),
        button=_("Xem lại lệnh cho {n} máy").format(n=formats.number(count)),
        is_primary=False,
    )


def confirm(asked: Asked, posted: Posted, machines: Sequence[Machine], back: str) -> Shown:
    """Show what an order would do, to whom and until when."""
    plan = plan_of(asked, posted, machines)
    _check(plan)
    n = formats.number(len(plan.to))
    facts = Facts(
        tiles=[
            Tile(title=_("Lệnh"), figure=_order_words(plan)),
            Tile(title=_("Máy nhận"), figure=n, unit=_("máy")),
            Tile(title=_("Hết hạn"), figure=until_words(plan.until, asked.now)),
            Tile(title=_("Không nhận"), figure=formats.number(plan.left_out), unit=_("máy")),
        ]
    )
    form = Form(
        act="lenh",
        fields=(),
        button=_("Gửi lệnh tới {n} máy").format(n=n),
        hidden={
            "lenh": plan.order,
            "han": posted.needed("han"),
            "so-may": str(len(plan.to)),
            SURE: "1",
        },
    )
    return Shown(
        title=_("Xác nhận lệnh"),
        crumb=[(_("Máy quầy"), asked.link("/may")), (_("Quay lại"), back)],
        body=[
            Panel(
                key="lenh",
                title=_order_words(plan),
                content=Stack(contents=[facts, Text(paragraphs=_warnings(plan)), form]),
            ),
            Panel(key="may", title=_("Máy nhận lệnh"), content=_table(plan.to)),
        ],
    )


def give(asked: Asked, posted: Posted, machines: Sequence[Machine]) -> str:
    """Give an order that a person has looked at twice; return what to tell."""
    plan = plan_of(asked, posted, machines)
    _check(plan)
    if posted.text("so-may") != str(len(plan.to)):
        raise RefusedError(_("Danh sách máy đã đổi trong lúc chờ. Xem lại rồi gửi."))
    given = 0
    try:
        with writing():
            for argument, terminals in plan.by_argument.items():
                given += len(
                    commands.give(
                        terminals, plan.order, argument,
                        by=asked.who.id, now=asked.now, until=plan.until,
                    )
                )  # fmt: skip
    except NotGivenError as error:
        raise RefusedError(_("Chưa gửi lệnh nào: có máy không nhận được lệnh này.")) from error
    waiting = len(plan.to) - given
    told = _("Đã gửi lệnh tới {n} máy.").format(n=formats.number(given))
    if waiting:
        more = _("{n} máy đã có lệnh này đang chờ.").format(n=formats.number(waiting))
        return f"{told} {more}"
    return told


def plan_of(asked: Asked, posted: Posted, machines: Sequence[Machine]) -> Plan:
    """Return whom an order would reach; raise `RefusedError` for one that is none."""
    order, spans = posted.needed("lenh"), _spans()
    if order not in ORDERS or posted.needed("han") not in spans:
        raise RefusedError(_("Chọn lệnh và thời hạn."))
    active = [one for one in machines if one.known.is_active]
    by_argument: dict[str, list[str]] = {}
    to = []
    versions = _versions(active) if order == "update-to" else {}
    for one in active:
        argument = versions.get(one.terminal, "")
        if order != "update-to" or argument:
            by_argument.setdefault(argument, []).append(one.terminal)
            to.append(one)
    return Plan(
        order=order,
        until=asked.now + spans[posted.needed("han")][1],
        to=to,
        left_out=len(machines) - len(to),
        by_argument=by_argument,
    )


def _versions(machines: Sequence[Machine]) -> dict[str, str]:
    """Return what machines are offered that they do not run yet."""
    rollouts = list_rollouts()
    found = {}
    for one in machines:
        offer = offer_of(one.ring, rollouts)
        if offer and offer.is_offered and offer.version != one.software:
            found[one.terminal] = offer.version
    return found


def _check(plan: Plan) -> None:
    if not plan.to:
        raise RefusedError(
            _("Không máy nào trong danh sách được mời bản mới.")
            if plan.order == "update-to"
            else _("Không máy nào trong danh sách nhận được lệnh.")
        )


def _warnings(plan: Plan) -> tuple[str, ...]:
    words = {
        "send-logs": _("Máy gửi nhật ký của phần mềm về Sở; trong đó không có người bệnh."),
        "self-test": _(
            "Máy xem lại sổ, thẻ nhớ, máy in, máy quét, đồng hồ, đường truyền rồi trả lời."
        ),
        "restart": _("Phần mềm của máy chạy lại khi quầy rảnh; phiếu đang bán không bị ngắt."),
        "update-to": _("Máy tải bản mà đợt của nó được mời, đêm đến thì cài rồi chạy lại."),
    }
    found = [words[plan.order]]
    if plan.left_out:
        found.append(
            _("Không gửi cho máy đã thu hồi, máy chưa được mời bản mới hoặc đã chạy bản đó.")
        )
    return tuple(found)


def _table(machines: Sequence[Machine]) -> Table:
    return Table(
        query=listed(machines),
        columns=(
            Column(name="name", title=_("Máy"), is_name=True, value=name_of),
            Column(name="terminal", title=_("Mã máy")),
            Column(name="commune", title=_("Xã, phường")),
            Column(
                name="state",
                title=_("Tình trạng"),
                value=lambda one: fleet_words.state_words(one.judged.state),
                tag=lambda one: state_tag(one.judged.state, one.judged.troubles),
            ),
            Column(
                name="contact",
                title=_("Liên lạc cuối"),
                kind=Kind.MOMENT,
                value=lambda one: one.known.last_contact,
            ),
            Column(name="software", title=_("Bản")),
        ),
        what=_("máy"),
    )


def _order_words(plan: Plan) -> str:
    versions = ", ".join(sorted(plan.by_argument))
    return fleet_words.order_words(plan.order, versions)


def _orders() -> dict[str, str]:
    return {
        **{order: fleet_words.order_words(order) for order in ORDERS[:-1]},
        "update-to": _("Cập nhật lên bản mà đợt được mời"),
    }


def _spans() -> dict[str, tuple[str, timedelta]]:
    return {
        "1-gio": (_("1 giờ"), timedelta(hours=1)),
        "8-gio": (_("8 giờ"), timedelta(hours=8)),
        "1-ngay": (_("1 ngày"), timedelta(days=1)),
        "3-ngay": (_("3 ngày"), timedelta(days=3)),
        "7-ngay": (_("7 ngày"), timedelta(days=7)),
    }
