"""Which line of the prescription a drug is dispensed on, and how much of it is left there."""

from dataclasses import replace

from device.counter.drug import Drug
from device.counter.prescription import PrescribedLine
from device.counter.rules import left_on, needs_prescription, prescribes
from device.counter.rules.substitution import is_same
from device.counter.sale import Directions, OpenSale, SaleLine
from device.counter.selling.portion import cut_down
from device.counter.world import World


def dispensed_on(line: SaleLine, sale: OpenSale, world: World) -> SaleLine:
    """Return the line as the prescription takes it: what is left, in a unit that makes it up.

    A drug that is not on the prescription comes back as it is. The first pack takes all that is
    left, or what the book has of its batch; the same batch once more, and each pack with a serial
    number, adds one pack or the rest, whichever is less.
    """
    prescribed = line_of(line.drug, sale, world)
    return line if prescribed is None else taken_on(prescribed, line, sale, world)


def taken_on(prescribed: PrescribedLine, line: SaleLine, sale: OpenSale, world: World) -> SaleLine:
    """Return the line as this line of the prescription takes it."""
    line = replace(
        line, prescribed=prescribed.number, directions=line.directions or _directions(prescribed)
    )
    left = left_on(prescribed, sale, world)
    if line.serials or _is_again(line, sale):
        left = min(left, line.offer.unit_size)
    on_book = _on_book(line, sale, world)
    found = cut_down(line, min(left, on_book) if on_book > 0 else left, world)
    return found or line  # where nothing is left, the rule says so


def line_of(drug: Drug, sale: OpenSale, world: World) -> PrescribedLine | None:
    """Return the prescription's line that prescribes a drug: one with something left, if any."""
    found = sale.prescription
    if found is None:
        return None
    mine = [line for line in found.lines if prescribes(line, drug, world)]
    open_lines = (line for line in mine if left_on(line, sale, world) > 0)
    return next(open_lines, mine[0] if mine else None)


def line_to_replace(drug: Drug, sale: OpenSale, world: World) -> PrescribedLine | None:
    """Return the prescription's line in whose place a drug could be sold (RX-06).

    One with the same ingredients first; then one that says too little to tell.
    """
    found = sale.prescription
    every = found.lines if found else ()
    lines = [line for line in every if left_on(line, sale, world) > 0]
    sameness = [(line, is_same(drug, line, world)) for line in lines]
    same = [line for line, is_it in sameness if is_it]
    unclear = [line for line, is_it in sameness if is_it is None]
    return next(iter(same or unclear or lines), None)


def rematched(sale: OpenSale, world: World) -> OpenSale:
    """Say of lines that were scanned before it was known what is prescribed where they belong."""
    for index, line in enumerate(sale.lines):
        found = None if line.prescribed is not None else line_of(line.drug, sale, world)
        if found is not None:
            others = replace(sale, lines=sale.lines[:index] + sale.lines[index + 1 :])
            fits = line.base_units <= left_on(found, others, world)
            if fits or needs_prescription(line.drug, world.parameters):
                mine = replace(
                    line, prescribed=found.number, directions=line.directions or _directions(found)
                )
                sale = replace(sale, lines=(*sale.lines[:index], mine, *sale.lines[index + 1 :]))
    return sale


def _is_again(line: SaleLine, sale: OpenSale) -> bool:
    return any(
        (other.drug.id, other.batch, other.prescribed)
        == (line.drug.id, line.batch, line.prescribed)
        for other in sale.lines
    )


def _on_book(line: SaleLine, sale: OpenSale, world: World) -> int:
    """Base units of the batch that the book has beside the sale's lines."""
    batches = world.shelf.batches(line.drug.id)
    mine = sum(batch.on_hand for batch in batches if batch.number == line.batch)
    return mine - sale.taken(line.drug.id, line.batch)


def _directions(prescribed: PrescribedLine) -> Directions | None:
    return Directions(words=prescribed.directions) if prescribed.directions else None
