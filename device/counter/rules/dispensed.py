"""How much of a prescription this outlet has dispensed before, line by line (rule RX-04)."""

from collections import Counter
from collections.abc import Iterable

from device.counter.drug import Drug
from device.counter.prescription import PrescribedLine, Prescription
from device.counter.rules.substitution import is_same, plain
from device.counter.world import World


def dispensed_here(prescription: Prescription, world: World) -> dict[int, int]:
    """RX-04: return base units that this outlet dispensed, by line of the prescription.

    What was sold while only its code was known counts on the line that prescribes it; where
    several do, the first is filled before the next, and what is too much is on the last. Where the
    quantities are for one tranche (CTL-11), what was sold for an earlier one does not count.
    """
    text = prescription.text
    if not text or not prescription.lines:
        return {}
    since = prescription.counted_from
    units = Counter(world.past.dispensed(text, since))
    for drug, sold in world.past.sold_on_code(text, since).items():
        mine = _lines_of(_drug(drug, world), prescription.lines, world)
        rest = sold
        for line in mine:
            room = max(0, line.quantity - line.elsewhere - units[line.number])
            part = rest if line is mine[-1] else min(rest, room)
            units[line.number] += part
            rest -= part
    return dict(units)


def was_dispensed_here(prescription: Prescription, world: World) -> bool:
    """Whether this outlet has sold on the prescription before, and not all of it came back."""
    text = prescription.text
    return bool(text and (world.past.dispensed(text) or world.past.sold_on_code(text)))


def prescribes(line: PrescribedLine, drug: Drug, world: World) -> bool:
    """By the catalogue's id; where the prescriber named none, by name or by ingredients."""
    if line.drug:
        return line.drug == drug.id
    return plain(line.name) == plain(drug.name) or is_same(drug, line, world) is True


def _lines_of(drug: Drug, lines: Iterable[PrescribedLine], world: World) -> list[PrescribedLine]:
    """Return the lines that prescribe a drug; where none does, those with its ingredients.

    Nobody could know that another brand was prescribed (RX-06).
    """
    every = list(lines)
    mine = [line for line in every if prescribes(line, drug, world)]
    return mine or [line for line in every if is_same(drug, line, world) is True]


def _drug(drug_id: str, world: World) -> Drug:
    """Return a drug; one that the catalogue does not know any more has its id for a name."""
    offers = world.shelf.offers(drug_id)
    return offers[0].drug if offers else Drug(id=drug_id, name=drug_id, prescription_only=True)
