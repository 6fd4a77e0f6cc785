"""What other terminals have dispensed, line by line of a prescription (rule RX-04)."""

from collections import Counter
from collections.abc import Iterable

import msgspec

from server.prescriptions.judging import line_of
from server.prescriptions.parts import PartLine
from server.store.prescriptions import Taken
from wire.asking import Sheet


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
