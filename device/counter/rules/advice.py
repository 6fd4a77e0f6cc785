"""Each warning: what it turns on, and where it stands."""

from collections.abc import Callable
from itertools import combinations

from codes import PrescriptionType
from device.counter.drug import Ware
from device.counter.parameters import Action, Parameters
from device.counter.prescription import Origin, Prescription
from device.counter.rules import scope
from device.counter.rules.batches import other_batches
from device.counter.rules.case import Case, cases
from device.counter.rules.dispensed import was_dispensed_here
from device.counter.rules.prescription import last_day
from device.counter.rules.warn import Warn, Warning_
from device.counter.sale import OpenSale, SaleLine
from device.counter.shop import OutletKind
from device.counter.world import World


def licence_ended(sale: OpenSale, world: World) -> Warning_ | None:
    """SC-01 (LD Đ42 k2 a, A*): the licence's last day is over."""
    until = world.shop.licence_until
    over = until is not None and until < world.today and bool(sale.lines)
    if not over or world.parameters.licence_end is not Action.WARN:
        return None
    return Warning_(Warn.LICENCE_ENDED, detail=until.isoformat() if until else "")


def nobody_in_charge(sale: OpenSale, world: World) -> Warning_ | None:
    """GPP-03 (LD Đ31 k2, A*): prescription drugs, and nobody in charge is signed in.

    Never for a sale over the counter, and never where nobody has to sign in.
    """
    person = world.person
    if person is None or person.in_charge:
        return None
    needed = any(case.needs_prescription for case in cases(sale, world))
    return Warning_(Warn.NOBODY_IN_CHARGE) if needed else None


def unchecked(sale: OpenSale, world: World) -> Warning_ | None:
    """RX-04, CASE-06 (D): offline nobody can say what another outlet has dispensed."""
    del world
    found = sale.prescription
    if found is None or found.is_checked or found.origin is Origin.PAPER:
        return None
    return Warning_(Warn.UNCHECKED, detail=found.text)


def dispensed_before(sale: OpenSale, world: World) -> Warning_ | None:
    """RX-04 (D): sold on here before, and nobody can say how much of it is left.

    A paper's number alone is no code: another facility may use the same.
    """
    found = sale.prescription
    if found is None or found.code is None or found.lines:
        return None
    again = was_dispensed_here(found, world)
    return Warning_(Warn.DISPENSED_BEFORE, detail=found.text) if again else None


def last_of_days(sale: OpenSale, world: World) -> Warning_ | None:
    """RX-03 (TT26 Đ12 k9 b, A-): what is not taken today is lost."""
    last = last_day(sale.prescription, world.parameters) if sale.prescription else None
    if last is None or last != world.today:
        return None
    return Warning_(Warn.LAST_DAY, detail=last.isoformat())


def too_many_days(sale: OpenSale, world: World) -> Warning_ | None:
    """RX-11 (TT26 Đ6 k8, Đ7 k2, Đ8 k1, Đ9 k2-3, TT55 Đ8 k7, A-): longer than may be prescribed.

    The prescriber answers for it; the counter only says so.
    """
    found = sale.prescription
    if found is None or found.days is None:
        return None
    limit = max_days(found, sale, world.parameters)
    return Warning_(Warn.TOO_MANY_DAYS, detail=str(limit)) if found.days > limit else None


def max_days(found: Prescription, sale: OpenSale, parameters: Parameters) -> int:
    """Return for how many days such a prescription may be written (RX-11)."""
    days = parameters.max_days
    toxic = any(line.drug.toxic_herb for line in sale.lines)
    decoction = days.decoction_acute if found.is_acute else days.decoction
    long = days.ordinary_long if _is_long(found, parameters) else days.ordinary
    return {
        PrescriptionType.NARCOTIC: days.narcotic_cancer if found.tranche else days.narcotic_acute,
        PrescriptionType.PSYCHOTROPIC: (
            days.psychotropic_acute if found.is_acute else days.psychotropic_long
        ),
        PrescriptionType.DECOCTION: days.decoction_toxic if toxic else decoction,
        PrescriptionType.TRADITIONAL: days.herbal,
        PrescriptionType.ORDINARY: long,
    }[found.type]


