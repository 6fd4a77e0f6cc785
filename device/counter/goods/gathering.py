"""Goods that are scanned into a list: a delivery, opening stock, a count, goods that leave.

Goods that were set apart for a suspension come back to the shelf by such a list too, once it is
lifted. It is done by hand: what customers brought back lies in the same place, and stays there.
"""

from dataclasses import replace

from device.counter.asking.forms import form_for
from device.counter.cue import Cue
from device.counter.deed import Record
from device.counter.drug import Owner
from device.counter.event import (
    Chosen,
    Confirmed,
    Event,
    FileRead,
    MenuWanted,
    NotAllowed,
    NotSaved,
    Opened,
    Recorded,
    Scanned,
    TurnedPage,
    WentBack,
)
from device.counter.goods.delivered_file import file_read
from device.counter.goods.editing import confirm_quantity, edit, settled
from device.counter.goods.lines import (
    COMES,
    LEAVES,
    all_fit,
    putting_back,
    refused,
    surplus_aside,
    told,
)
from device.counter.goods.packs import scanned
from device.counter.goods.recalls import idle
from device.counter.goods.written import done, moving, note_of
from device.counter.state import Choice, Gathering, Search
from device.counter.states.asking import Item, Question, Topic
from device.counter.step import Step
from device.counter.world import World

GONE_OPTIONS = ("expired", "damaged", "recalled", "lost", "other")


def step(state: Gathering, event: Event, world: World) -> Step | None:
    """Return what an event leads to; None where it means nothing here."""
    if state.is_saving:
        return _saving(state, event)
    match event:
        case Scanned(code=code):
            return scanned(settled(state, world), code, world)
        case Chosen(name=name):
            return _chosen(state, name, world)
        case Confirmed():
            return _confirmed(state, world)
        case FileRead():
            return file_read(state, event, world)
    return _moved(state, event, world)


def _moved(state: Gathering, event: Event, world: World) -> Step | None:
    match event:
        case Opened(item=Item.SEARCH):
            return Step(state=_search(settled(state, world)))
        case Opened() | MenuWanted():
            return Step(state=state)  # a menu would lose the list
        case TurnedPage():
            return Step(state=replace(state, page=state.page + 1))
        case WentBack():
            return _back(state, world)
    return edit(state, event, world)


def _saving(state: Gathering, event: Event) -> Step:
    """While it is being written only the ledger's answer counts."""
    match event:
        case Recorded(number=number):
            return Step(state=done(state, number), cue=Cue.READ)
        case NotSaved() | NotAllowed():
            return told(replace(state, is_saving=False), "refused", cue=Cue.BLOCK)
    return Step(state=state)


def _chosen(state: Gathering, name: str, world: World) -> Step | None:
    match name:
        case "search":
            return Step(state=_search(settled(state, world)))
        case "document":
            return _documents(state)
        case "aside":
            return _other_place(state, world)
        case "opening" | "put-back" if state.purpose == "count" and not state.lines:
            return _instead(state, name, world)
        case "retail" | "programme" | "bhyt" if state.purpose in COMES:
            return Step(state=_owned(state, Owner(name)))
    return edit(state, Chosen(name), world)


def _instead(state: Gathering, name: str, world: World) -> Step:
    """Begin opening stock, or what goes back to the shelf, where a count was opened."""
    if name == "opening":
        return Step(state=replace(state, purpose="opening", notice=None))
    begun = putting_back(world)
    return Step(state=begun) if begun else told(state, "nothing-aside", cue=Cue.WARN)


def _owned(state: Gathering, owner: Owner) -> Gathering:
    """SC-06: say whose stock it is, of the line that is being edited or of the whole list."""
    if state.editing is not None:
        index = state.editing
        line = replace(state.lines[index], owner=owner)
        lines = (*state.lines[:index], line, *state.lines[index + 1 :])
        return replace(state, lines=lines, notice=None)
    lines = tuple(replace(line, owner=owner) for line in state.lines)
    return replace(state, lines=lines, owner=owner, notice=None)


def _other_place(state: Gathering, world: World) -> Step | None:
    """Take the goods from quarantine instead of the shelf, or the other way round."""
    if state.purpose not in LEAVES:
        return None
    after = replace(state, from_aside=not state.from_aside, notice=None, editing=None, typed="")
    lines = tuple(replace(line, from_aside=after.from_aside) for line in state.lines)
    after = replace(after, lines=lines)
    if not all_fit(after, world):
        return told(state, "more-than-there", cue=Cue.BLOCK)
    return Step(state=after)


def _confirmed(state: Gathering, world: World) -> Step:
    if state.editing is not None:
        return confirm_quantity(state, world)
    if not moving(state):
        nothing = told(state, "pick-batch", cue=Cue.WARN)
        return nothing if state.lines else Step(state=state, cue=Cue.WARN)
    if state.purpose == "delivery" and not (state.supplier and state.document):
        return _documents(state)  # GPP-02: each batch stands with its supplier and document
    if state.purpose == "write-off" and state.because is None:
        reasons = Choice(question=Question.GONE_REASON, options=GONE_OPTIONS, behind=state)
        return Step(state=reasons)
    if state.purpose == "count" and state.notice != "lies-aside":
        aside = surplus_aside(state, world)
        if aside:
            return told(state, "lies-aside", aside.batch, cue=Cue.WARN)
    return _write(state, world)


def _write(state: Gathering, world: World) -> Step:
    """Write it, unless a batch was recalled, or a day ended, since it was scanned."""
    for line in moving(state):
        why = refused(state, line, world)
        if why:
            return told(state, why, line.batch, cue=Cue.BLOCK)
    saving = replace(state, is_saving=True, notice=None, code="", page=0)
    return Step(state=saving, deeds=(Record(note_of(state)),))


def _documents(state: Gathering) -> Step:
    """Ask for supplier and document, or for the document under which goods leave."""
    if state.purpose == "delivery":
        known = {"supplier": state.supplier, "document": state.document}
        return Step(state=form_for(Topic.DELIVERY, behind=state, known=known))
    if state.purpose not in LEAVES:
        return Step(state=state)
    return Step(state=form_for(Topic.GONE, behind=state, known={"document": state.document}))


def _search(state: Gathering) -> Search:
    return Search(purpose="gather", behind=replace(state, notice=None, code=""))


def _back(state: Gathering, world: World) -> Step:
    """Stop typing, or leave; a list that is not written yet is dropped only on the second touch."""
    if state.editing is not None:
        return Step(state=replace(state, editing=None, typed="", notice=None, code=""))
    if state.lines and state.notice != "leaving":
        return told(state, "leaving", cue=Cue.WARN)
    return Step(state=idle(world))
