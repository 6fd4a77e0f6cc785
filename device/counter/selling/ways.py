"""The ways out of a refusal."""

from collections.abc import Callable
from dataclasses import replace

from device.counter.asking.calling import call
from device.counter.asking.forms import form_for, pack_form, paper_form
from device.counter.rules import Way
from device.counter.sale import Overridden
from device.counter.selling import substitution
from device.counter.selling.blocking import again, place_in_sale, put
from device.counter.selling.portion import cut_down
from device.counter.shop import Role
from device.counter.state import Blocked, Choice
from device.counter.states.asking import Question, Topic
from device.counter.step import Step
from device.counter.world import World


def taken(way: Way, blocked: Blocked, world: World) -> Step | None:
    """Go a way out that the refusal names."""
    go = _WAYS.get(way)
    return go(blocked, world) if go else None


def _paper(blocked: Blocked, world: World) -> Step:
    del world
    drug, known = blocked.refusal.line.drug, blocked.sale.prescription
    return Step(state=paper_form(drug, behind=blocked, known=known))


def _batch(blocked: Blocked, world: World) -> Step:
    """Ask for what the box prints; what the code says of it already stands there."""
    del world
    line, code = blocked.refusal.line, blocked.pack
    known = {"batch": line.batch or (code and code.batch) or ""}
    if line.expiry:
        known["expiry"] = f"{line.expiry:%d%m%Y}"
    form = pack_form(Topic.BATCH, line.drug, behind=blocked, known=known)
    return Step(state=replace(form, at=1 if known["batch"] else 0))


def _buyer(blocked: Blocked, world: World) -> Step:
    del world
    about = blocked.refusal.line.drug.name
    return Step(state=form_for(Topic.BUYER, behind=blocked, about=about))


def _emergency(blocked: Blocked, world: World) -> Step:
    """A pharmacist answers for it, and says why; never quick, on purpose."""
    asked = Choice(
        question=Question.OVERRIDE_REASON,
        options=("paper", "emergency"),
        behind=blocked,
        about=blocked.refusal.line.drug.name,
        refusal=blocked.refusal,
    )
    return call(asked, behind=blocked, roles=frozenset({Role.PHARMACIST}), world=world)


def _less(blocked: Blocked, world: World) -> Step | None:
    allowed = blocked.refusal.allowed or 0
    line = cut_down(blocked.refusal.line, allowed, world)
    return None if line is None else put(blocked, line, blocked.sale, world)


def _in_hand(blocked: Blocked, world: World) -> Step:
    """The pack is stronger than the book; that the book is wrong is recorded with the sale.

    It is said of this batch, and of as much of it as the sale then holds.
    """
    line = blocked.refusal.line
    index = place_in_sale(blocked)
    others = blocked.sale if index is None else blocked.sale.without(index)
    units = others.taken(line.drug.id, line.batch) + line.base_units
    by = world.person.badge if world.person else ""
    return _set_aside(blocked, "in-hand", by, world, batch=line.batch, units=units)


def overridden(blocked: Blocked, reason: str, by: str, world: World) -> Step:
    """Sell the drug although its rule refuses it, and note the rule, the reason and who."""
    return _set_aside(blocked, reason, by, world)


def _set_aside(
    blocked: Blocked, reason: str, by: str, world: World, *, batch: str = "", units: int = 0
) -> Step:
    line, rule = blocked.refusal.line, blocked.refusal.rule.source.code
    entry = Overridden(rule=rule, reason=reason, by=by, drug=line.drug.id, batch=batch, units=units)
    return put(blocked, line, blocked.sale.overriding(entry), world)


def _seen_card(blocked: Blocked, world: World) -> Step:
    sale = replace(blocked.sale, card_seen=True, before=blocked.sale)
    return again(replace(blocked, sale=sale), world)


def _outside(blocked: Blocked, world: World) -> Step:
    line = replace(blocked.refusal.line, prescribed=None)
    return put(blocked, line, blocked.sale, world)


def _at_limit(blocked: Blocked, world: World) -> Step | None:
    line, limit = blocked.refusal.line, blocked.refusal.limit_vnd
    if limit is None:
        return None
    line = replace(line, offer=replace(line.offer, price_vnd=limit))
    return put(blocked, line, blocked.sale, world)


_WAYS: dict[Way, Callable[[Blocked, World], Step | None]] = {
    Way.PAPER_PRESCRIPTION: _paper,
    Way.EMERGENCY: _emergency,
    Way.BUYER: _buyer,
    Way.BATCH: _batch,
    Way.LESS: _less,
    Way.SUBSTITUTE: substitution.begin,
    Way.CONSENT: substitution.agreed,
    Way.CALL_PHARMACIST: substitution.agreed,
    Way.SEEN_CARD: _seen_card,
    Way.IN_HAND: _in_hand,
    Way.OUTSIDE_PRESCRIPTION: _outside,
    Way.AT_LIMIT: _at_limit,
}
