"""What was typed, chosen or found goes back to the folder that asked for it."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any

from device.counter.drug import Offer
from device.counter.state import Choice, Form, Search
from device.counter.states.asking import Question, Topic
from device.counter.step import Step
from device.counter.world import World

FormFinished = Callable[[Form, World], Step]
ChoiceFinished = Callable[[Choice, str, World], Step]
SearchFinished = Callable[[Search, Offer, World], Step]

_FOLDERS = ("selling", "goods", "reversal", "people")


def finish_form(form: Form, world: World) -> Step:
    """Hand a completed form over."""
    return forms()[form.topic](form, world)


def finish_choice(choice: Choice, option: str, world: World) -> Step:
    """Hand an answer over."""
    return choices()[choice.question](choice, option, world)


def finish_search(search: Search, offer: Offer, world: World) -> Step:
    """Hand a drug over that was found."""
    return searches()[search.purpose](search, offer, world)


def forms() -> Mapping[Topic, FormFinished]:
    """Return who takes which form."""
    return _offered("FORMS")


def choices() -> Mapping[Question, ChoiceFinished]:
    """Return who takes which answer."""
    return _offered("CHOICES")


def searches() -> Mapping[str, SearchFinished]:
    """Return who takes what was found."""
    return _offered("SEARCHES")


@cache
def _offered(name: str) -> Mapping[Any, Any]:
    """Return what the folders offer in their `finishing.py`.

    They are imported at the first use: their flows ask questions themselves, and so import this.
    """
    found: dict[Any, Any] = {}
    for folder in _FOLDERS:
        module = import_module(f"device.counter.{folder}.finishing")
        found |= getattr(module, name, {})
    return found
