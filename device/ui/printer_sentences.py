"""How the printer is, in words."""

from dataclasses import dataclass

from device.ledger.print_jobs import JobKind
from device.printing import PaperView
from device.ui.icons import Icon
from device.ui.sentences import receipt_number
from hardware.errors import PrinterFault
from words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpStep:
    """One picture with its words."""

    icon: Icon
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterWords:
    """What a printer's fault is called, wherever it shows."""

    name: str
    still_works: str
    """What the staff may go on doing."""
    then: str
    """What happens by itself, or what to do."""
    button: str
    """On the strip."""


def printer_words(fault: PrinterFault) -> PrinterWords:
    """Name a fault, what still works, and what comes next."""
    goes_on = _("Vẫn bán được.")
    name, then, button = {
        PrinterFault.PAPER_OUT: (
            _("Máy in hết giấy"), _("có giấy là máy tự in"), _("Cách thay"),
        ),
        PrinterFault.COVER_OPEN: (
            _("Nắp máy in đang mở"), _("đóng nắp là máy tự in"), _("Cách đóng"),
        ),
        PrinterFault.NOT_CONNECTED: (
            _("Chưa thấy máy in"), _("có máy in là tự in"), _("Cách nối"),
        ),
        PrinterFault.IN_DOUBT: (
            _("Không chắc phiếu đã in xong"), _("Xem giấy; nếu thiếu, bấm In lại"), _("In lại"),
        ),
        PrinterFault.CUTTER_JAMMED: (
            _("Dao cắt giấy bị kẹt"), _("gỡ giấy kẹt là máy tự in"), _("Cách gỡ"),
        ),
        PrinterFault.TOO_HOT: (
            _("Máy in đang nóng"), _("nguội là máy tự in tiếp"), _("Xem thêm"),
        ),
        PrinterFault.BROKEN: (
            _("Máy in báo lỗi"), _("tắt rồi bật lại máy in"), _("Cách làm"),
        ),
        PrinterFault.GARBLED: (
            _("Máy in trả lời lạ"), _("tắt rồi bật lại máy in"), _("Cách làm"),
        ),
    }[fault]  # fmt: skip
    still_works = "" if fault is PrinterFault.IN_DOUBT else goes_on
    return PrinterWords(name=name, still_works=still_works, then=then, button=button)


def can_print(paper: PaperView) -> bool:
    """Whether asking for another copy makes sense now: what waits comes by itself."""
    return paper.fault in {None, PrinterFault.IN_DOUBT}


def strip_words(paper: PaperView, fault: PrinterFault) -> tuple[str, str]:
    """Return title and detail of the strip over a sale."""
    words = printer_words(fault)
    title = f"{words.name}. {words.still_works}".strip()
    if fault is PrinterFault.IN_DOUBT:
        return title, _doubt_words(paper) or words.then
    if paper.waiting:
        return title, f"{waiting_words(paper.waiting)}, {words.then}"
    return title, _sentence(words.then)


def _doubt_words(paper: PaperView) -> str:
    """Name the receipt to look for: it need not be the one that was sold last."""
    job = paper.doubtful
    if job is None or job.kind is not JobKind.RECEIPT:
        return ""
    words = _("Xem phiếu {number}; nếu thiếu, bấm In lại")
    return words.format(number=receipt_number(job.number))


def waiting_words(receipts: int) -> str:
    """Return how many receipts wait for paper."""
    return _("{n} phiếu chờ in").format(n=receipts)


def receipt_words(paper: PaperView, *, is_fresh: bool) -> tuple[str, str]:
    """Say how the receipt of the sale just made is doing: one line, or a fault and its detail."""
    if paper.fault:
        words = printer_words(paper.fault)
        return f"{words.name}.", _sentence(words.then)
    if paper.printing or paper.waiting or is_fresh:
        return _("Đang in phiếu…"), ""
    return _("Đã in phiếu"), ""


def help_title(fault: PrinterFault | None) -> str:
    """Return the title of the page that helps with the printer."""
    return printer_words(fault).name if fault else _("Máy in đã sẵn sàng")


def help_steps(fault: PrinterFault | None) -> tuple[HelpStep, ...]:
    """Return what to do about the printer, step by step."""
    return {
        None: (HelpStep(icon=Icon.PAPER_COMES, words=_("Phiếu chờ in sẽ tự ra")),),
        PrinterFault.PAPER_OUT: (
            HelpStep(icon=Icon.LID_OPEN, words=_("Mở nắp máy in")),
            HelpStep(icon=Icon.ROLL_IN, words=_("Lắp cuộn mới, chừa đầu giấy")),
            HelpStep(icon=Icon.LID_SHUT, words=_("Đóng nắp, máy tự in tiếp")),
        ),
        PrinterFault.COVER_OPEN: (
            HelpStep(icon=Icon.ROLL_IN, words=_("Xem còn giấy, chừa đầu giấy")),
            HelpStep(icon=Icon.LID_SHUT, words=_("Đóng nắp, máy tự in tiếp")),
        ),
        PrinterFault.NOT_CONNECTED: (
            HelpStep(icon=Icon.POWER_ON, words=_("Bật máy in, đèn phải sáng")),
            HelpStep(icon=Icon.CABLE_IN, words=_("Cắm chặt dây máy in")),
            HelpStep(icon=Icon.PAPER_COMES, words=_("Có máy in là tự in tiếp")),
        ),
        PrinterFault.IN_DOUBT: (
            HelpStep(icon=Icon.PAPER_COMES, words=_("Xem phiếu vừa ra có đủ không")),
            HelpStep(icon=Icon.PRINTER, words=_("Nếu thiếu, bấm In lại")),
        ),
        PrinterFault.CUTTER_JAMMED: (
            HelpStep(icon=Icon.LID_OPEN, words=_("Mở nắp, gỡ giấy kẹt ở dao")),
            HelpStep(icon=Icon.LID_SHUT, words=_("Đóng nắp, máy tự in tiếp")),
        ),
        PrinterFault.TOO_HOT: (
            HelpStep(icon=Icon.PRINTER, words=_("Để máy in nghỉ vài phút")),
            HelpStep(icon=Icon.PAPER_COMES, words=_("Nguội là máy tự in tiếp")),
        ),
        PrinterFault.BROKEN: _off_and_on(),
        PrinterFault.GARBLED: _off_and_on(),
    }[fault]


def _off_and_on() -> tuple[HelpStep, ...]:
    return (
        HelpStep(icon=Icon.POWER_ON, words=_("Tắt máy in, chờ 5 giây, bật lại")),
        HelpStep(icon=Icon.CABLE_IN, words=_("Vẫn lỗi: báo kỹ thuật")),
    )


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
