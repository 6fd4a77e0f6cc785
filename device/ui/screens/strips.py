"""Which strip stands over a screen: of several only the most urgent."""

from device.counter.event import HelpWanted, Opened
from device.counter.power import Supplied
from device.counter.state import Notice, Ready, Selling
from device.counter.states.asking import Item
from device.ui.command import Reprint
from device.ui.drawing import Act
from device.ui.icons import Icon
from device.ui.notice_sentences import notice_words
from device.ui.printer_sentences import printer_words, strip_words
from device.ui.screens.parts import information_strip, warning_strip
from device.ui.sentences import (
    StripWords,
    battery_words,
    last_sale_on_battery_words,
    mishap_words,
    offline_words,
    scanner_words,
)
from device.ui.sheet import Sheet
from device.ui.view import View
from hardware.errors import PrinterFault
from words import _

Way = tuple[str, Act]


def strip(sheet: Sheet, view: View, top: float) -> float:
    """Draw the most urgent strip, if there is one; return where the rest of the screen begins."""
    found = _warning(view)
    if found:
        words, button = found
        return warning_strip(sheet, top, words, button=button)
    if isinstance(view.state, Ready) and not view.network.online:
        words = offline_words(view.network, view.today)
        return information_strip(sheet, top, words, Icon.OFFLINE_ON_LIGHT)
    return top


def has_strip(view: View) -> bool:
    """Whether a strip stands over the open sale."""
    return _warning(view) is not None


def has_strip_button(view: View) -> bool:
    """Whether that strip has something to press."""
    found = _warning(view)
    return found is not None and found[1] is not None


def _warning(view: View) -> tuple[StripWords, Way | None] | None:
    """What concerns the scan in hand comes before what concerns a device."""
    if view.mishap:
        return mishap_words(), None
    if view.power.ends:
        return last_sale_on_battery_words(), None
    if isinstance(view.state, Ready | Selling) and view.state.notice:
        notice = view.state.notice
        way = (_("Tìm thuốc"), Opened(Item.SEARCH)) if notice is Notice.NOT_IN_CATALOGUE else None
        # "Ready" has the search in its foot.
        return notice_words(notice, view.state.code), None if isinstance(view.state, Ready) else way
    if view.scanner:
        return scanner_words(view.scanner), None
    if view.power.supplied is Supplied.BATTERY and not view.paper.fault:
        return battery_words(view.power.minutes_left), None
    fault = view.paper.fault
    return (StripWords(*strip_words(view.paper, fault)), _way_out(view, fault)) if fault else None


def _way_out(view: View, fault: PrinterFault) -> Way | None:
    """What to press about the printer; the "ready" screen has the reprint in its row."""
    if fault is not PrinterFault.IN_DOUBT:
        return printer_words(fault).button, HelpWanted()
    return None if isinstance(view.state, Ready) else (printer_words(fault).button, Reprint())
