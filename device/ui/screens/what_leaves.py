"""What leaves the shop: the newest sale exactly as sent; what is sealed; what never leaves."""

from device.counter.event import PrintWanted, TurnedPage, WentBack
from device.counter.past import SentField, SentSale
from device.counter.state import WhatLeaves
from device.ui import theme
from device.ui.drawing import Box
from device.ui.goods_sentences import page_words
from device.ui.icons import Icon
from device.ui.never_sent import never_sent
from device.ui.screens.foot_row import foot_row, say_between
from device.ui.screens.listing import one_page, say_in_the_middle
from device.ui.screens.parts import body
from device.ui.screens.status import status_bar
from device.ui.sheet import Sheet
from device.ui.terminal_sentences import sent_heading
from device.ui.view import View
from words import _

_TOP = 60.0
_BOTTOM = 364.0
_SPLIT = 492.0
_PADDING = 16.0
_HEAD = 52.0
_NAME_ROOM = 122.0


def draw(sheet: Sheet, view: View, state: WhatLeaves) -> None:
    """Draw both sides."""
    status_bar(sheet, view)
    body(sheet)
    if state.sent is None:
        say_in_the_middle(
            sheet, _("Máy chưa bán phiếu nào: chưa có gì gửi đi"), theme.BODY_TOP, theme.FOOT_TOP
        )
        foot_row(sheet, back=(_("Quay lại"), WentBack()))
        return
    shown = _fields(sheet, view, state.sent, state.page)
    _sealed(sheet, state.sent)
    _never(sheet)
    more = len(state.sent.fields) > _rows(sheet)
    free = foot_row(
        sheet,
        back=(_("Quay lại"), WentBack()),
        others=((_("In trang này"), PrintWanted()),),
        primary=(_("Xem tiếp"), TurnedPage()) if more else None,
    )
    say_between(sheet, shown if more else "", free)


def _rows(sheet: Sheet) -> int:
    return int((_BOTTOM - _TOP - _HEAD - 4) // _leading(sheet))


def _leading(sheet: Sheet) -> float:
    return sheet.leading(theme.BODY)


def _fields(sheet: Sheet, view: View, sent: SentSale, page: int) -> str:
    """Draw the fields of one page; return which ones they are."""
    left = theme.MARGIN
    sheet.fill(Box(left, _TOP, _SPLIT - left, _BOTTOM - _TOP), theme.PAPER, radius=theme.RADIUS)
    left += _PADDING
    room = _SPLIT - _PADDING - left
    heading = sent_heading(sent, view)
    baseline = _TOP + _HEAD - 15
    sheet.text(heading, left, baseline, theme.STRONG, bold=True, room=room, shrink=True)
    start, fields = one_page(sent.fields, page, _rows(sheet))
    baseline = _TOP + _HEAD + 0.72 * _leading(sheet)
    for field in fields:
        _field(sheet, field, left, baseline, room)
        baseline += _leading(sheet)
    return page_words(start + 1, start + len(fields), len(sent.fields))


def _field(sheet: Sheet, field: SentField, left: float, baseline: float, room: float) -> None:
    name_room = _NAME_ROOM * (1.25 if sheet.large else 1)
    sheet.text(
        field.name, left, baseline, theme.NOTE, colour=theme.INK2, room=name_room, shrink=True
    )
    beside = left + name_room + 10
    sheet.text(field.value, beside, baseline, theme.BODY, room=left + room - beside, shrink=True)


def _sealed(sheet: Sheet, sent: SentSale) -> None:
    words = _("Phiếu này không có gì niêm phong")
    if sent.sealed:
        opened = "" if sheet.large else _("Chỉ người phụ trách mở được")
        words = ". ".join(part for part in (", ".join(sent.sealed), opened) if part)
    _panel(
        sheet,
        Box(_SPLIT + theme.GAP, _TOP, sheet.right - _SPLIT - theme.GAP, 150),
        Icon.PADLOCK,
        _("Niêm phong, giữ lại"),
        words,
        theme.OFF_TINT,
    )


def _never(sheet: Sheet) -> None:
    top = _TOP + 150 + theme.GAP
    _panel(
        sheet,
        Box(_SPLIT + theme.GAP, top, sheet.right - _SPLIT - theme.GAP, _BOTTOM - top),
        Icon.NEVER,
        _("Không bao giờ gửi"),
        ", ".join(never_sent()),
        theme.PAPER,
    )


def _panel(sheet: Sheet, box: Box, icon: Icon, title: str, words: str, ground: str) -> None:
    sheet.fill(box, ground, radius=theme.RADIUS)
    left = box.x + 14
    sign = sheet.icon(icon, left, box.y + 25, height=26)
    beside = sign.right + 10
    baseline = sheet.baseline(box.y + 25, theme.BODY)
    sheet.text(
        title, beside, baseline, theme.BODY, bold=True, room=box.right - beside - 8, shrink=True
    )
    lines = int((box.height - 48) // sheet.leading(theme.NOTE))
    sheet.paragraph(
        f"{words[:1].upper()}{words[1:]}.",
        left,
        box.y + 44 + 0.75 * sheet.leading(theme.NOTE),
        theme.NOTE,
        room=box.width - 28,
        lines=lines,
    )
