"""What the screens call a refused pack, its kind, its batch, and where another one is."""

from device.amounts import thousands
from device.counter.drug import Control
from device.counter.rules import Refusal
from device.counter.sale import OpenSale, SaleLine
from device.ui.rich import Rich, rich
from device.ui.units import count_words, unit_name
from words import _


def control_word(control: Control) -> str:
    """Name a class of controlled drugs."""
    return {
        Control.NONE: "",
        Control.NARCOTIC: _("Thuốc gây nghiện"),
        Control.PSYCHOTROPIC: _("Thuốc hướng thần"),
        Control.PRECURSOR: _("Thuốc tiền chất"),
        Control.NARCOTIC_COMBINATION: _("Thuốc phối hợp có chất gây nghiện"),
        Control.PSYCHOTROPIC_COMBINATION: _("Thuốc phối hợp có chất hướng thần"),
        Control.PRECURSOR_COMBINATION: _("Thuốc phối hợp có tiền chất"),
        Control.POISON: _("Thuốc độc"),
        Control.LISTED: _("Thuốc có chất trong danh mục cấm"),
    }[control]


def kind_words(line: SaleLine) -> str:
    """Say what kind of drug it is, in the words of the counter."""
    if line.drug.control is not Control.NONE:
        return control_word(line.drug.control)
    return _("Thuốc kê đơn, kháng sinh") if line.drug.antibiotic else _("Thuốc kê đơn")


def batch_words(line: SaleLine) -> str:
    """Name the batch."""
    return _("Lô {batch}").format(batch=line.batch) if line.batch else _("Chưa rõ số lô")


def base_count(line: SaleLine, units: int) -> str:
    """Return an amount in base units, such as tablets."""
    return count_words(units, line.drug.base_unit)


def put_aside(line: SaleLine) -> Rich:
    """Say that the pack does not go back on the shelf."""
    return rich(_("*Để riêng* {unit} này, không trả lên kệ"), unit=unit_name(line.offer.unit))


def leave_it() -> Rich:
    """Say that it is not sold."""
    return rich(_("*Không bán,* để lại thuốc này"))


def tell_in_charge() -> Rich:
    """Say who has to know."""
    return rich(_("*Báo người phụ trách* chuyên môn"))


def another_pack(refusal: Refusal, sale: OpenSale) -> Rich:
    """Say where a good pack is, in whole units that are not in this sale already."""
    line, good = refusal.line, refusal.good_batch
    unit = unit_name(line.offer.unit)
    if good is None:
        return rich(_("Trên kệ *không còn* lô nào bán được"))
    left = (good.on_hand - sale.taken(line.drug.id, good.number)) // line.offer.unit_size
    if left < 1:
        return rich(_("*Quét {unit} khác:* lô {batch}"), unit=unit, batch=good.number)
    return rich(
        _("*Quét {unit} khác:* trên kệ còn {n} {unit} lô {batch}"),
        unit=unit,
        n=thousands(left),
        batch=good.number,
    )


def another_hint(line: SaleLine) -> str:
    """Say that another pack goes on with the sale."""
    return _("Quét {unit} khác là bán tiếp").format(unit=unit_name(line.offer.unit))
