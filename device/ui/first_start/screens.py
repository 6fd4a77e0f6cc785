"""The screens of a first start: a view goes in, a drawing comes out."""

from device.amounts import clock
from device.counter.event import Chosen, Confirmed, WentBack
from device.enrolment import states
from device.enrolment.keeper import PRINT_AGAIN, SHOW_CODES
from device.enrolment.old_terminal import CARD_AGAIN, NO_CARD
from device.ui import theme
from device.ui.drawing import Box, Drawing
from device.ui.first_start import sentences
from device.ui.first_start.door_sentences import no_answer_words, refused_words
from device.ui.first_start.keeper_screens import balanced_title, draw_codes, draw_keeper, draw_pin
from device.ui.first_start.view import FirstView
from device.ui.first_start.wording import Words
from device.ui.icons import Icon, shape_of
from device.ui.screens.foot_row import Press, foot_row, say_between
from device.ui.screens.numbered import numbered_step
from device.ui.screens.parts import body, information_strip, warning_strip
from device.ui.sentences import scanner_words
from device.ui.sheet import Sheet
from device.ui.typeface import Measure
from words import _

_BETWEEN = 36.0
_ICON = 96.0


def draw_first(view: FirstView, *, width: float, measure: Measure) -> Drawing:
    """Draw the screen, so many u wide."""
    sheet = Sheet(width, measure)
    _status(sheet, view)
    state = view.state
    match state:
        case states.ScanLabel():
            _invite(sheet, view, state)
        case states.NoAnswer() | states.Refused():
            _door(sheet, state)
        case states.FindOldCard() | states.OldCardRead() | states.NoOldCard():
            _old_terminal(sheet, state)
        case states.CallKeeper():
            draw_keeper(sheet, state)
        case states.SetPin():
            draw_pin(sheet, state)
        case states.KeepPapers():
            _papers(sheet, state)
        case states.CannotWrite():
            again = (_("Thử lại"), Confirmed())
            _message(sheet, sentences.cannot_write_words(state), primary=again)
        case states.Enrolled():
            _centred(sheet, state.outlet, _("Xong. Quầy đang mở."), icon=Icon.DONE)
        case _:
            _centred(sheet, *sentences.waiting_words(state), icon=Icon.RING)
    return sheet.drawing()


def _status(sheet: Sheet, view: FirstView) -> None:
    """Clock at the left, how far one is at the right."""
    sheet.fill(Box(0, 0, sheet.width, theme.STATUS), theme.PAPER)
    edge = Box(0, theme.STATUS - theme.RULE, sheet.width, theme.RULE)
    sheet.fill(edge, theme.LINE)
    left = sheet.text(clock(view.now), theme.MARGIN, 30, theme.NOTE, bold=True)
    room = sheet.right - left.x - left.width - 24
    step = sentences.step_of(view.state)
    sheet.text(
        step, sheet.right, 30, theme.NOTE, colour=theme.INK2, align="right", room=room, shrink=True
    )


def _invite(sheet: Sheet, view: FirstView, state: states.ScanLabel) -> None:
    body(sheet)
    top = _strip(sheet, state.note)
    if view.scanner and state.note is None:
        top = warning_strip(sheet, top, scanner_words(view.scanner))
    title, detail = _("Quét nhãn cài máy"), _("Nhãn Sở Y tế in riêng cho cơ sở này")
    _beside(sheet, title, detail, icon=Icon.BARCODE, top=top, bottom=theme.FOOT_TOP)
    free = foot_row(sheet)
    say_between(sheet, _("Dùng Wi-Fi: quét mã Wi-Fi trước. Có dây mạng: quét nhãn luôn."), free)


def _centred(sheet: Sheet, title: str, detail: str, *, icon: Icon) -> None:
    sheet.fill(Box(0, theme.BODY_TOP, sheet.width, theme.HEIGHT - theme.BODY_TOP), theme.GROUND)
    _beside(sheet, title, detail, icon=icon, top=theme.BODY_TOP, bottom=theme.HEIGHT - 32)


