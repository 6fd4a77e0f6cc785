"""Why something comes back and who brings it, and what is written of it."""

from collections.abc import Callable
from dataclasses import replace

from device.counter.asking.forms import value
from device.counter.cue import Cue
from device.counter.reversal.written import write_return, write_void
from device.counter.sale import Buyer
from device.counter.state import Choice, Form, Returning
from device.counter.states.asking import Question, Topic
from device.counter.step import Step
from device.counter.world import World


def _return_reason(choice: Choice, option: str, world: World) -> Step:
    if not isinstance(choice.behind, Returning):
        return Step(state=choice.behind)
    return write_return(replace(choice.behind, reason=option), world)


def _void_reason(choice: Choice, option: str, world: World) -> Step:
    del world
    if not isinstance(choice.behind, Returning):
        return Step(state=choice.behind)
    return write_void(choice.behind, option)


def _returner(form: Form, world: World) -> Step:
    """CTL-12, CASE-03: name and address; a passport or the number of a card, if there is one."""
    del world
    if not isinstance(form.behind, Returning):
        return Step(state=form.behind)
    person = Buyer(
        name=value(form, "name"),
        address=value(form, "address"),
        passport=value(form, "passport"),
    )
    return Step(state=replace(form.behind, person=person, notice=None), cue=Cue.READ)


FORMS: dict[Topic, Callable[[Form, World], Step]] = {Topic.RETURNER: _returner}
CHOICES: dict[Question, Callable[[Choice, str, World], Step]] = {
    Question.RETURN_REASON: _return_reason,
    Question.VOID_REASON: _void_reason,
}
