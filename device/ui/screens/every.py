"""Which screen shows which state."""

from collections.abc import Callable
from typing import Any

from device.counter.state import (
    Blocked,
    CallPerson,
    Choice,
    Form,
    Menu,
    Paid,
    PaperHelp,
    Quantity,
    Ready,
    SaveFailed,
    Saving,
    Search,
    Selling,
    Transfer,
)
from device.ui.drawing import Drawing
from device.ui.screens import (
    call_person,
    choice,
    every_other,
    form,
    menu,
    paid,
    paper_help,
    quantity,
    ready,
    search,
    selling,
    stop,
    transfer,
)
from device.ui.screens.parts import training_frame
from device.ui.sheet import Sheet
from device.ui.typeface import Measure
from device.ui.view import Mishap, View

_DRAWN: dict[type, Callable[[Sheet, View, Any], None]] = {
    Ready: ready.draw,
    Selling: selling.draw,
    Saving: selling.draw_saving,
    Blocked: stop.draw_blocked,
    Quantity: quantity.draw,
    Transfer: transfer.draw,
    SaveFailed: stop.draw_save_failed,
    Paid: paid.draw,
    PaperHelp: paper_help.draw,
    Form: form.draw,
    Choice: choice.draw,
    Search: search.draw,
    CallPerson: call_person.draw,
    Menu: menu.draw,
    **every_other.DRAWN,
}


def draw(view: View, *, width: float, measure: Measure) -> Drawing:
    """Draw the terminal's screen, so many u wide."""
    sheet = Sheet(width, measure, large=view.large, is_training=view.is_training)
    if view.mishap is Mishap.SALE_IN_DOUBT:
        stop.draw_sale_in_doubt(sheet, view)
    else:
        _DRAWN[type(view.state)](sheet, view, view.state)
    if view.is_training:
        training_frame(sheet)
    return sheet.drawing()
