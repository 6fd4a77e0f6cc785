"""Screens that show the terminal: how it is, how it looks, what leaves it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from codes import Code, ReceiptCode
from device.counter.cue import Cue
from device.counter.deed import Paper, Print, Tune, WriteDiagnosis
from device.counter.event import (
    Chosen,
    Confirmed,
    DiagnosisWritten,
    Dismissed,
    Event,
    PrintWanted,
    Scanned,
    TurnedPage,
    WentBack,
)
from device.counter.goods.recalls import idle
from device.counter.state import Service, Tuning, WhatLeaves
from device.counter.step import Step
from device.counter.world import World

TRIAL_TIME = timedelta(minutes=2)
"""So long a scanner has to read the code on the test paper."""
TRIAL_EPOCH, TRIAL_HASH = "0" * 8, "0" * 12
"""Of no ledger and no entry: by these a test paper's code is told from a receipt's."""
_NUMBERS = 1_000_000


def service(state: Service, event: Event, world: World) -> Step | None:
    """Print a test paper and wait for its code, look again, write the bundle, or go back."""
    match event:
        case PrintWanted():
            return _printed(state, world)
        case Scanned(code=code) if is_trial_code(code):
            return _read(state, code, world)
        case Confirmed():  # "look again": the screen looks everything up afresh
            again = replace(state, is_trying_printer=False, looks=state.looks + 1, bundle="none")
            return Step(state=again)
        case TurnedPage():
            return Step(state=replace(state, page=1 - state.page))
    return _bundled(state, event)


def _bundled(state: Service, event: Event) -> Step | None:
    match event:
        case Chosen(name="bundle") if state.bundle != "writing":
            return Step(state=replace(state, bundle="writing"), deeds=(WriteDiagnosis(),))
        case DiagnosisWritten(is_written=is_written):
            return Step(state=replace(state, bundle="written" if is_written else "failed"))
        case Dismissed():
            return Step(state=state.behind)
    return None


def _printed(state: Service, world: World) -> Step:
    """Every paper has a code of its own: an older one proves nothing."""
    code = int(world.now.timestamp()) % _NUMBERS + 1
    trying = replace(state, is_trying_printer=True, code=code, printed_at=world.now, is_read=False)
    return Step(state=trying, deeds=(Print(Paper.TEST, number=code),))


def _read(state: Service, code: Code, world: World) -> Step:
    is_ours = isinstance(code, ReceiptCode) and code.number == state.code
    if not is_ours or trial_of(state, world.now) == "late":
        return Step(state=state, cue=Cue.WARN)
    return Step(state=replace(state, is_read=True), cue=Cue.READ)


def is_trial_code(code: Code) -> bool:
    """Whether a code is that of a test paper, this one or an older."""
    if not isinstance(code, ReceiptCode):
        return False
    return (code.epoch, code.hash) == (TRIAL_EPOCH, TRIAL_HASH)


def trial_of(state: Service, now: datetime) -> Literal["none", "waiting", "read", "late"]:
    """Return what became of the test paper's code."""
    if state.printed_at is None:
        return "none"
    if state.is_read:
        return "read"
    return "waiting" if now - state.printed_at <= TRIAL_TIME else "late"


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
