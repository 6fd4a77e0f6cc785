"""Which screen shows which state."""

from device.counter.state import Blocked, Paid, PaperHelp, Ready, SaveFailed, Saving, Selling
from device.ui.drawing import Drawing
from device.ui.screens import paid, paper_help, ready, selling, stop
from device.ui.sheet import Sheet
from device.ui.typeface import Measure
from device.ui.view import Mishap, View


def draw(view: View, *, width: float, measure: Measure) -> Drawing:
    """Draw the terminal's screen, so many u wide."""
    sheet = Sheet(width, measure)
    if view.mishap is Mishap.SALE_IN_DOUBT:
        stop.draw_sale_in_doubt(sheet, view)
        return sheet.drawing()
    match view.state:
        case Ready():
            ready.draw(sheet, view)
        case (Selling() | Saving()) as state:
            selling.draw(sheet, view, state)
        case Blocked() as state:
            stop.draw_blocked(sheet, view, state)
        case SaveFailed() as state:
            stop.draw_save_failed(sheet, view, state)
        case Paid() as state:
            paid.draw(sheet, view, state)
        case PaperHelp():
            paper_help.draw(sheet, view)
    return sheet.drawing()
