"""A prescription is attached to the sale, and later it is known what is left on it."""

from dataclasses import replace

from codes import PrescriptionCode
from device.counter.cue import Cue
from device.counter.deed import AskPrescription
from device.counter.event import Prescribed
from device.counter.open_sale import open_sale, with_sale
from device.counter.prescription import Prescription
from device.counter.rules import dispensed_here, needs_prescription, refuse_sale
from device.counter.rules.dispensed import was_dispensed_here
from device.counter.sale import OpenSale
from device.counter.selling.blocking import PRESCRIPTION_LIFTS, tried_again
from device.counter.selling.matching import rematched
from device.counter.selling.showing import noticed, shown
from device.counter.state import Blocked, Notice, Quantity, Selling, State, Transfer
from device.counter.step import Step
from device.counter.world import World

_ON_SCREEN = Selling | Transfer | Quantity
"""States in which a sale that has become forbidden is stopped at once; else it is at paying."""


def scan_prescription(state: State, code: PrescriptionCode, world: World) -> Step:
    """Attach a prescription of which only the code is known yet, and ask the province.

    What the printed code holds beside its number was never published, so nothing more is read
    from it; with lines of its own it would be of `Origin.TEXT`.
    """
    sale = open_sale(state)
    known = sale.prescription
    if known is not None and _is(known, code.text):
        asked = tried_again(state, sale, PRESCRIPTION_LIFTS, world)
        return asked if known.is_checked else _asking(asked, code)
    if _is_taken_on(state, sale, world):
        # One sale, one prescription: what was taken on the first is paid first.
        return noticed(sale, Notice.SALE_OPEN, world, after=state)
    return attached(state, Prescription(code=code), world)


def _is_taken_on(state: State, sale: OpenSale, world: World) -> bool:
    """Whether something in the sale stands on its prescription, be it known by its code only.

    What was refused at paying for want of a better one stands on none.
    """
    if any(line.prescribed is not None for line in sale.lines):
        return True
    mends = (
        isinstance(state, Blocked) and state.in_sale and state.refusal.rule in PRESCRIPTION_LIFTS
    )
    return (
        sale.prescription is not None
        and not mends
        and any(needs_prescription(line.drug, world.parameters) for line in sale.lines)
    )


def _is(prescription: Prescription, code: str) -> bool:
    """RX-10: upper and lower case are the same code, which is kept and sent as it was scanned."""
    found = prescription.code
    return found is not None and found.text.lower() == code.lower()


def attached(state: State, prescription: Prescription, world: World) -> Step:
    """Attach a prescription; a pack that was refused for want of it is tried again."""
    sale = open_sale(state).with_prescription(prescription)
    step = tried_again(state, sale, PRESCRIPTION_LIFTS, world)
    return _asking(step, prescription.code) if prescription.code else step


def _asking(step: Step, code: PrescriptionCode) -> Step:
    deeds = (*step.deeds, AskPrescription(code.text))
    if isinstance(step.state, Selling):
        return replace(step, state=replace(step.state, is_asking=True), deeds=deeds)
    return replace(step, deeds=deeds)


def prescribed(state: State, event: Prescribed, world: World) -> Step:
    """Take the province's answer, if the sale still stands on that prescription."""
    sale = open_sale(state)
    known = sale.prescription
    if known is None or not _is(known, event.code):
        return Step(state=state)
    if event.prescription is None:
        return _unanswered(state, known, world)
    told = _less_dispensed(replace(event.prescription, code=known.code), world)
    sale = sale.throughout(lambda one: _learned(one, told, world))
    return _answered(state, sale, world)


def _unanswered(state: State, known: Prescription, world: World) -> Step:
    """Say that nobody checked it; where this outlet has sold on it before, rather that."""
    if not isinstance(state, Selling):
        return Step(state=state)
    again = not known.lines and was_dispensed_here(known, world)
    notice = Notice.PRESCRIPTION_USED if again else Notice.PRESCRIPTION_UNCHECKED
    return Step(state=replace(state, notice=notice, code="", is_asking=False), cue=Cue.WARN)


def _answered(state: State, sale: OpenSale, world: World) -> Step:
    if not isinstance(state, _ON_SCREEN):
        return Step(state=with_sale(state, sale))
    refusal = refuse_sale(sale, world)
    if refusal:
        return Step(state=Blocked(sale=sale, refusal=refusal, in_sale=True), cue=Cue.BLOCK)
    if isinstance(state, Selling):
        fresh = shown(sale, world)
        return Step(
            state=replace(fresh, notice=state.notice, code=state.code, unknown=state.unknown)
        )
    return Step(state=with_sale(state, sale))


def _learned(sale: OpenSale, told: Prescription, world: World) -> OpenSale:
    """Put what was told in place of the same prescription's code, and sort the lines in.

    RX-07: what was keyed in from paper and the province does not name is kept.
    """
    known = sale.prescription
    if known is None or not _is(known, told.text):
        return sale
    kept = replace(
        told,
        number=known.number or told.number,
        prescriber=told.prescriber or known.prescriber,
        facility=told.facility or known.facility,
        issued=told.issued or known.issued,
    )
    return rematched(replace(sale, prescription=kept), world)


def recounted(sale: OpenSale, world: World) -> OpenSale:
    """Count anew what this terminal has dispensed: other sales were paid while this one waited."""
    return sale.throughout(lambda one: _counted_in(one, world))


def _counted_in(sale: OpenSale, world: World) -> OpenSale:
    found = sale.prescription
    if found is None or not found.text:
        return sale
    return replace(sale, prescription=_with_here(found, world))


def _with_here(prescription: Prescription, world: World) -> Prescription:
    here = dispensed_here(prescription, world)
    lines = tuple(
        replace(line, dispensed=line.elsewhere + here.get(line.number, 0))
        for line in prescription.lines
    )
    return replace(prescription, lines=lines)


def _less_dispensed(told: Prescription, world: World) -> Prescription:
    """Add what this terminal has dispensed to what the province knows of all others."""
    lines = tuple(replace(line, elsewhere=line.dispensed) for line in told.lines)
    return _with_here(replace(told, lines=lines), world)
