"""The books of controlled drugs: printed and signed at the end of a day (CTL-08), and reported.

Source: TT 18/2026/TT-BYT Đ15 k1 and the note to annex VIII (A); NĐ 163/2025/NĐ-CP Đ35 k2 (A-).
"""

from dataclasses import replace
from datetime import date, timedelta

from device.counter.cue import Cue
from device.counter.deed import Paper, Print, Record
from device.counter.event import (
    Chosen,
    Confirmed,
    Event,
    NotAllowed,
    NotSaved,
    Recorded,
    TurnedPage,
    WentBack,
)
from device.counter.goods.recalls import idle
from device.counter.notes import RegisterNote
from device.counter.state import Done, Registers
from device.counter.step import Step
from device.counter.world import World

_LOOKS_BACK_DAYS = 7
"""How far a day is looked for whose books nobody has printed (D)."""
_SIGNED_DAILY = "VIII"
"""Only this annex has the note about printing every day."""


def registers_due(world: World) -> bool:
    """CTL-08: whether books of a day wait to be printed and signed; asked when a shift closes."""
    return _unprinted_day(world) is not None


def report_due(world: World) -> date | None:
    """CTL-09: the day before which form 06 must be handed in, once that is near; None before."""
    ahead = timedelta(days=world.parameters.controlled_report_reminder_days)
    years = (world.today.year, world.today.year + 1)
    days = (
        date.fromisoformat(f"{year}-{day}")
        for year in years
        for day in world.parameters.controlled_report_due
    )
    return next((day for day in sorted(days) if day - ahead <= world.today < day), None)


def opened(world: World) -> Registers:
    """Return the books of the oldest day that nobody has printed, or of today."""
    return _of(_unprinted_day(world) or world.today, world)


def step(state: Registers, event: Event, world: World) -> Step | None:
    """Return what an event leads to; None where it means nothing here."""
    if state.is_saving:
        return _saving(state, event)
    match event:
        case Confirmed() if state.rows:
            return _print(state)
        case Confirmed():
            return Step(state=state, cue=Cue.WARN)
        case TurnedPage():
            return Step(state=replace(state, page=state.page + 1))
        case WentBack():
            return Step(state=idle(world))
    return _other_day(state, event, world)


def _other_day(state: Registers, event: Event, world: World) -> Step | None:
    match event:
        case Chosen(name="day-before"):
            return Step(state=_of(state.day - timedelta(days=1), world))
        case Chosen(name="day-after") if state.day < world.today:
            return Step(state=_of(state.day + timedelta(days=1), world))
    return None


def _print(state: Registers) -> Step:
    note = RegisterNote(day=state.day, drugs=tuple(dict.fromkeys(r.drug_id for r in state.rows)))
    deeds = (Print(Paper.REGISTERS, day=state.day), Record(note))
    return Step(state=replace(state, is_saving=True), deeds=deeds)


def _saving(state: Registers, event: Event) -> Step:
    match event:
        case Recorded(number=number):
            done = Done(what="registers", number=number, lines=len(state.rows))
            return Step(state=done, cue=Cue.READ)
        case NotSaved() | NotAllowed():
            return Step(state=replace(state, is_saving=False), cue=Cue.BLOCK)
    return Step(state=state)


def _of(day: date, world: World) -> Registers:
    return Registers(day=day, rows=world.past.registers(day))


def _unprinted_day(world: World) -> date | None:
    if not world.parameters.controlled_daily_print:
        return None
    days = (world.today - timedelta(days=ago) for ago in range(_LOOKS_BACK_DAYS, -1, -1))
    return next((day for day in days if _wants_printing(day, world)), None)


def _wants_printing(day: date, world: World) -> bool:
    rows = world.past.registers(day)
    return any(row.annex == _SIGNED_DAILY and not row.printed for row in rows)
