"""Why something comes back, and what is written of it."""

from collections.abc import Callable
from dataclasses import replace

from device.counter.reversal.written import write_return, write_void
from device.counter.state import Choice, Returning
from device.counter.states.asking import Question
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


CHOICES: dict[Question, Callable[[Choice, str, World], Step]] = {
    Question.RETURN_REASON: _return_reason,
    Question.VOID_REASON: _void_reason,
}
