"""From what the counter wants written to the draft of its entry."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import singledispatch

from device.counter.notes import (
    AsideNote,
    CodeNote,
    CountNote,
    DeliveryNote,
    DrawerNote,
    Goods,
    Note,
    OverrideNote,
    PriceNote,
    PutBackNote,
    RecallNote,
    RegisterNote,
    ReturnNote,
    ShiftNote,
    VoidNote,
    WriteOffNote,
)
from device.counter.past import PastSale
from device.ledger.drafts import (
    AsideDraft,
    CodeDraft,
    CountDraft,
    Counted,
    Draft,
    DrawerDraft,
    GoodsInDraft,
    OverrideDraft,
    PriceDraft,
    PutBackDraft,
    RecallDraft,
    RegistersDraft,
    ReturnOfLines,
    ShiftDraft,
    VoidDraft,
    WriteOffDraft,
)
from device.ledger.shelf import LINES, parts
from wire.entry import Reference
from wire.kinds import ShelfLine

INVOICE_REPLACED = "invoice-replaced"
"""In a return's reason: an invoice that was sent has to be replaced (INV-04)."""


def reference(sale: PastSale) -> Reference:
    """Return the name of a sale in the ledger, beyond doubt."""
    return Reference(epoch=sale.epoch, seq=sale.number, sha256=sale.sha256)


def _lines(goods: Iterable[Goods]) -> tuple[ShelfLine, ...]:
    return tuple(
        ShelfLine(
            drug=one.drug,
            batch=one.batch,
            expiry=one.expiry,
            units=one.units,
            cost_vnd=one.cost_vnd,
            owner=one.owner.value,
            amount_vnd=one.amount_vnd,
        )
        for one in goods
    )


def in_parts(note: Note) -> Iterator[Note]:
    """Yield a note as often as it takes for each entry to be of bearable size."""
    match note:
        case (
            DeliveryNote(goods=goods)
            | CountNote(goods=goods)
            | WriteOffNote(goods=goods)
            | AsideNote(goods=goods)
            | PutBackNote(goods=goods)
            | RecallNote(goods=goods)
        ) if len(goods) > LINES:
            yield from (replace(note, goods=part) for part in parts(goods))
        case _:
            yield note


@singledispatch
def draft_of(note: Note) -> Draft:
    """Return the draft of a note's entry."""
    message = f"not a note: {type(note).__name__}"
    raise TypeError(message)


@draft_of.register
def _(note: ReturnNote) -> Draft:
    return ReturnOfLines(
        sale=reference(note.sale),
        quantities=note.quantities,
        to_shelf=note.to_shelf,
        reason=f"{note.reason}; {INVOICE_REPLACED}" if note.replaces_invoice else note.reason,
    )


@draft_of.register
def _(note: VoidNote) -> Draft:
    return VoidDraft(sale=reference(note.sale), reason=note.reason)


@draft_of.register
def _(note: DeliveryNote) -> Draft:
    return GoodsInDraft(supplier=note.supplier, document=note.document, lines=_lines(note.goods))


@draft_of.register
def _(note: CountNote) -> Draft:
    lines = tuple(
        Counted(
            drug=one.drug,
            batch=one.batch,
            expiry=one.expiry,
            units=one.units,
            owner=one.owner.value,
        )
        for one in note.goods
    )
    return CountDraft(because=note.because, lines=lines)


@draft_of.register
def _(note: WriteOffNote) -> Draft:
    return WriteOffDraft(
        because=note.because,
        document=note.document,
        lines=_lines(note.goods),
        from_aside=note.from_aside,
    )


@draft_of.register
def _(note: AsideNote) -> Draft:
    return AsideDraft(because=note.because, lines=_lines(note.goods))


@draft_of.register
def _(note: PutBackNote) -> Draft:
    return PutBackDraft(lines=_lines(note.goods))


@draft_of.register
def _(note: ShiftNote) -> Draft:
    # The drawer is what the screen showed; the ledger adds up for itself.
    return ShiftDraft(event=note.event, counted_vnd=note.counted_vnd)


@draft_of.register
def _(note: RecallNote) -> Draft:
    return RecallDraft(recall=note.number, lines=_lines(note.goods))


@draft_of.register
def _(note: OverrideNote) -> Draft:
    return OverrideDraft(rule=note.rule, reason=note.reason, allowed_by=note.allowed_by)


@draft_of.register
def _(note: DrawerNote) -> Draft:
    return DrawerDraft(note.reason, by=note.by)


@draft_of.register
def _(note: RegisterNote) -> Draft:
    return RegistersDraft(day=note.day, drugs=note.drugs)


@draft_of.register
def _(note: PriceNote) -> Draft:
    return PriceDraft(drug=note.drug, unit=note.unit, price_vnd=note.price_vnd)


@draft_of.register
def _(note: CodeNote) -> Draft:
    return CodeDraft(gtin=note.gtin, drug=note.drug, unit=note.unit)
