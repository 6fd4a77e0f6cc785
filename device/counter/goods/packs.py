"""What a scan, or a drug found by name, adds to a list of goods."""

from dataclasses import replace
from datetime import date

from codes import Code, Pack, RegistrationNumber, Unknown, Why
from device.counter.asking.forms import pack_form
from device.counter.cue import Cue
from device.counter.drug import Offer, Owner, ShelfBatch
from device.counter.goods.keyed_batch import as_the_book_writes_it
from device.counter.goods.lines import COMES, TAKES, add, add_batches, line_of, there, told
from device.counter.state import Gathering, Search
from device.counter.states.asking import Topic
from device.counter.states.goods import Gathered
from device.counter.step import Step
from device.counter.world import World


def scanned(state: Gathering, code: Code, world: World) -> Step:
    """Return what a code leads to; one that is of no pack leaves the list as it is."""
    match code:
        case Pack():
            return _pack(state, code, world)
        case RegistrationNumber(text=text):
            return _registered(state, text, world)
        case Unknown(why=Why.NO_MATCH, text=text):
            return told(state, "unknown-code", text, cue=Cue.UNKNOWN)
        case Unknown():
            return told(state, "unclear", cue=Cue.UNKNOWN)
    return Step(state=state, cue=Cue.WARN)


def found_by_name(state: Gathering, offer: Offer, world: World) -> Step:
    """Add a drug that has no code at hand: by its batches on the shelf, or keyed in."""
    if state.purpose in COMES:
        return ask_batch(state, offer)
    batches = there(state, offer.drug.id, world)
    if batches:
        return add_batches(state, offer, batches, world)
    if state.purpose in TAKES:
        return told(state, "more-than-there", cue=Cue.BLOCK)
    return ask_batch(state, offer)


def keyed_in(state: Gathering, batch: str, expiry: date | None, world: World) -> Step:
    """Add the pack whose batch and expiry were keyed in, and let its quantity be typed."""
    if state.wanted is None:
        return Step(state=state)
    batch = as_the_book_writes_it(state.wanted.drug.id, batch, world)
    line = _line(state, state.wanted, batch, expiry, world)
    serial = state.pending.serial if state.pending else None
    step = add(state, replace(line, serials=_serials(serial)), world)
    after = step.state
    if not isinstance(after, Gathering) or after.notice or not after.lines:
        return step
    return replace(step, state=replace(after, editing=len(after.lines) - 1))


def ask_batch(state: Gathering, offer: Offer, pack: Pack | None = None) -> Step:
    """Ask for batch and expiry: for goods that come they are never guessed."""
    behind = replace(state, pending=pack, wanted=offer, notice=None, code="")
    known = {}
    if pack and pack.batch and not pack.batch_doubtful:
        known["batch"] = pack.batch
    if pack and pack.expiry and not pack.batch_doubtful:
        known["expiry"] = f"{pack.expiry:%d%m%Y}"
    form = pack_form(Topic.PACK, offer.drug, behind=behind, known=known)
    return Step(state=form, cue=Cue.WARN)


def _pack(state: Gathering, pack: Pack, world: World) -> Step:
    offer = world.shelf.offer(pack.gtin)
    if offer is None:
        return told(state, "unknown-code", pack.gtin.lstrip("0"), cue=Cue.UNKNOWN)
    if pack.serial and _is_counted(state, offer, pack.serial):
        return told(state, "already-counted", cue=Cue.WARN)
    known = {batch.number: batch.expiry for batch in _known(state, offer, world)}
    batch = pack.batch
    if pack.batch_doubtful and batch not in known:
        batch = None
    expiry = pack.expiry or known.get(batch or "")
    if batch and (expiry or offer.drug.may_lack_expiry):
        line = _line(state, offer, batch, expiry, world)
        return add(state, replace(line, serials=_serials(pack.serial)), world)
    if state.purpose in COMES:
        return ask_batch(state, offer, pack)
    return _from_shelf(state, offer, replace(pack, batch=batch), world)


def _from_shelf(state: Gathering, offer: Offer, pack: Pack, world: World) -> Step:
    """Propose the shelf's batches: the only one at once, of several somebody picks."""
    batches = tuple(
        batch
        for batch in there(state, offer.drug.id, world)
        if pack.batch in {None, batch.number} and pack.expiry in {None, batch.expiry}
    )
    if len(batches) == 1:
        line = line_of(state, offer, batches[0])
        return add(state, replace(line, serials=_serials(pack.serial)), world)
    if batches:
        return add_batches(state, offer, batches, world)
    if state.purpose in TAKES:
        return told(state, "more-than-there", pack.batch or "", cue=Cue.BLOCK)
    return ask_batch(state, offer, pack)


def _line(
    state: Gathering, offer: Offer, batch: str, expiry: date | None, world: World
) -> Gathered:
    """Make a line of a batch that is named, with what the book says of it."""
    if state.purpose in COMES:
        return Gathered(offer=offer, batch=batch, expiry=expiry, owner=state.owner)
    same = [known for known in _known(state, offer, world) if known.number == batch]
    same.sort(key=lambda known: known.owner is not Owner.RETAIL)
    known = next(iter(same), None)
    here = known or ShelfBatch(number=batch, expiry=expiry, on_hand=0)
    return replace(line_of(state, offer, here), expiry=expiry)


def _registered(state: Gathering, number: str, world: World) -> Step:
    """A registration number names the drug: its only pack at once, of several somebody picks."""
    offers = world.shelf.by_registration(number)
    if len(offers) == 1:
        return found_by_name(state, offers[0], world)
    if not offers:
        return told(state, "unknown-code", number, cue=Cue.UNKNOWN)
    found = world.shelf.find(number, page=0, size=len(offers))
    search = Search(text=number, found=found, purpose="gather", behind=state)
    return Step(state=search, cue=Cue.READ)


def _known(state: Gathering, offer: Offer, world: World) -> tuple[ShelfBatch, ...]:
    """Return the batches that the book has, where the goods are counted or taken from."""
    if state.from_aside:
        return there(state, offer.drug.id, world)
    return world.shelf.batches(offer.drug.id)


def _is_counted(state: Gathering, offer: Offer, serial: str) -> bool:
    mine = (line for line in state.lines if line.offer.drug.id == offer.drug.id)
    return any(serial in line.serials for line in mine)


def _serials(serial: str | None) -> frozenset[str]:
    return frozenset({serial}) if serial else frozenset()
