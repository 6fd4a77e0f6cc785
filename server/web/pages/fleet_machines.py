"""The table of machines, on the fleet's page and on an alarm's."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import NamedTuple

from server.fleet import overview, table
from server.fleet.machines import Machine
from server.fleet.table import MachineLine
from server.query.filters import Filters
from server.query.listing import Listing
from server.store.database import reading
from server.web import formats
from server.web.access import Right
from server.web.asked import Asked, segment
from server.web.page import Choice, Query
from server.web.pages import fleet_words as words_of
from server.web.parts.table import Column, Kind, Table
from server.web.places import kept
from words import _


class MachineRow(NamedTuple):
    """A machine, as the API tells it."""

    terminal: str
    outlet: str
    """Code."""
    name: str
    """Of the outlet."""
    number: int
    """Within its outlet."""
    kind: str
    commune: str
    """Code."""
    state: str
    """normal, look, silent, never, revoked."""
    troubles: list[str]
    last_contact: datetime | None
    unsent: int | None
    unsent_seconds: int | None
    """Age of its oldest entry without a receipt."""
    printer: str | None
    scanner: str | None
    software: str
    ring: int


def machines(filters: Filters, now: datetime) -> Listing[MachineRow]:
    """Return the machines; state: of a machine, of a trouble, or abnormal."""
    found = table.table(filters, now)
    return Listing(rows=[_row(line) for line in found.rows], total=found.total)


MACHINES = Query(
    name="machines",
    right=Right.FLEET,
    run=machines,
    row=MachineRow,
    is_timed=True,
    summary="Terminals: state, last contact, what waits to be sent, devices, version",
)


def chosen(asked: Asked, alarm: str = "") -> list[Machine]:
    """Return all machines that the address narrows to, within a transaction that reads."""
    version, ring = _version(asked), _ring(asked)
    return table.narrowed(asked.filters, asked.now, version=version, ring=ring, alarm=alarm)


def listing(asked: Asked, alarm: str = "") -> Table:
    """Return the table of those machines."""
    query: Callable[..., Listing[MachineLine]] = partial(
        table.table, now=asked.now, version=_version(asked), ring=_ring(asked), alarm=alarm
    )
    return Table(
        query=query,
        is_main=True,
        what=_("máy"),
        columns=_columns(asked),
        foot=_("Mất liên lạc chỉ tính trong giờ mở cửa của từng cơ sở"),
        empty=_("Chưa có máy nào"),
    )


def choices() -> tuple[Choice, ...]:
    """Return the filters of version and ring."""
    return (
        Choice(name="ban", title=lambda: _("Bản"), options=_versions),
        Choice(name="dot", title=lambda: _("Đợt"), options=_rings),
    )


def _version(asked: Asked) -> str:
    return asked.choice("ban")


def _ring(asked: Asked) -> int | None:
    return int(asked.choice("dot")) if asked.choice("dot") else None


def _versions() -> dict[str, str]:
    return {"": _("Tất cả"), **{one: one for one in kept("versions", _known_versions)}}


def _known_versions() -> list[str]:
    with reading():
        return overview.known_versions()


def _rings() -> dict[str, str]:
    return {"": _("Tất cả"), **{str(ring): str(ring) for ring in range(4)}}


def _columns(asked: Asked) -> list[Column]:
    columns = [
        Column(
            name="name",
            title=_("Máy"),
            is_name=True,
            sorts=True,
            value=lambda row: words_of.machine_name(row.name, row.number),
            link=lambda row: asked.link(f"/may/{segment(row.terminal)}"),
        ),
        Column(name="commune_name", title=_("Xã, phường"), sorts=True),
        Column(
            name="state",
            title=_("Tình trạng"),
            value=words_of.state_text,
            tag=lambda row: words_of.state_tag(row.state, row.troubles),
        ),
        Column(name="last_contact", title=_("Liên lạc cuối"), kind=Kind.MOMENT, sorts=True),
        Column(name="unsent", title=_("Chờ gửi"), kind=Kind.COUNT, sorts=True),
        Column(name="unsent_age", title=_("Tuổi phiếu"), kind=Kind.SPAN, sorts=True),
        Column(
            name="printer",
            title=_("Máy in"),
            sorts=True,
            value=lambda row: words_of.device_words(row.printer),
        ),
        Column(name="software", title=_("Bản"), sorts=True),
        Column(
            name="ring",
            title=_("Đợt"),
            sorts=True,
            value=lambda row: _("Đợt {n}").format(n=row.ring),
        ),
    ]
    if asked.may(Right.COMMAND):
        columns.append(
            Column(
                name="terminal",
                title="",
                value=lambda _row: _("Lệnh"),
                link=lambda row: asked.link(f"/may/{segment(row.terminal)}") + "#lenh",
            )
        )
    return columns


def _row(line: MachineLine) -> MachineRow:
    age = line.unsent_age
    return MachineRow(
        terminal=line.terminal,
        outlet=line.outlet,
        name=line.name,
        number=line.number,
        kind=line.kind,
        commune=line.commune,
        state=line.state.value,
        troubles=[trouble.value for trouble in line.troubles],
        last_contact=line.last_contact,
        unsent=line.unsent,
        unsent_seconds=int(age.total_seconds()) if age is not None else None,
        printer=line.printer,
        scanner=line.scanner,
        software=line.software,
        ring=line.ring,
    )


def count_words(count: int) -> str:
    """Say how many machines."""
    return _("{n} máy").format(n=formats.number(count))