def _beside(
    sheet: Sheet, title: str, detail: str, *, icon: Icon, top: float, bottom: float
) -> None:
    """A sign, and beside it in large words what it is about; in the middle of the room."""
    width, height = shape_of(icon)
    sign = _ICON * width / height
    most = sheet.right - theme.MARGIN - sign - _BETWEEN
    told = (sheet.width_of(title, theme.HERO, bold=True), sheet.width_of(detail, theme.STRONG))
    room = min(max(told), most)
    left = (sheet.width - sign - _BETWEEN - room) / 2
    sheet.icon(icon, left, (top + bottom) / 2, height=_ICON)
    upper, lower = sheet.pair(top, bottom - top, theme.HERO, theme.STRONG)
    left += sign + _BETWEEN
    sheet.text(title, left, upper, theme.HERO, bold=True, room=most, shrink=True)
    sheet.text(detail, left, lower + 6, theme.STRONG, colour=theme.INK2, room=most, shrink=True)


def _door(sheet: Sheet, state: states.NoAnswer | states.Refused) -> None:
    other = (_("Quét nhãn khác"), WentBack())
    now = (_("Hỏi lại ngay"), Confirmed())
    if isinstance(state, states.NoAnswer):
        _message(sheet, no_answer_words(state), back=other, primary=now, note=state.note)
    elif state.is_passing:
        _message(sheet, refused_words(state), back=other, primary=now, note=state.note)
    else:
        _message(sheet, refused_words(state), primary=other, note=state.note)


def _old_terminal(
    sheet: Sheet, state: states.FindOldCard | states.OldCardRead | states.NoOldCard
) -> None:
    back = (_("Quay lại"), WentBack())
    match state:
        case states.FindOldCard():
            none = (_("Không có thẻ cũ"), Chosen(NO_CARD))
            again = (_("Thử lại"), Chosen(CARD_AGAIN)) if state.trouble else None
            _message(sheet, sentences.old_card_words(state), back=none, primary=again)
        case states.OldCardRead():
            take = (_("Chuyển sang máy này"), Confirmed())
            _message(sheet, sentences.card_read_words(state), back=back, primary=take)
        case states.NoOldCard():
            take = (_("Theo sổ của Sở"), Confirmed())
            _message(sheet, sentences.no_card_words(state), back=back, primary=take)


def _papers(sheet: Sheet, state: states.KeepPapers) -> None:
    again = (_("In lại"), Chosen(PRINT_AGAIN))
    show = (_("Xem trên màn hình"), Chosen(SHOW_CODES))
    if state.is_printing:
        _centred(sheet, _("Đang in hai tờ giấy"), _("Thẻ mở sổ và mã khôi phục"), icon=Icon.PRINTER)
    elif state.shows_codes:
        draw_codes(sheet, state.papers)
        foot_row(sheet, back=again, primary=(_("Đã chép xong"), Confirmed()))
    elif state.fault:
        _message(sheet, sentences.papers_words(state), back=show, primary=again)
    else:
        kept = (_("Đã cất"), Confirmed())
        _message(sheet, sentences.papers_words(state), back=again, others=(show,), primary=kept)


def _message(
    sheet: Sheet,
    words: Words,
    *,
    back: Press | None = None,
    others: tuple[Press, ...] = (),
    primary: Press | None = None,
    note: states.Note | None = None,
) -> None:
    """A sign at the left; what is so, and what the hands do."""
    body(sheet, theme.PAPER)
    top = _strip(sheet, note)
    tint = theme.ACT_TINT if words.is_well else theme.WARN_TINT
    sheet.fill(Box(0, top, theme.STOP_COLUMN, theme.FOOT_TOP - top), tint)
    width, height = shape_of(words.icon)
    sign = min(72.0, 96.0 * height / width)
    wide = sign * width / height
    sheet.icon(words.icon, (theme.STOP_COLUMN - wide) / 2, (top + theme.FOOT_TOP) / 2, height=sign)
    left = theme.STOP_COLUMN + 24
    room = sheet.right - left
    baseline = top + sheet.leading(theme.TITLE) + 6
    baseline = balanced_title(sheet, words.title, left, baseline, room=room)
    baseline += 14
    for number, step in enumerate(words.steps, start=1):
        baseline = numbered_step(sheet, number, step, left, baseline)
    if words.text:
        sheet.paragraph(words.text, left, baseline + 4, theme.BODY, room=room, colour=theme.INK2)
    free = foot_row(sheet, back=back, others=others, primary=primary)
    say_between(sheet, words.hint, free)


def _strip(sheet: Sheet, note: states.Note | None) -> float:
    """Say what the last scan was, if there is anything to say; return where the rest begins."""
    top = theme.BODY_TOP
    words = sentences.note_words(note)
    if words is None:
        return top
    if note is states.Note.WIFI_TOLD:
        return information_strip(sheet, top, words, Icon.ONLINE)
    return warning_strip(sheet, top, words)
