"""Who may sell what (rules SC-01 to SC-08, section 1)."""

from collections.abc import Iterable
from datetime import date

from codes.registration import GROUPS, normalise_registration
from device.counter.drug import Control, Drug, Owner, Ware
from device.counter.parameters import Action
from device.counter.rules.batches import good_batch
from device.counter.rules.case import Case
from device.counter.rules.refusal import Refusal
from device.counter.rules.rule import Rule
from device.counter.shop import OutletKind, Permit


def unsaleable(case: Case) -> Refusal | None:
    """SC-08 (LD Đ6 k5 c-e, A*): radioactive drugs, raw materials, trial drugs, samples: never."""
    return case.refused(Rule.UNSALEABLE) if case.drug.ware is Ware.UNSALEABLE else None


def vaccine(case: Case) -> Refusal | None:
    """SC-05 (LD Đ6 k5 h, A*): no vaccines at retail, whatever the kind of outlet.

    The catalogue says it, or the group digit of the registration number (TT32 annex V).
    """
    return case.refused(Rule.VACCINE) if is_vaccine(case.drug) else None


def is_vaccine(drug: Drug) -> bool:
    """Whether catalogue or registration number call it a vaccine."""
    proposal = normalise_registration(drug.registration).proposal
    return drug.ware is Ware.VACCINE or (
        proposal is not None and GROUPS.get(proposal.group) == "vaccine"
    )


def not_retail_stock(case: Case) -> Refusal | None:
    """SC-06 (LD Đ6 k5 g, A*): programme, aid, insurance and sample stock is never sold."""
    owners = {batch.owner for batch in case.batches() if batch.number == case.line.batch}
    if not owners or Owner.RETAIL in owners:
        return None
    return case.refused(Rule.NOT_RETAIL_STOCK, good_batch=good_batch(case))


def licence_ended(case: Case) -> Refusal | None:
    """SC-01 (LD Đ42 k2 a, A*): the licence has an end; what it does is a parameter."""
    until = case.world.shop.licence_until
    over = until is not None and until < case.world.today
    return case.refused(Rule.LICENCE_ENDED, day=until) if over else None


def outside_scope(case: Case) -> Refusal | None:
    """SC-01 (LD Đ6 k2, k4, Đ42 k2 a, A*): an outlet that is not licensed for ordinary drugs."""
    ordinary = case.drug.ware is Ware.DRUG and case.drug.control is Control.NONE
    outside = ordinary and Control.NONE not in case.world.shop.scope
    return case.refused(Rule.OUT_OF_SCOPE) if outside else None


def drug_counter(case: Case) -> Refusal | None:
    """SC-03 (LD Đ48 k1 b, A*): a drug counter sells essential drugs and those without prescription.

    Further ones by the department's document, until the end of its date. Where the catalogue does
    not say whether a drug is essential, a parameter decides.
    """
    if case.world.shop.kind is not OutletKind.DRUG_COUNTER or case.drug.ware is not Ware.DRUG:
        return None
    if not case.needs_prescription or _permitted(case, case.world.shop.extra_drugs):
        return None
    return _unless(case.drug.essential, case, Rule.NOT_FOR_DRUG_COUNTER)


def cabinet(case: Case) -> Refusal | None:
    """SC-04 (LD Đ49 k1 b, A*): a commune cabinet sells essential drugs fitting its level."""
    if case.world.shop.kind is not OutletKind.COMMUNE_CABINET or case.drug.ware is not Ware.DRUG:
        return None
    return _unless(fits_commune(case.drug), case, Rule.NOT_FOR_CABINET)


def fits_commune(drug: Drug) -> bool | None:
    """Whether a drug is essential and of a commune station's level; None: nobody says."""
    flags = {drug.essential, drug.commune_level}
    if False in flags:
        return False
    return None if None in flags else True


def _unless(flag: bool | None, case: Case, rule: Rule) -> Refusal | None:  # noqa: FBT001 - a fact
    unproven = flag is None and case.parameters.essential_unknown is Action.BLOCK
    return case.refused(rule) if flag is False or unproven else None


def restricted(case: Case) -> Refusal | None:
    """SC-07 (TT31 Đ10 k3, annex III, A-): restricted drugs for the illnesses of the annex.

    Allowed where the department has said so in writing. Without an illness on the prescription a
    parameter decides; the annex's list itself was not read.
    """
    if not case.drug.restricted_retail or _permitted(case, case.world.shop.restricted):
        return None
    listed = indication_is_listed(case)
    unknown = listed is None and case.parameters.restricted_indication_unknown is Action.BLOCK
    return case.refused(Rule.RESTRICTED) if listed or unknown else None


def indication_is_listed(case: Case) -> bool | None:
    """Whether the prescription's illness is in the annex; None: nobody says.

    The province says so without naming the illness.
    """
    listed = case.drug.restricted_indications
    if not listed or (case.prescription and case.prescription.is_restricted):
        return True
    illnesses = case.prescription.icd10 if case.prescription else ()
    if not illnesses:
        return None
    return any(illness.upper().startswith(listed) for illness in illnesses)


def is_permitted(permits: Iterable[Permit], drug_id: str, today: date) -> bool:
    """Whether a document names the drug and is in force; its last day counts."""
    return any(
        drug_id in permit.drugs and (permit.until is None or permit.until >= today)
        for permit in permits
    )


def _permitted(case: Case, permits: tuple[Permit, ...]) -> bool:
    return is_permitted(permits, case.drug.id, case.world.today)
