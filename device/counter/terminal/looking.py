"""Screens that show the terminal: how it is, how it looks, what leaves it."""

from dataclasses import replace

from device.counter.deed import Paper, Print, Tune
from device.counter.event import (
    Chosen,
    Confirmed,
    Dismissed,
    Event,
    PrintWanted,
    TurnedPage,
    WentBack,
)
from device.counter.goods.recalls import idle
from device.counter.state import Service, Tuning, WhatLeaves
from device.counter.step import Step
from device.counter.world import World


def service(state: Service, event: Event, world: World) -> Step | None:
    """Print a test page, look again, or go back."""
    del world
    match event:
        case PrintWanted():
            trying = replace(state, is_trying_printer=True)
            return Step(state=trying, deeds=(Print(Paper.TEST),))
        case Confirmed():  # "look again": the screen has fresh facts
            return Step(state=replace(state, is_trying_printer=False))
        case Dismissed():
            return Step(state=state.behind)
    return None


def tuning(state: Tuning, event: Event, world: World) -> Step | None:
    """Change type size or language at once, or go back."""
    del world
    match event:
        case Chosen(name="large" | "plain" as size):
            large = size == "large"
            return Step(state=replace(state, large=large), deeds=(Tune(large=large),))
        case Chosen(name="vi" | "en" as language):
            tuned = replace(state, language=language)
            return Step(state=tuned, deeds=(Tune(language=language),))
        case Dismissed() | Confirmed():
            return Step(state=state.behind)
    return None


def what_leaves(state: WhatLeaves, event: Event, world: World) -> Step | None:
    """Turn the page, print it, or go back. The screen knows how many pages there are."""
    match event:
        case TurnedPage():
            return Step(state=replace(state, page=state.page + 1))
        case PrintWanted():
            return Step(state=state, deeds=(Print(Paper.SENT_PAGE),))
        case Dismissed() | Confirmed() | WentBack():
            return Step(state=idle(world))
    return None
