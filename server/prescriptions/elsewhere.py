"""What other terminals have dispensed, line by line of a prescription (rule RX-04)."""

from collections import Counter
from collections.abc import Iterable
from datetime import MINYEAR

import msgspec

from server.interop.unconfirmed import BELIEVED, Unconfirmed
from server.prescriptions.judging import TRANCHE_EARLY, line_of
from server.prescriptions.parts import PartLine
from server.store.prescriptions import Taken
from wire.asking import Sheet


def counted(sheet: Sheet, shape: Unconfirmed = BELIEVED) -> Sheet:
    """Return a prescription that says since when sales count against its quantities.

    CTL-11: of a later tranche what was collected for the ones before does not, where a quantity is
    meant for one tranche.
    """
    begins, is_later = sheet.tranche_begins, (sheet.tranche or 1) > 1
    if begins is None or begins.year == MINYEAR or not is_later or shape.quantity_for == "all":
        return sheet
    return msgspec.structs.replace(sheet, counted_from=begins - TRANCHE_EARLY)


def with_elsewhere(sheet: Sheet, taken: Iterable[Taken]) -> Sheet:
    """Return a prescription whose lines say what was dispensed on them.

    RX-04: what was sold while only the code was known counts on the line of its drug. Where the
    drug is on several lines the first is filled before the next, and what is too much is on the
    last.
    """
    units: Counter[int] = Counter()
    unclear: Counter[str] = Counter()
    for drug, number, substitutes, sold in taken:
        part = PartLine(drug=drug, number=number, substitutes=substitutes, units=sold)
        line = line_of(part, sheet)
        if line is None:
            unclear[drug] += sold
        else:
            units[line] += sold
    for drug, sold in unclear.items():
        _spread(drug, sold, sheet, units)
    lines = tuple(
        msgspec.structs.replace(line, elsewhere=max(0, units[line.number])) for line in sheet.lines
    )
    return msgspec.structs.replace(sheet, lines=lines)


def _spread(drug: str, sold: int, sheet: Sheet, units: Counter[int]) -> None:
    mine = [line for line in sheet.lines if line.drug == drug]
    for line in mine:
        room = max(0, line.quantity - units[line.number])
        part = sold if line is mine[-1] else min(sold, room)
        units[line.number] += part
        sold -= part
