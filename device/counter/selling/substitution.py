"""Selling another drug in place of the prescribed one (RX-06): consent, reason, and who answers."""

from dataclasses import replace

from device.counter.asking.calling import call
from device.counter.asking.rights import SELLERS
from device.counter.cue import Cue
from device.counter.rules import Refusal, Rule, Way, refuse
from device.counter.sale import SaleLine, Substitution
from device.counter.selling.blocking import place_of, put
from device.counter.selling.matching import line_to_replace, taken_on
from device.counter.state import Blocked, Choice
from device.counter.states.asking import Question
from device.counter.step import Step
from device.counter.world import World

_STILL_OPEN = frozenset({Rule.SUBSTITUTION_STAFF, Rule.SUBSTITUTION_CONSENT})
"""What is settled on the way: who answers for it, and whether the buyer agrees."""


def begin(blocked: Blocked, world: World) -> Step | None:
    """Propose the refused pack in place of what is prescribed; the buyer is asked first.

    A line that is in the sale already leaves it: without the buyer's consent it is not sold.
    """
    index = place_of(blocked) if blocked.in_sale else None
    if index is not None:
        blocked = replace(blocked, sale=blocked.sale.without(index), in_sale=False)
    refused, sale = blocked.refusal.line, blocked.sale
    prescribed = line_to_replace(refused.drug, sale, world)
    if prescribed is None:
        return None
    proposed = Substitution(
        prescribed=prescribed.drug or prescribed.name, reason="", by=_badge(world)
    )
    whole = replace(refused, quantity=1, substitution=proposed)
    line = taken_on(prescribed, whole, sale, world)
    refusal = refuse(line, sale, world)
    if refusal is None or refusal.rule in _STILL_OPEN:
        refusal = Refusal(rule=Rule.SUBSTITUTION_CONSENT, line=line, ways=(Way.CONSENT,))
    return Step(state=replace(blocked, refusal=refusal), cue=Cue.WARN)


def agreed(blocked: Blocked, world: World) -> Step | None:
    """The buyer agrees: somebody who may answer for it says why."""
    if blocked.refusal.line.substitution is None:
        return None
    asked = Choice(
        question=Question.SUBSTITUTION_REASON,
        options=("out-of-stock", "buyer-asks", "cheaper"),
        behind=blocked,
        about=blocked.refusal.line.drug.name,
        refusal=blocked.refusal,
    )
    return call(asked, behind=blocked, roles=SELLERS, world=world, needs_degree=True)


def reasoned(choice: Choice, blocked: Blocked, reason: str, world: World) -> Step:
    """Sell the drug with its reason, and the badge of who answers for it."""
    line = _answered_for(blocked.refusal.line, reason, choice.by or _badge(world))
    return put(blocked, line, blocked.sale, world)


def _answered_for(line: SaleLine, reason: str, badge: str) -> SaleLine:
    if line.substitution is None:
        return line
    found = replace(line.substitution, reason=reason, by=badge, buyer_agrees=True)
    return replace(line, substitution=found)


def _badge(world: World) -> str:
    return world.person.badge if world.person else ""
