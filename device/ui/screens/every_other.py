"""Which screen shows which state, for what is no sale: people, goods, returns, the terminal."""

from collections.abc import Callable
from typing import Any

from device.counter.state import (
    AfterPowerCut,
    Done,
    Ending,
    FindSale,
    Gathering,
    LetterShown,
    RecallShown,
    Registers,
    Returning,
    Service,
    ShiftClosing,
    ShiftOpening,
    SignedOut,
    StockList,
    Tuning,
    WhatLeaves,
)
from device.ui.screens import (
    after_power_cut,
    done,
    ending,
    find_sale,
    gathering,
    letter_shown,
    recall_shown,
    registers,
    returning,
    service,
    shift_closing,
    shift_opening,
    signed_out,
    stock_list,
    tuning,
    what_leaves,
)
from device.ui.sheet import Sheet
from device.ui.view import View

Draw = Callable[[Sheet, View, Any], None]
"""Draws a state of its own type."""

DRAWN: dict[type, Draw] = {
    SignedOut: signed_out.draw,
    ShiftOpening: shift_opening.draw,
    ShiftClosing: shift_closing.draw,
    Done: done.draw,
    Gathering: gathering.draw,
    StockList: stock_list.draw,
    RecallShown: recall_shown.draw,
    FindSale: find_sale.draw,
    Returning: returning.draw,
    Registers: registers.draw,
    WhatLeaves: what_leaves.draw,
    Service: service.draw,
    Tuning: tuning.draw,
    AfterPowerCut: after_power_cut.draw,
    LetterShown: letter_shown.draw,
    Ending: ending.draw,
}
