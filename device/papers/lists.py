"""Lists and pages that no entry stands behind: drawn when their turn comes, gone with the power."""

from datetime import datetime

from device.amounts import thousands
from device.counter.past import SentSale
from device.facts import Fact
from device.paper.label import (
    DirectionsLabel,
    RecallLabel,
    draw_directions_label,
    draw_recall_label,
)
from device.paper.listing import Listing, Row, TrialPage, draw_listing, draw_trial_page
from device.paper.self_test import SelfTestPaper, draw_self_test
from device.papers.desk import PaperDesk
from device.printing import Errand
from device.self_test.in_words import checked_lines, summary_words
from words import _

_NOTICE_AND_DRUG = 2
_BETWEEN = " · "
"""What stands between the parts of a row that the counter hands over: name first, figure last."""


def stock_list(desk: PaperDesk, words: tuple[str, ...], *, at: datetime, badge: str = "") -> Errand:
    """Return the list of what the screen shows of the shelf."""
    listing = Listing(
        head=desk.head,
        title=_("DANH SÁCH THUỐC"),
        at=at,
        staff=desk.name(badge) if badge else "",
        rows=tuple(map(_row, words)),
        empty=_("Không có thuốc nào."),
        notes=(_("{n} dòng").format(n=thousands(len(words))),),
        mark=desk.mark(),
    )
    return Errand("stock list", lambda: draw_listing(listing, width_dots=desk.width_dots))


def price_list(desk: PaperDesk, words: tuple[str, ...], *, at: datetime) -> Errand:
    """Return the posted prices, to be hung up in the shop (LD Đ107 k4)."""
    listing = Listing(
        head=desk.head,
        title=_("BẢNG GIÁ NIÊM YẾT"),
        at=at,
        rows=tuple(map(_row, words)),
        empty=_("Chưa niêm yết giá thuốc nào."),
        mark=desk.mark(),
    )
    return Errand("price list", lambda: draw_listing(listing, width_dots=desk.width_dots))


def _row(words: str) -> Row:
    name, *notes = words.split(_BETWEEN)
    figure = notes.pop() if notes else ""
    return Row(name=name, figure=figure, notes=tuple(notes))


def sent_page(desk: PaperDesk, sent: SentSale, *, at: datetime) -> Errand:
    """Return the exact fields of the newest sale as they leave the shop, and what never does."""
    sealed = ", ".join(sent.sealed)
    notes = (_("Niêm phong, giữ lại: {what}").format(what=sealed),) if sealed else ()
    listing = Listing(
        head=desk.head,
        title=_("MÁY GỬI ĐI NHỮNG GÌ"),
        at=at,
        facts=(_("Phiếu {number}").format(number=desk.mark().number(sent.number)),),
        rows=tuple(Row(name=field.name, notes=(field.value,)) for field in sent.fields),
        notes=notes,
        mark=desk.mark(),
    )
    return Errand("what leaves", lambda: draw_listing(listing, width_dots=desk.width_dots))


def recall_labels(
    desk: PaperDesk, words: tuple[str, ...], *, at: datetime, badge: str = ""
) -> Errand | None:
    """Return a label for each recalled batch, before any entry tells of it.

    `words`: the notice's number, the drug's name, and the batches.
    """
    if len(words) < _NOTICE_AND_DRUG:
        return None
    notice, drug, *batches = words
    labels = [
        RecallLabel(
            drug=drug,
            batch=batch,
            notice=notice,
            at=at,
            staff=desk.name(badge) if badge else "",
            outlet=desk.head.outlet,
            mark=desk.mark(),
        )
        for batch in batches or [""]
    ]
    return Errand(
        "recall labels",
        lambda: [draw_recall_label(label, width_dots=desk.width_dots) for label in labels],
    )


def words_label(desk: PaperDesk, words: tuple[str, ...], *, at: datetime) -> Errand:
    """Return a label for a drug that is in no sale.

    `words`: its name, how much in the morning, at noon, in the afternoon and evening, and words.
    """
    drug, *said = words
    morning, noon, afternoon, evening, in_words = (*said, *[""] * 5)[:5]
    label = DirectionsLabel(
        drug=drug,
        morning=morning,
        noon=noon,
        afternoon=afternoon,
        evening=evening,
        words=in_words,
        at=at,
        outlet=desk.head.outlet,
        mark=desk.mark(),
    )
    return Errand("label", lambda: draw_directions_label(label, width_dots=desk.width_dots))


def trial_page(desk: PaperDesk, facts: tuple[tuple[str, str], ...] = (), *, at: datetime) -> Errand:
    """Return a page that shows whether the printer prints everything that papers need."""
    page = TrialPage(head=desk.head, at=at, sums=facts)
    return Errand("trial page", lambda: draw_trial_page(page, width_dots=desk.width_dots))


def self_test_page(
    desk: PaperDesk, facts: tuple[Fact, ...], *, number: int, at: datetime
) -> Errand:
    """Return the terminal's self-test; where nobody has looked, a page that tries the printer.

    `number` is in the code that a scanner is tried with.
    """
    if not facts:
        return trial_page(desk, at=at)
    paper = SelfTestPaper(
        head=desk.head,
        at=at,
        lines=checked_lines(facts),
        code=number,
        summary=summary_words(facts),
        mark=desk.mark(),
    )
    return Errand("self-test", lambda: draw_self_test(paper, width_dots=desk.width_dots))
