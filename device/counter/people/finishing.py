"""What was answered about people and drawers."""

from collections.abc import Callable

from device.counter.people import no_sale
from device.counter.state import Choice
from device.counter.states.asking import Question
from device.counter.step import Step
from device.counter.world import World

CHOICES: dict[Question, Callable[[Choice, str, World], Step]] = {
    Question.NO_SALE_REASON: no_sale.answered,
}
