"""The customer book as people read it: date, number, who, and which drugs."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from device.clock import HERE
from device.ledger.sealed import SealedEntry
from wire.kinds import Return
from wire.patient import Patient, SeenPrescription
from wire.sale import Line, Sale
from words import _


class Page(NamedTuple):
    """One entry of the book."""

    entry: SealedEntry
    patient: Patient | None
    """None where none of the book's keys opens it."""


def page_text(page: Page, *, drug_name: Callable[[str], str]) -> str:
    """Return an entry in lines, as a customer book has it (TT 18/2026/TT-BYT, annex XIX)."""
    entry, patient = page
    lines = [_heading(entry)]
    lines += _person(patient) if patient else [_("Không khóa nào của sổ này mở được mục này.")]
    if patient and patient.prescription:
        lines += _prescription(patient.prescription)
    if entry.sale is None:
        lines.append(_("Phiếu bán hàng này không còn trong máy."))
    else:
        lines += _sale(entry.sale, drug_name)
    if not entry.is_genuine:
        lines.append(_("CHÚ Ý: phần niêm phong này không phải phần đã ghi cùng phiếu."))
    return "\n  ".join(lines)


def _heading(entry: SealedEntry) -> str:
    number = _("phiếu {number:06d}, kỳ sổ {epoch}").format(number=entry.seq, epoch=entry.epoch[:8])
    if entry.sale is None:
        return number
    at = entry.sale.at.astimezone(HERE).strftime("%d/%m/%Y %H:%M")
    guess = "" if entry.sale.at_is_trusted else _(" (giờ máy chưa chỉnh)")
    return f"{at}{guess} · {number}"


def _person(patient: Patient) -> Iterator[str]:
    known = (
        patient.name or _("(không rõ tên)"),
        _("sinh {day}").format(day=_day(patient.birth_date)) if patient.birth_date else "",
        patient.sex,
        patient.number,
        _("hộ chiếu {number}").format(number=patient.passport) if patient.passport else "",
    )
    yield _("Khách: {who}").format(who=" · ".join(part for part in known if part))
    if patient.residence:
        yield _("Nơi cư trú: {residence}").format(residence=patient.residence)


def _prescription(seen: SeenPrescription) -> Iterator[str]:
    """Yield the copy of a prescription as it was at the time of sale (RX-07)."""
    known = (
        seen.facility,
        seen.prescriber,
        _("ngày {day}").format(day=_day(seen.issued)) if seen.issued else "",
        ", ".join(seen.icd10),
    )
    yield _("Bản chụp đơn: {what}").format(what=" · ".join(part for part in known if part))
    for line in seen.lines:
        name = " ".join(part for part in (line.name, line.strength) if part)
        yield (
            _("Kê {number}: {name}, {quantity} {unit}. {directions}")
            .format(
                number=line.number,
                name=name,
                quantity=line.quantity,
                unit=line.unit,
                directions=line.directions,
            )
            .strip(" .")
        )


def _sale(sale: Sale | Return, drug_name: Callable[[str], str]) -> Iterator[str]:
    if isinstance(sale, Return):
        yield _("Nhận lại thuốc của phiếu {number:06d}").format(number=sale.sale.seq)
    elif sale.prescription:
        yield _("Đơn: {code}").format(code=sale.prescription)
    for line in sale.lines:
        yield _drug(line, drug_name(line.drug))


def _drug(line: Line, name: str) -> str:
    text = _("Thuốc: {name}, {quantity} {unit}, lô {batch}").format(
        name=name, quantity=line.quantity, unit=line.unit, batch=line.batch
    )
    expiry = _(", hạn dùng {day}").format(day=_day(line.expiry)) if line.expiry else ""
    return text + expiry


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")
