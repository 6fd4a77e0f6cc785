"""One order to one machine, with its whole answer."""

from server import fleet_words
from server.fleet import commands
from server.fleet.commands import Given
from server.fleet.machines import Machine, find_machine
from server.store.database import reading, writing
from server.web import formats
from server.web.access import Right
from server.web.asked import Asked, segment
from server.web.page import Act, Button, NotFoundError, Page, Panel, RefusedError, Shown
from server.web.pages.fleet_words import name_of
from server.web.pages.people import person
from server.web.parts.log import Log
from server.web.parts.numbers import Facts, Tile
from server.web.parts.state import State
from server.web.posted import Posted
from words import _


def look(asked: Asked) -> Shown:
    """Show an order and what came of it."""
    with reading():
        machine, given = _found(asked)
    title = fleet_words.order_words(given.order, given.argument)
    can_withdraw = given.state == "waiting" and asked.may(Right.COMMAND)
    return Shown(
        title=title,
        crumb=[
            (_("Máy quầy"), asked.link("/may")),
            (name_of(machine), asked.link(f"/may/{segment(machine.terminal)}")),
        ],
        body=[
            Panel(key="lenh", content=lambda: _facts(given, asked)),
            Panel(key="tra-loi", title=_("Máy trả lời"), content=lambda: _answer(given)),
        ],
        buttons=[Button(title=_("Rút lại lệnh"), act="rut")] if can_withdraw else [],
    )


def withdraw(asked: Asked, _posted: Posted) -> str:
    """Take the order back."""
    with writing():
        _machine, given = _found(asked)
        count = commands.withdraw([given.id])
    if not count:
        raise RefusedError(_("Máy đã trả lời, không rút lại được."))
    return _("Đã rút lại. Máy đã nghe lệnh thì vẫn có thể làm.")


def _found(asked: Asked) -> tuple[Machine, Given]:
    machine = find_machine(asked.fields["terminal"], asked.now)
    known = commands.list_commands(asked.fields["terminal"]) if machine else ()
    given = next((one for one in known if one.id == asked.fields["order"]), None)
    if machine is None or given is None:
        raise NotFoundError
    return machine, given


def _facts(given: Given, asked: Asked) -> Facts:
    state = fleet_words.command_state(given.state)
    return Facts(
        tiles=[
            Tile(title=_("Kết quả"), figure=state[:1].upper() + state[1:]),
            Tile(title=_("Người gửi"), figure=person(given.given_by)),
            Tile(title=_("Gửi lúc"), figure=formats.moment(given.given_at, asked.now)),
            Tile(title=_("Hết hạn"), figure=formats.moment(given.until, asked.now)),
            Tile(title=_("Trả lời lúc"), figure=formats.moment(given.answered_at, asked.now)),
        ]
    )


def _answer(given: Given) -> Log | State:
    if given.detail:
        return Log(text=given.detail)
    if given.answered_at is None:
        return State(
            title=_("Máy chưa trả lời"),
            text=_("Máy trả lời khi có mạng; lệnh cập nhật được trả lời sau khi máy cài xong."),
        )
    return State(
        title=_("Máy không ghi gì thêm"),
        text=_("Nội dung trả lời được giữ {n} ngày.").format(n=commands.DETAIL_DAYS),
    )


PAGE = Page(
    path="/may/{terminal}/lenh/{order}",
    title=lambda: _("Lệnh"),
    right=Right.FLEET,
    look=look,
    acts=(Act(name="rut", right=Right.COMMAND, run=withdraw),),
    under="/may",
)
