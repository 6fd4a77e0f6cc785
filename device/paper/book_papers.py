"""The two papers of the outlet's book: the card that opens it, and the recovery code."""

from datetime import datetime

from PIL import Image

from device.amounts import clock, day
from device.paper.check import draw_code
from device.paper.layout import Layout, Letterhead
from device.paper.sheet import Beside, Space, Words
from device.paper.type import wrap
from words import _

_CODE_SHARE = 0.55
"""Of the paper's width: it is scanned for years, also when it is creased."""


def draw_card(
    head: Letterhead, card: str, *, keeper: str, at: datetime, width_dots: int
) -> Image.Image:
    """Draw the card of the book; raise `ValueError` for paper of another width."""
    on = Layout(width_dots)
    code, quiet = draw_code(card, room=int(on.room * _CODE_SHARE))
    column = on.room - code.width - 2 * quiet
    told = [on.text(_("Người giữ: {name}").format(name=keeper), on.bold)] if keeper else []
    words = [
        Words(wrap(text, on.note, column), on.note)
        for text in (_("Quét thẻ này và bấm PIN"), _("để mở sổ khách hàng"))
    ]
    blocks = [
        *on.letterhead(head),
        on.title(_("THẺ MỞ SỔ")),
        *told,
        on.parts(f"{day(at)} {clock(at)}", head.terminal_label),
        Space(8),
        Beside(code, quiet, words),
        Space(8),
        *on.barred(_("Giữ như chìa khóa. Không để chung với máy.")),
        on.text(_("Máy chỉ in thẻ này một lần."), on.note),
    ]
    return on.sheet(blocks)


def draw_recovery(head: Letterhead, recovery: str, *, at: datetime, width_dots: int) -> Image.Image:
    """Draw the recovery code; raise `ValueError` for paper of another width."""
    on = Layout(width_dots)
    blocks = [
        *on.letterhead(head),
        on.title(_("MÃ KHÔI PHỤC")),
        on.text(_("Mở sổ khi mất thẻ hoặc quên PIN"), on.bold),
        on.parts(f"{day(at)} {clock(at)}", head.terminal_label),
        Space(8),
        *(on.centred(group, on.heading) for group in recovery.split("-")),
        Space(8),
        *on.barred(_("Bỏ vào phong bì dán kín, cất nơi khóa được.")),
        on.text(_("Máy chỉ in mã này một lần và không giữ lại."), on.note),
    ]
    return on.sheet(blocks)
