"""The lines of a list of goods: what may be added, and how their quantity changes."""

from dataclasses import replace

from device.counter.cue import Cue
from device.counter.drug import HoldKind, Offer, Owner, ShelfBatch
from device.counter.state import Gathering
from device.counter.states.goods import Gathered, GatherNotice
from device.counter.step import Step
from device.counter.world import World

COMES = frozenset({"delivery", "opening"})
"""Purposes that bring goods: batch and expiry are those of the pack, never guessed."""
LEAVES = frozenset({"write-off", "supplier-return"})
"""Purposes that take goods out of the shop."""
TAKES = LEAVES | {"put-back"}
"""Purposes that take goods from their place: never more than there is."""
_LONGEST = 6
"""Digits of a quantity."""


def add(state: Gathering, new: Gathered, world: World) -> Step:
    """Add a line, or raise the quantity of the same batch; it becomes the newest line.

    What was only proposed of the batch, in another unit, has its answer and goes.
    """
    why = refused(state, new, world)
    if why:
        return told(state, why, new.batch, cue=Cue.BLOCK)
    same = next((line for line in state.lines if same_batch(line, new)), None)
    others = tuple(
        line
        for line in state.lines
        if line is not same and (line.is_counted or batch_key(line) != batch_key(new))
    )
    if same:
        more, serials = same.quantity + new.quantity, same.serials | new.serials
        new = replace(same, quantity=more, serials=serials, is_counted=True)
    if not _fits(others, new, state, world):
        if same:
            return told(state, "more-than-there", new.batch, cue=Cue.BLOCK)
        # The pack is there, but not a whole one by the book: how many smaller units can be typed.
        new = replace(new, quantity=0)
        return _with(state, (*others, new), notice="more-than-there", cue=Cue.WARN)
    return _with(state, (*others, new))


def add_batches(
    state: Gathering, offer: Offer, batches: tuple[ShelfBatch, ...], world: World
) -> Step:
    """Propose batches of the shelf: somebody picks one and types how many.

    GPP-01, CTL-10: what nobody looked at is not counted as nothing left, nor as lost.
    """
    lines = state.lines
    for batch in batches:
        line = line_of(state, offer, batch)
        known = any(batch_key(old) == batch_key(line) for old in lines)
        if not known and not refused(state, line, world):
            lines = (*lines, replace(line, quantity=0, is_counted=False))
    if lines == state.lines:
        return told(state, "pick-batch", cue=Cue.WARN)
    return _with(state, lines, notice="pick-batch", cue=Cue.WARN)


def line_of(state: Gathering, offer: Offer, batch: ShelfBatch) -> Gathered:
    """Make a line of a batch that is there."""
    return Gathered(
        offer=offer,
        batch=batch.number,
        expiry=batch.expiry,
        owner=batch.owner,
        expected=batch.on_hand if state.purpose == "count" else None,
        from_aside=state.from_aside,
    )


def refused(state: Gathering, line: Gathered, world: World) -> GatherNotice | None:
    """Return why a batch may not be on the list, if it may not.

    GPP-06 and RCL-02 (LD Đ6 k5, A*): what has expired, or is recalled, suspended or sealed, is not
    received. RCL-07 (C): what is sealed is not moved. Opening stock and counts take what is found,
    whatever it is: the rules of selling hold it back. What is put back will be sold, so it may
    neither be held nor have expired.
    """
    hold = world.shelf.hold(line.offer.drug.id, line.batch)
    if state.purpose in {"delivery", "put-back"}:
        if line.expiry is not None and line.expiry < world.today:
            return "expired"
        return "held" if hold else None
    is_sealed = hold is not None and hold.kind is HoldKind.SEALED
    return "held" if is_sealed and state.purpose in LEAVES else None


def change(state: Gathering, index: int, line: Gathered, world: World) -> Step:
    """Put another line in a line's place, unless more would leave than there is."""
    others = (*state.lines[:index], *state.lines[index + 1 :])
    if not _fits(others, line, state, world):
        return told(replace(state, typed=""), "more-than-there", line.batch, cue=Cue.BLOCK)
    lines = (*state.lines[:index], line, *state.lines[index + 1 :])
    return Step(state=replace(state, lines=lines, notice=None, code="", typed=""))


def without(state: Gathering, index: int) -> Gathering:
    """Take a line off the list."""
    lines = (*state.lines[:index], *state.lines[index + 1 :])
    return replace(state, lines=lines, editing=None, typed="", notice=None, code="")


