"""One machine: how it is, what it was told to do and answered, its ledgers, what was noted."""

from server.fleet import notes
from server.fleet.card import Card, card
from server.fleet.machines import Machine, find_machine
from server.store.database import reading, writing
from server.web.access import Right
from server.web.asked import Asked
from server.web.page import Act, Column, NotFoundError, Page, Panel, RefusedError, Row, Shown
from server.web.pages import fleet_orders, machine_facts, machine_health, machine_tables
from server.web.pages.fleet_words import name_of
from server.web.pages.machine_notes import note_table
from server.web.parts.form import Field, Form, Stack
from server.web.posted import Posted
from words import _


def look(asked: Asked) -> Shown:
    """Show one machine."""
    with reading():
        found = card(asked.fields["terminal"], asked.now)
    if found is None:
        raise NotFoundError
    machine = found.machine
    left = [
        Panel(
            key="suc-khoe",
            title=_("Sức khỏe máy"),
            note=_("xấu nhất mỗi ngày, 30 ngày"),
            content=lambda: machine_health.chart(found.history),
        ),
        Panel(
            key="su-co",
            title=_("Sự cố"),
            note=_("còn kéo dài trước, rồi mới nhất; giữ 90 ngày"),
            content=machine_tables.signals(asked, found.signals),
        ),
        Panel(key="so-phieu", title=_("Sổ phiếu"), content=machine_tables.ledgers(found.ledgers)),
    ]
    right = [*_orders(asked, found), *_notes(asked, found)]
    right.append(
        Panel(
            key="du-lieu",
            title=_("Dữ liệu nền trên máy"),
            content=machine_tables.datasets(found),
        )
    )
    return Shown(
        title=name_of(machine),
        crumb=[
            (_("Máy quầy"), asked.link("/may")),
            (machine.commune, asked.link("/may", xa=machine.place.commune)),
            (machine.terminal, ""),
        ],
        body=[
            Panel(key="may", content=lambda: machine_facts.facts(asked, found)),
            Panel(key="thiet-bi", content=lambda: machine_facts.devices(asked, found)),
            Row(columns=[Column(width=6, panels=left), Column(width=6, panels=right)]),
        ],
    )


def confirm_order(asked: Asked, posted: Posted) -> Shown:
    """Show what an order would do."""
    with reading():
        return fleet_orders.confirm(asked, posted, [_machine(asked)], asked.again())


def give_order(asked: Asked, posted: Posted) -> str:
    """Give the machine an order."""
    with reading():
        machine = _machine(asked)
    return fleet_orders.give(asked, posted, [machine])


def note(asked: Asked, posted: Posted) -> str:
    """Keep what somebody writes about the machine."""
    text = posted.needed("ghi-chu")
    if len(text) > notes.LONGEST:
        raise RefusedError(_("Ghi chú dài nhất {n} chữ.").format(n=notes.LONGEST))
    with writing():
        terminal = _machine(asked).terminal
        notes.write(text, terminal=terminal, by=asked.who.id, now=asked.now)
    return _("Đã ghi chú.")


def _machine(asked: Asked) -> Machine:
    found = find_machine(asked.fields["terminal"], asked.now)
    if found is None:
        raise NotFoundError
    return found


def _orders(asked: Asked, found: Card) -> list[Panel]:
    table = machine_tables.commands(asked, found.commands)
    contents: list[object] = [table]
    if asked.may(Right.COMMAND) and found.machine.known.is_active:
        contents = [fleet_orders.order_form(1), table]
    return [
        Panel(
            key="lenh",
            title=_("Lệnh"),
            note=_("máy trả lời khi có mạng; lệnh hết hạn thì không làm nữa"),
            content=Stack(contents=contents),
        )
    ]


def _notes(asked: Asked, found: Card) -> list[Panel]:
    table = note_table(found.notes)
    contents: list[object] = [table]
    if asked.may(Right.COMMAND):
        contents = [table, _note_form()]
    return [Panel(key="ghi-chu", title=_("Ghi chú"), content=Stack(contents=contents))]


def _note_form() -> Form:
    return Form(
        act="ghi-chu",
        fields=(Field(name="ghi-chu", title=_("Ghi thêm"), kind="area"),),
        button=_("Ghi"),
        is_primary=False,
    )


PAGE = Page(
    path="/may/{terminal}",
    title=lambda: _("Máy quầy"),
    right=Right.FLEET,
    look=look,
    acts=(
        Act(name="lenh", right=Right.COMMAND, run=give_order, confirm=confirm_order),
        Act(name="ghi-chu", right=Right.COMMAND, run=note),
    ),
    under="/may",
)