def _is_long(found: Prescription, parameters: Parameters) -> bool:
    listed = parameters.long_icd10
    return any(illness.upper().startswith(listed) for illness in found.icd10)


def child(sale: OpenSale, world: World) -> Warning_ | None:
    """RX-12 (TT26 Đ6, A-): under 72 months the prescription says the weight."""
    found = sale.prescription
    if found is None or found.patient_months is None or found.patient_kg is not None:
        return None
    young = found.patient_months < world.parameters.child_months
    return Warning_(Warn.CHILD) if young else None


def same_ingredient(sale: OpenSale, world: World) -> Warning_ | None:
    """RX-15 (LD Đ81 k2, A*): two drugs with the same active ingredient."""
    del world
    for one, other in combinations(sale.lines, 2):
        shared = _names(one) & _names(other)
        if one.drug.id != other.drug.id and shared:
            return Warning_(Warn.SAME_INGREDIENT, other, ", ".join(sorted(shared)))
    return None


def _names(line: SaleLine) -> frozenset[str]:
    return frozenset(each.name.strip().casefold() for each in line.drug.ingredients)


def short_dated(case: Case) -> Warning_ | None:
    """GPP-06 (D): the buyer is told that the expiry date is near."""
    left = case.line.days_left(case.world.today)
    near = left is not None and 0 <= left <= case.parameters.short_dated_days
    return Warning_(Warn.SHORT_DATED, case.line, str(left)) if near else None


def earlier_batch(case: Case) -> Warning_ | None:
    """FEFO (GPP, C): another batch on the shelf expires sooner."""
    mine = case.line.expiry
    earlier = (
        batch for batch in other_batches(case) if mine and batch.expiry and batch.expiry < mine
    )
    found = next(earlier, None)
    return Warning_(Warn.EARLIER_BATCH, case.line, found.number) if found else None


def not_proven_essential(case: Case) -> Warning_ | None:
    """SC-03, SC-04 (LD Đ48, Đ49, A*): the catalogue does not say whether it is essential."""
    kind, drug = case.world.shop.kind, case.drug
    if drug.ware is not Ware.DRUG or case.parameters.essential_unknown is not Action.WARN:
        return None
    at_counter = kind is OutletKind.DRUG_COUNTER and case.needs_prescription
    permitted = scope.is_permitted(case.world.shop.extra_drugs, drug.id, case.world.today)
    unproven = (at_counter and not permitted and drug.essential is None) or (
        kind is OutletKind.COMMUNE_CABINET and scope.fits_commune(drug) is None
    )
    return Warning_(Warn.NOT_PROVEN_ESSENTIAL, case.line) if unproven else None


def restricted(case: Case) -> Warning_ | None:
    """SC-07 (TT31 Đ10 k3, A-): a restricted drug whose prescription names no illness."""
    drug = case.drug
    if not drug.restricted_retail or scope.indication_is_listed(case) is not None:
        return None
    permitted = scope.is_permitted(case.world.shop.restricted, drug.id, case.world.today)
    wanted = case.parameters.restricted_indication_unknown is Action.WARN
    return Warning_(Warn.RESTRICTED, case.line) if wanted and not permitted else None


def supplement(case: Case) -> Warning_ | None:
    """RX-16 (Luật KCB Đ63 k2, LD Đ6 k15, A-): it is not a drug, and is not to be called one."""
    is_one = case.drug.ware is Ware.SUPPLEMENT
    return Warning_(Warn.SUPPLEMENT, case.line) if is_one else None


def no_price(case: Case) -> Warning_ | None:
    """PRC-01 (LD Đ42 k2 l, A*): nothing is asked for it, so nothing is posted."""
    free = case.line.offer.price_vnd <= 0
    return Warning_(Warn.NO_POSTED_PRICE, case.line) if free else None


OF_SALE: tuple[Callable[[OpenSale, World], Warning_ | None], ...] = (
    licence_ended,
    last_of_days,
    unchecked,
    dispensed_before,
    child,
    too_many_days,
    nobody_in_charge,
    same_ingredient,
)
OF_LINE: tuple[Callable[[Case], Warning_ | None], ...] = (
    short_dated,
    earlier_batch,
    not_proven_essential,
    restricted,
    supplement,
    no_price,
)
