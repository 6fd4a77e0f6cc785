"""Which strip stands over a screen: of several only the most urgent."""

from device.counter.event import HelpWanted
from device.counter.state import Ready, Selling
from device.ui.command import Reprint
from device.ui.drawing import Act
from device.ui.icons import Icon
from device.ui.printer_sentences import printer_words, strip_words
from device.ui.screens.parts import information_strip, warning_strip
from device.ui.sentences import (
    StripWords,
    mishap_words,
    notice_words,
    offline_words,
    scanner_words,
)
from device.ui.sheet import Sheet
from device.ui.view import View
from hardware.errors import PrinterFault


def strip(sheet: Sheet, view: View, top: float) -> float:
    """Draw the most urgent strip, if there is one; return where the rest of the screen begins."""
    words = _about_the_moment(view)
    if words:
        return warning_strip(sheet, top, words)
    fault = view.paper.fault
    if fault:
        words = StripWords(*strip_words(view.paper, fault))
        return warning_strip(sheet, top, words, button=_way_out(view, fault))
    if isinstance(view.state, Ready) and not view.network.online:
        words = offline_words(view.network, view.today)
        return information_strip(sheet, top, words, Icon.OFFLINE_ON_LIGHT)
    return top


def _way_out(view: View, fault: PrinterFault) -> tuple[str, Act] | None:
    """What to press about the printer; the "ready" screen has the reprint in its foot."""
    if fault is not PrinterFault.IN_DOUBT:
        return printer_words(fault).button, HelpWanted()
    return None if isinstance(view.state, Ready) else (printer_words(fault).button, Reprint())


def _about_the_moment(view: View) -> StripWords | None:
    """What concerns the scan in hand comes before what concerns a device."""
    if view.mishap:
        return mishap_words()
    if isinstance(view.state, Ready | Selling) and view.state.notice:
        return notice_words(view.state.notice, view.state.code)
    if view.scanner:
        return scanner_words(view.scanner)
    return None
