"""After a power cut: which sale is whole, and which was never made."""

from device.counter.event import Dismissed, PrintWanted
from device.counter.state import AfterPowerCut
from device.ui import theme
from device.ui.icons import Icon
from device.ui.screens.foot_row import foot_row, say_between
from device.ui.screens.parts import body
from device.ui.screens.status import status_bar
from device.ui.sheet import Sheet
from device.ui.terminal_sentences import Finding, cut_findings, cut_title
from device.ui.view import View
from words import _

_LEFT = 24.0
_WORDS_LEFT = 90.0


def draw(sheet: Sheet, view: View, state: AfterPowerCut) -> None:
    """Draw that nothing is lost, what was found, and the reprint."""
    status_bar(sheet, view)
    body(sheet, theme.PAPER)
    title = cut_title(state.cut, view)
    room = sheet.right - _LEFT
    sheet.text(title, _LEFT, 102, theme.TITLE, bold=True, room=room, shrink=True)
    top = 134.0
    for finding in cut_findings(state.cut):
        top = _finding(sheet, finding, top)
    if state.cut.sale is None:
        foot_row(sheet, primary=(_("Bán tiếp"), Dismissed()))
        return
    free = foot_row(
        sheet,
        others=((_("Không cần in"), Dismissed()),),
        primary=(_("In lại phiếu"), PrintWanted()),
    )
    say_between(sheet, _("Bản in lại có chữ BẢN SAO"), free)


def _finding(sheet: Sheet, finding: Finding, top: float) -> float:
    """Draw one finding; return where the next begins."""
    leading = sheet.leading(theme.STRONG)
    sheet.icon(Icon.DONE if finding.is_whole else Icon.RING, _LEFT + 2, top + 29, height=44)
    room = sheet.right - _WORDS_LEFT
    first = top + 10 + theme.CAPITAL * sheet.size(theme.STRONG) / 2
    sheet.text(
        finding.title, _WORDS_LEFT, first + 12, theme.STRONG, bold=True, room=room, shrink=True
    )
    sheet.text(
        finding.detail, _WORDS_LEFT, first + 12 + leading, theme.STRONG, room=room, shrink=True
    )
    return top + 2 * leading + 26
