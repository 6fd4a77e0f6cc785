"""The words of an open sale: what was prescribed, what is taken, what to know before selling."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from codes import PrescriptionType
from device.amounts import day
from device.counter.drug import Offer
from device.counter.parameters import CURRENT, Parameters
from device.counter.prescription import PrescribedLine, Prescription
from device.counter.rules import Warn, Warning_
from device.counter.rules.prescription import last_day
from device.counter.sale import OpenSale, SaleLine
from device.ui import theme
from device.ui.drawing import Run
from device.ui.rich import Rich, rich
from device.ui.units import count_words
from device.ui.warning_sentences import warning_tag, warning_words
from words import _


def patient_words(sale: OpenSale) -> str:
    """Name the patient while the sale is open; nobody known: say what kind of sale it is."""
    if sale.card is not None:
        name = sale.card.name if sale.card.reliable else _("Chưa rõ tên")
        return f"{name}, {sale.card.birth_date.year}"
    return sale.buyer.name if sale.buyer else _("Bán theo đơn")


def prescription_words(prescription: Prescription | None) -> str:
    """Name the prescription."""
    if prescription is None:
        return _("Chưa có đơn thuốc")
    if prescription.code is None:
        return _("Đơn giấy {number}").format(number=prescription.number).rstrip()
    kind = {
        PrescriptionType.ORDINARY: _("Đơn {code}"),
        PrescriptionType.NARCOTIC: _("Đơn gây nghiện {code}"),
        PrescriptionType.PSYCHOTROPIC: _("Đơn hướng thần {code}"),
        PrescriptionType.TRADITIONAL: _("Đơn cổ truyền {code}"),
        PrescriptionType.DECOCTION: _("Đơn thuốc thang {code}"),
    }[prescription.type]
    return kind.format(code=prescription.text)


def valid_words(prescription: Prescription, parameters: Parameters = CURRENT) -> tuple[str, str]:
    """Say until when a prescription may be used; two short lines."""
    last = last_day(prescription, parameters)
    if last is None:
        return _("Đã quét"), _("đơn thuốc")
    return _("Đơn còn hạn"), _("đến {day}").format(day=day(last)[:5])


def prescribed_words(line: PrescribedLine) -> tuple[Rich, Rich]:
    """Say how much was prescribed, and how much of it is left."""
    return (
        rich(_("Đơn kê *{amount}*"), amount=count_words(line.quantity, line.unit)),
        rich(_("Đơn còn *{amount}*"), amount=count_words(line.left, line.unit)),
    )


def progress_words(sale: OpenSale) -> str:
    """Say how many drugs of the prescription are taken in full."""
    lines = [line for line in sale.prescription.lines if line.left] if sale.prescription else []
    taken = Counter[int | None]()
    for line in sale.lines:
        taken[line.prescribed] += line.base_units
    count = sum(taken[line.number] >= line.left for line in lines)
    if count == len(lines):
        return _("Đủ {n} thuốc · Phải thu").format(n=count)
    return _("Lấy đủ {n} trên {all} thuốc").format(n=count, all=len(lines))


def next_scan_words(sale: OpenSale) -> str:
    """Say what to scan while nothing of a prescription is taken."""
    if sale.card is None and sale.buyer is None:
        return _("Quét thẻ căn cước, rồi quét từng hộp thuốc")
    return _("Quét từng hộp thuốc trong đơn")


def beside_words() -> str:
    """Say that a drug is sold beside the prescription."""
    return _("Ngoài đơn")


def waiting_words(*, is_next: bool) -> str:
    """Say that nothing of a prescribed line is taken yet."""
    return _("Mời quét hộp này") if is_next else _("Chưa quét")


def missing_tag(units: int, unit: str) -> Run:
    """Return the tag of a line of which less was taken than is left on the prescription."""
    words = _("thiếu {amount}").format(amount=count_words(units, unit))
    return Run(words, ground=theme.WARN_TINT)


def tags(line: SaleLine, warnings: Sequence[Warning_]) -> tuple[Run, ...]:
    """Return what there is to know of a line, the gravest first."""
    mine = [warning for warning in warnings if warning.line == line]
    mine.sort(key=lambda warning: _GRAVEST.index(warning.warn))
    found = tuple(Run(warning_tag(warning), ground=theme.WARN_TINT) for warning in mine)
    if line.substitution is None:
        return found
    return Run(_("đổi thuốc"), ground=theme.OFF, colour=theme.PAPER), *found


def strip_words(warnings: Sequence[Warning_], today: date) -> str:
    """Say the gravest of what there is to know of the whole sale; empty where there is nothing."""
    of_sale = [warning for warning in warnings if warning.warn in _STRIPS]
    if not of_sale:
        return ""
    return warning_words(min(of_sale, key=lambda one: _GRAVEST.index(one.warn)), today)


_GRAVEST = (
    Warn.LICENCE_ENDED,
    Warn.NOBODY_IN_CHARGE,
    Warn.SAME_INGREDIENT,
    Warn.CHILD,
    Warn.LAST_DAY,
    Warn.TOO_MANY_DAYS,
    Warn.DISPENSED_BEFORE,
    Warn.UNCHECKED,
    Warn.RESTRICTED,
    Warn.EASED,
    Warn.NO_POSTED_PRICE,
    Warn.SHORT_DATED,
    Warn.EARLIER_BATCH,
    Warn.NOT_PROVEN_ESSENTIAL,
    Warn.SUPPLEMENT,
)
_STRIPS = frozenset(_GRAVEST[:8])
"""What concerns the whole sale, or must be asked about before it goes on."""


def on_shelf_words(units: int, offer: Offer) -> str:
    """Say how much of a batch is on the shelf, in whole units of the offer."""
    whole = units // offer.unit_size
    if whole:
        return _("trên kệ còn {amount}").format(amount=count_words(whole, offer.unit))
    if units:
        amount = count_words(units, offer.drug.base_unit)
        return _("trên kệ còn {amount}").format(amount=amount)
    return ""


def unit_detail(offer: Offer, smaller: Offer | None) -> str:
    """Say what is in a unit: so many of the next smaller one."""
    if smaller is not None:
        return count_words(offer.unit_size // smaller.unit_size, smaller.unit)
    if offer.unit_size > 1:
        return count_words(offer.unit_size, offer.drug.base_unit)
    return _("lẻ") if offer.is_loose else ""


def most_words(most: int, offer: Offer) -> tuple[str, str]:
    """Say the most that is allowed, in two short lines."""
    return _("Nhiều nhất"), count_words(most, offer.unit)


def more_by_scan(line: SaleLine) -> str:
    """Say how the scanner changes the quantity."""
    if line.serials:
        return _("Quét hộp khác để thêm, mỗi hộp có số riêng")
    return _("Quét lại hộp để thêm 1")
