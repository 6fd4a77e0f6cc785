"""Fingers on an emulated glass: where a button lies is what the screen's own drawing says."""

import time

from device.clock import system_clock
from device.enrolment.states import State
from device.ui.drawing import Box
from device.ui.first_start.screens import draw_first
from device.ui.first_start.view import FirstView
from device.ui.typeface import measure_at
from tests.image.qmp import Qmp
from tests.image.report import count

WIDTH, HEIGHT = 800, 480
_FULL = 0x7FFF
"""QEMU's absolute axes."""
_BESIDE = 4.0
"""Pixels."""
HOLD_SECONDS, REST_SECONDS = 0.15, 0.6


def touch(line: Qmp, x: float, y: float) -> None:
    """Touch a point, in pixels."""
    count(touches=1)
    # A kernel keeps to itself what has not changed, and a program that started since has not heard
    # where the last touch was: so the finger comes from beside.
    for aside in (_BESIDE, 0.0):
        axes = (("x", (x + aside) / WIDTH), ("y", (y + aside) / HEIGHT))
        where = [
            {"type": "abs", "data": {"axis": axis, "value": round(share * _FULL)}}
            for axis, share in axes
        ]
        line.ask("input-send-event", events=where)
        time.sleep(HOLD_SECONDS)  # the tablet tells only the last place since it was asked
    for down in (True, False):
        press = {"type": "btn", "data": {"down": down, "button": "left"}}
        line.ask("input-send-event", events=[press])
        time.sleep(HOLD_SECONDS)
    time.sleep(REST_SECONDS)


def press(line: Qmp, state: State, words: str) -> None:
    """Press a button of a first start's screen by its words."""
    box = button_of(state, words)
    touch(line, box.centre, box.middle)


def button_of(state: State, words: str) -> Box:
    """Return where a button of a first start's screen lies."""
    view = FirstView(state=state, now=system_clock())
    drawing = draw_first(view, width=WIDTH, measure=measure_at(1.0))
    (box,) = [button.box for button in drawing.buttons if button.words == words]
    return box
