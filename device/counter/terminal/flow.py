"""The flow of the terminal itself, and of what was done."""

from collections.abc import Callable
from typing import Any

from device.counter.event import Event, PowerCameBack
from device.counter.state import (
    AfterPowerCut,
    Done,
    Ending,
    LetterShown,
    Service,
    State,
    Tuning,
    WhatLeaves,
)
from device.counter.step import Step
from device.counter.terminal import done, letters, looking, power, power_cut
from device.counter.terminal.letters import letter_came
from device.counter.terminal.power import ended
from device.counter.world import World

__all__ = ["ended", "letter_came", "power_came_back", "step"]

_ROOMS: dict[type, Callable[[Any, Event, World], Step | None]] = {
    Service: looking.service,
    Tuning: looking.tuning,
    WhatLeaves: looking.what_leaves,
    AfterPowerCut: power_cut.step,
    LetterShown: letters.step,
    Done: done.step,
    Ending: power.step,
}


def step(state: State, event: Event, world: World) -> Step | None:
    """Return what an event leads to; None where it means nothing here."""
    room = _ROOMS.get(type(state))
    return room(state, event, world) if room else None


def power_came_back(state: State, event: PowerCameBack) -> Step:
    """Say what the power cut did, before anything else is done; `state` comes afterwards."""
    return Step(state=AfterPowerCut(cut=event.cut, behind=state))
