"""Recalls, suspensions and seals: shown until somebody has answered them (RCL-02, RCL-05, RCL-07).

Source: LD Đ63 and Đ64 (A*), the former TT 11/2018/TT-BYT Đ12 to Đ16 (C).
"""

from dataclasses import replace

from device.counter.asking.rights import EVERYBODY, has_any
from device.counter.cue import Cue
from device.counter.deed import Paper, Print, Record
from device.counter.drug import Hold, HoldKind
from device.counter.event import (
    Confirmed,
    Event,
    NotAllowed,
    NotSaved,
    PrintWanted,
    Recorded,
    WentBack,
)
from device.counter.notes import Goods, RecallNote
from device.counter.open_sale import open_sale
from device.counter.past import StockRow
from device.counter.state import (
    Done,
    LetterShown,
    Menu,
    Paid,
    Ready,
    RecallShown,
    Registers,
    Service,
    State,
    StockList,
    Tuning,
    WhatLeaves,
)
from device.counter.step import Step
from device.counter.terminal.letters import next_letter
from device.counter.world import World

_IDLE = (
    Ready | Paid | Done | Menu | StockList | Registers | Service | Tuning | WhatLeaves | LetterShown
)
"""Screens that a recall may cover at once, if no sale lies behind them."""


def recall_came(state: State, world: World) -> Step:
    """Show a recall that has arrived, at once where nothing is being done.

    During a sale nothing changes here: the batch is locked by the rules, and `idle` shows the
    recall as soon as the sale is over. Who answers it stands in the ledger (RCL-05): where nobody
    is signed in it waits for whoever comes. One that is on the screen follows what it says now.
    """
    if not has_any(world.person, EVERYBODY, world):
        return Step(state=state)
    if isinstance(state, RecallShown) and not state.is_saving:
        return _overtaken(state, world) or Step(state=state)
    is_idle = isinstance(state, _IDLE) and open_sale(state).empty
    if not is_idle or getattr(state, "is_saving", False) or getattr(state, "posting", None):
        return Step(state=state)
    shown = next_recall(world, state)
    return Step(state=shown, cue=Cue.BLOCK) if shown else Step(state=state)


def idle(world: World) -> State:
    """Return where the counter rests: what somebody has to answer or read first, or `Ready`."""
    return next_recall(world, Ready()) or next_letter(world, Ready()) or Ready()


def next_recall(world: World, behind: State, *, besides: str = "") -> RecallShown | None:
    """Return the oldest notice without an answer, or None; `besides` was answered just now."""
    waiting = (hold for hold in world.past.recalls() if hold.number != besides)
    hold = next(waiting, None)
    return _shown(hold, world, behind) if hold else None


def _shown(hold: Hold, world: World, behind: State) -> RecallShown:
    return RecallShown(hold=hold, rows=_on_shelf(hold, world), behind=behind)


def _overtaken(state: RecallShown, world: World) -> Step | None:
    """Show what the notice says since it was put on the screen; None where it says the same.

    Nobody answers what they have not read, and one that was lifted needs no answer.
    """
    same = (hold for hold in world.past.recalls() if hold.number == state.hold.number)
    hold = next(same, None)
    if hold is None:
        later = next_recall(world, state.behind)
        return Step(state=later or _after(state, world), cue=Cue.BLOCK if later else Cue.READ)
    now = _shown(hold, world, state.behind)
    return Step(state=now, cue=Cue.BLOCK) if now != state else None


def step(state: RecallShown, event: Event, world: World) -> Step | None:
    """Return what an event leads to; None where it means nothing here."""
    if state.is_saving:
        return _saving(state, event, world)
    match event:
        case Confirmed():
            overtaken = _overtaken(state, world)
            if overtaken:
                return overtaken
            note = RecallNote(number=state.hold.number, goods=_goods(state))
            return Step(state=replace(state, is_saving=True), deeds=(Record(note),))
        case PrintWanted():
            return Step(state=state, deeds=(Print(Paper.RECALL_LABEL, words=_label(state)),))
        case WentBack():
            return Step(state=state.behind)
    return None


def _saving(state: RecallShown, event: Event, world: World) -> Step:
    match event:
        case Recorded():
            later = next_recall(world, state.behind, besides=state.hold.number)
            return Step(state=later or _after(state, world), cue=Cue.BLOCK if later else Cue.READ)
        case NotSaved() | NotAllowed():
            return Step(state=replace(state, is_saving=False), cue=Cue.BLOCK)
    return Step(state=state)


def _after(state: RecallShown, world: World) -> State:
    """Return what comes after the last recall: a message that has waited behind it."""
    letter = next_letter(world, state.behind) if isinstance(state.behind, Ready) else None
    return letter or state.behind


def _on_shelf(hold: Hold, world: World) -> tuple[StockRow, ...]:
    """Return what of this document is here: it may stop several drugs, and is answered once."""
    same = [hold, *(one for one in world.past.recalls() if one.number == hold.number)]
    return tuple(
        row
        for row in world.past.on_shelf()
        if row.on_hand > 0 and any(one.covers(row.drug_id, row.batch) for one in same)
    )


def _goods(state: RecallShown) -> tuple[Goods, ...]:
    """What goes into quarantine. What is sealed may not be moved (RCL-07): nothing does."""
    if state.hold.kind is HoldKind.SEALED:
        return ()
    return tuple(
        Goods(
            drug=row.drug_id,
            batch=row.batch,
            expiry=row.expiry,
            units=row.on_hand,
            owner=row.owner,
        )
        for row in state.rows
    )


def _label(state: RecallShown) -> tuple[str, ...]:
    """Number, drug and batches: what stands on the label of goods that are set aside."""
    batches = state.hold.batches or tuple(row.batch for row in state.rows)
    return (state.hold.number, state.hold.drug_name, *batches)
