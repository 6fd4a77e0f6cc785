"""Everything that is known of one machine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from server.fleet import commands, notes, signals, telemetry
from server.fleet.commands import Given
from server.fleet.ledgers import LedgerLine, ledgers_of
from server.fleet.machines import Machine, find_machine
from server.fleet.notes import Note
from server.fleet.rollouts import offered
from server.fleet.signals import Signal
from server.fleet.telemetry import Hour
from server.store.database import from_text, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What of a machine's last word on itself no judgement wants."""

    at: datetime
    """By the terminal's clock."""
    epoch: str
    last_seq: int
    system: str
    counter: str | None
    """"open" or "closed"."""
    last_sale_at: datetime | None
    versions: Mapping[str, int]
    """Of the datasets that it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One machine."""

    machine: Machine
    said: Said | None
    """None: it has never said anything of itself."""
    offered: str | None
    """The version that it may take now."""
    history: Sequence[Hour]
    signals: Sequence[Signal]
    commands: Sequence[Given]
    ledgers: Sequence[LedgerLine]
    notes: Sequence[Note]


def card(terminal: str, now: datetime) -> Card | None:
    """Return everything about one machine, within a transaction that reads; None: no such one."""
    machine = find_machine(terminal, now)
    if machine is None:
        return None
    return Card(
        machine=machine,
        said=_said(terminal),
        offered=offered(terminal),
        history=telemetry.history(terminal, now - timedelta(days=telemetry.HISTORY_DAYS)),
        signals=signals.of_terminal(terminal),
        commands=commands.list_commands(terminal),
        ledgers=ledgers_of(terminal),
        notes=notes.of_terminal(terminal),
    )


def _said(terminal: str) -> Said | None:
    found = rows(
        """
        SELECT said_at, epoch, last_seq, system, counter, last_sale_at, versions
        FROM terminalstatus WHERE terminal = ?
        """,
        (terminal,),
    )
    if not found:
        return None
    at, epoch, last_seq, system, counter, last_sale_at, versions = found[0]
    return Said(
        at=from_text(at),
        epoch=epoch,
        last_seq=last_seq,
        system=system or "",
        counter=counter,
        last_sale_at=from_text(last_sale_at) if last_sale_at else None,
        versions=msgspec.json.decode(versions, type=dict[str, int]),
    )