def typed(state: Gathering, key: str) -> Gathering:
    """Add a digit to the quantity that is being typed."""
    longer = state.typed + key
    if not key.isascii() or not key.isdigit() or len(longer) > _LONGEST:
        return state
    return replace(state, typed=longer, notice=None)


def told(state: Gathering, notice: GatherNotice, code: str = "", *, cue: Cue) -> Step:
    """Say why something was not done; the list stays as it is."""
    after = replace(state, notice=notice, code=code, pending=None, wanted=None)
    return Step(state=after, cue=cue)


def there(state: Gathering, drug_id: str, world: World) -> tuple[ShelfBatch, ...]:
    """Return the batches of a drug in the place that the goods are counted in or taken from."""
    if not state.from_aside:
        return tuple(batch for batch in world.shelf.batches(drug_id) if batch.on_hand > 0)
    # What stands in quarantine need not be on the shelf any more, so the shelf does not name it.
    return tuple(
        ShelfBatch(
            number=row.batch,
            expiry=row.expiry,
            on_hand=row.on_hand,
            set_aside=row.set_aside,
            owner=row.owner,
        )
        for row in world.past.on_shelf()
        if row.drug_id == drug_id and row.set_aside > 0
    )


def putting_back(world: World) -> Gathering | None:
    """Return the empty list of what goes back to the shelf; None where nothing may."""
    state = Gathering(purpose="put-back", from_aside=True)
    drugs = {row.drug_id for row in world.past.on_shelf() if row.set_aside > 0}
    may_go = (
        refused(state, line_of(state, offers[0], batch), world) is None
        for drug in drugs
        for offers in [world.shelf.offers(drug)]
        if offers
        for batch in there(state, drug, world)
    )
    return state if any(may_go) else None


def surplus_aside(state: Gathering, world: World) -> Gathered | None:
    """Return what more was counted of than the book has, while some of it may be put back.

    Written as it is, the book would hold it twice.
    """
    lies_aside = {  # read once: a count has a line for each batch of the shop
        (row.drug_id, row.batch, row.owner) for row in world.past.on_shelf() if row.set_aside > 0
    }
    if not lies_aside:
        return None
    counted: dict[tuple[str, str, Owner], int] = {}
    for line in state.lines:
        counted[batch_key(line)] = counted.get(batch_key(line), 0) + line.units
    aside = replace(state, purpose="put-back", from_aside=True)
    found = (
        line
        for line in state.lines
        if line.is_counted and counted[batch_key(line)] > (line.expected or 0)
        if (line.offer.drug.id, line.batch, line.owner) in lies_aside
        if refused(aside, line, world) is None
    )
    return next(found, None)


def all_fit(state: Gathering, world: World) -> bool:
    """Whether no batch leaves a place more often than it is there."""
    lines = state.lines
    return all(
        _fits((*lines[:index], *lines[index + 1 :]), line, state, world)
        for index, line in enumerate(lines)
    )


def same_batch(one: Gathered, other: Gathered) -> bool:
    """Whether two lines are of the same drug, unit, batch and owner."""
    return _key(one) == _key(other)


def batch_key(line: Gathered) -> tuple[str, str, Owner]:
    """What tells one batch of the stock from another: the same number may be of two owners."""
    return (line.offer.drug.id, line.batch, line.owner)


def _key(line: Gathered) -> tuple[object, ...]:
    return (line.offer.unit, *batch_key(line), line.expiry)


def _fits(others: tuple[Gathered, ...], new: Gathered, state: Gathering, world: World) -> bool:
    if state.purpose not in TAKES:
        return True
    key = batch_key(new)
    found = (
        batch
        for batch in there(state, new.offer.drug.id, world)
        if (new.offer.drug.id, batch.number, batch.owner) == key
    )
    most = sum(batch.set_aside if state.from_aside else batch.on_hand for batch in found)
    mine = (line.units for line in others if batch_key(line) == key)
    return new.units + sum(mine) <= most


def _with(
    state: Gathering,
    lines: tuple[Gathered, ...],
    *,
    notice: GatherNotice | None = None,
    cue: Cue = Cue.READ,
) -> Step:
    after = replace(state, lines=lines, page=0, notice=notice, code="", pending=None, wanted=None)
    return Step(state=after, cue=cue)
