"""Views of a sale, from the first scan to the receipt."""

from dataclasses import replace
from datetime import date, timedelta

from codes import VietQR
from codes.vietqr import write_vietqr
from device.counter.drug import Hold, HoldKind, Offer, ShelfBatch
from device.counter.payment import Transfer as Transferred
from device.counter.payment import Witness
from device.counter.rules import Refusal, Rule, Warn, Warning_, Way
from device.counter.sale import Substitution
from device.counter.state import (
    Blocked,
    Notice,
    PaperHelp,
    Quantity,
    Ready,
    SaveFailed,
    SaveFault,
    Saving,
    Selling,
    Transfer,
)
from device.printing import PaperView
from device.ui.showcase.base import (
    AMOXICILLIN,
    ASKED,
    BASE,
    COMPLETE,
    EXPIRED,
    FIRST,
    FIVE,
    LOADED,
    LONG_KNOWN,
    LOSARTAN,
    NO_PAPER,
    NOW,
    OFFLINE,
    ORESOL,
    PAID,
    PARACETAMOL,
    PART,
    PRESCRIBED,
    SHORT_DATED,
    THREE,
    unsent,
    with_state,
)
from device.ui.view import View

_TRANSFER = Transfer(
    sale=THREE,
    text=write_vietqr(
        VietQR(
            bank="970415",
            account="113366668888",
            amount_vnd=66_000,
            memo="QT01 K7M4P",
            dynamic=True,
        )
    ),
    reference="K7M4P",
    memo="QT01 K7M4P",
    amount_vnd=66_000,
    since=NOW,
)


def views() -> dict[str, View]:
    """Return them by the names of their pictures."""
    return {
        **_waiting(),
        **_open(),
        **_on_prescription(),
        **_refused(),
        **_paying(),
        **_paid(),
    }


def _waiting() -> dict[str, View]:
    return {
        "ready": BASE,
        "ready-offline": replace(BASE, network=OFFLINE),
        "ready-ledger-renewed": replace(
            with_state(Ready(notice=Notice.LEDGER_RENEWED)), is_clock_trusted=False
        ),
        "ready-parked": replace(BASE, parked=1),
        "ready-training": replace(BASE, is_training=True),
    }


def _open() -> dict[str, View]:
    three = Selling(sale=THREE, warnings=SHORT_DATED)
    unknown = replace(three, notice=Notice.NOT_IN_CATALOGUE, code="8936012345674")
    same = (Warning_(Warn.SAME_INGREDIENT, PARACETAMOL, "paracetamol"), *SHORT_DATED)
    return {
        "sale": with_state(three),
        "sale-first": with_state(Selling(sale=FIRST)),
        "sale-five-lines": with_state(Selling(sale=FIVE, warnings=SHORT_DATED)),
        "sale-paper-strip": replace(with_state(three), paper=NO_PAPER),
        "sale-unknown-code": with_state(unknown),
        "sale-training": replace(with_state(three), is_training=True),
        "sale-warning": with_state(replace(three, warnings=same)),
        "sale-strip-five-lines": replace(
            with_state(Selling(sale=FIVE, warnings=SHORT_DATED)), paper=NO_PAPER
        ),
        "sale-last-page": with_state(Selling(sale=FIVE, page=1, warnings=SHORT_DATED)),
        "quantity": with_state(
            Quantity(sale=THREE, index=0, offers=_UNITS, chosen=_UNITS[1], typed="3", on_hand=1450)
        ),
        "quantity-too-many": with_state(
            Quantity(
                sale=THREE,
                index=0,
                offers=_UNITS,
                chosen=_UNITS[1],
                typed="200",
                on_hand=1450,
                too_many=145,
            )
        ),
    }


def _unit(unit: str, unit_size: int, price_vnd: int) -> Offer:
    return replace(
        PARACETAMOL.offer, unit=unit, unit_size=unit_size, price_vnd=price_vnd, outer_size=100
    )


_UNITS = (_unit("hộp", 100, 80_000), _unit("vỉ", 10, 8_000), _unit("viên", 1, 800))


def _on_prescription() -> dict[str, View]:
    less = replace(LOSARTAN, quantity=1)
    substituted = replace(
        LOSARTAN,
        offer=replace(LOSARTAN.offer, drug=replace(LOSARTAN.drug, name="Cozaar 50 mg")),
        substitution=Substitution(prescribed="Losartan 50 mg", reason="out-of-stock", by="MAI"),
    )
    partial = replace(COMPLETE, lines=(*PART.lines, less))
    swapped = replace(COMPLETE, lines=(*PART.lines, substituted))
    long = replace(PART, prescription=LONG_KNOWN)
    last_day = (Warning_(Warn.LAST_DAY, None, "2026-11-22"),)
    beside = replace(COMPLETE, lines=(*COMPLETE.lines, ORESOL))
    return {
        "prescription-code-only": with_state(Selling(sale=PRESCRIBED)),
        "prescription-loaded": with_state(Selling(sale=LOADED)),
        "prescription-asking": with_state(Selling(sale=ASKED, is_asking=True)),
        "prescription": with_state(Selling(sale=PART)),
        "prescription-complete": with_state(Selling(sale=COMPLETE)),
        "prescription-partial": with_state(Selling(sale=partial)),
        "prescription-substituted": with_state(Selling(sale=swapped)),
        "prescription-five-lines": with_state(Selling(sale=long)),
        "prescription-warning": with_state(Selling(sale=PART, warnings=last_day)),
        "prescription-strip": replace(with_state(Selling(sale=PART)), paper=NO_PAPER),
        "prescription-beside": with_state(Selling(sale=beside, warnings=SHORT_DATED, page=1)),
    }


def _refused() -> dict[str, View]:
    good = ShelfBatch(number="0423A", expiry=date(2027, 8, 31), on_hand=1450)
    expired = Refusal(
        rule=Rule.EXPIRED,
        line=EXPIRED,
        good_batch=good,
        day=EXPIRED.expiry,
        ways=(Way.SET_ASIDE,),
    )
    unprescribed = Refusal(
        rule=Rule.NEEDS_PRESCRIPTION, line=AMOXICILLIN, ways=(Way.PAPER_PRESCRIPTION,)
    )
    both = replace(unprescribed, ways=(Way.PAPER_PRESCRIPTION, Way.EMERGENCY))
    views = {
        "block-expired-good-batch": with_state(Blocked(sale=THREE, refusal=expired)),
        "block-paper": with_state(Blocked(sale=THREE, refusal=unprescribed)),
        "block-emergency": with_state(Blocked(sale=THREE, refusal=both)),
    }
    views |= {
        f"block-{rule.name.lower().replace('_', '-')}": with_state(
            Blocked(sale=PART, refusal=refusal(rule))
        )
        for rule in Rule
    }
    return views


_WAYS = {
    Rule.NEEDS_PRESCRIPTION: (Way.PAPER_PRESCRIPTION,),
    Rule.NEEDS_TYPE_N: (Way.PAPER_PRESCRIPTION,),
    Rule.NEEDS_TYPE_H: (Way.PAPER_PRESCRIPTION,),
    Rule.PAPER_INCOMPLETE: (Way.PAPER_PRESCRIPTION,),
    Rule.MORE_THAN_PRESCRIBED: (Way.LESS, Way.OUTSIDE_PRESCRIPTION),
    Rule.NOT_PRESCRIBED: (Way.SUBSTITUTE,),
    Rule.SUBSTITUTION_STAFF: (Way.CALL_PHARMACIST,),
    Rule.SUBSTITUTION_CONSENT: (Way.CONSENT,),
    Rule.NEEDS_CUSTOMER: (Way.BUYER,),
    Rule.TRANCHE_ID: (Way.SEEN_CARD,),
    Rule.EXPIRED: (Way.SET_ASIDE,),
    Rule.RECALLED: (Way.SET_ASIDE,),
    Rule.SUSPENDED: (Way.SET_ASIDE,),
    Rule.NO_BATCH: (Way.BATCH,),
    Rule.ABOVE_POSTED: (Way.AT_LIMIT,),
    Rule.ABOVE_MARGIN: (Way.AT_LIMIT,),
    Rule.NOT_ENOUGH: (Way.LESS, Way.IN_HAND),
}


def refusal(rule: Rule) -> Refusal:
    """Return a refusal with everything that its words could name."""
    kind = {Rule.RECALLED: HoldKind.RECALLED, Rule.SEALED: HoldKind.SEALED}
    line = EXPIRED if rule is Rule.EXPIRED else AMOXICILLIN
    return Refusal(
        rule=rule,
        line=line,
        allowed=14,
        prescribed=28,
        limit_vnd=12_000,
        day=date(2026, 11, 14),
        hold=Hold(
            number="0000/QLD-CL",
            kind=kind.get(rule, HoldKind.SUSPENDED),
            drug_id=line.drug.id,
            drug_name=line.drug.name,
            batches=(line.batch,),
            level=2,
            reason="không đạt chất lượng",
            issued=date(2026, 11, 20),
        ),
        ways=_WAYS.get(rule, ()),
    )


def _paying() -> dict[str, View]:
    short = replace(_TRANSFER, came_vnd=60_000)
    return {
        "save-failed": with_state(SaveFailed(sale=THREE, fault=SaveFault.DISK_FULL)),
        "save-no-room": with_state(SaveFailed(sale=THREE, fault=SaveFault.DISK_FULL, paying=False)),
        "saving": with_state(Saving(sale=THREE)),
        "transfer": with_state(_TRANSFER),
        "transfer-offline": replace(with_state(_TRANSFER), network=OFFLINE),
        "transfer-other-sum": with_state(short),
    }


def _paid() -> dict[str, View]:
    by_bank = Transferred(reference="K7M4P", witness=Witness.BANK)
    by_staff = Transferred(reference="K7M4P", witness=Witness.STAFF)
    prescription = replace(
        PAID, number=129, total_vnd=98_000, on_prescription=True, labels=3, rest=1
    )
    printing = PaperView(waiting=1, printing=True)
    return {
        "paid": replace(with_state(PAID), paper=printing, network=unsent(1)),
        "paid-no-paper": replace(with_state(PAID), paper=NO_PAPER, network=unsent(1)),
        "paid-five-rows": with_state(replace(PAID, total_vnd=35_000)),
        "paid-exact": with_state(replace(PAID, total_vnd=500_000)),
        "paid-prescription": replace(with_state(prescription), paper=printing),
        "paid-transfer-bank": with_state(
            replace(PAID, payment=by_bank, at=NOW - timedelta(seconds=40))
        ),
        "paid-transfer-staff": with_state(
            replace(PAID, payment=by_staff, at=NOW - timedelta(seconds=40))
        ),
        "paid-training": replace(with_state(PAID), is_training=True),
        "paper-help": replace(with_state(PaperHelp(behind=Selling(sale=THREE))), paper=NO_PAPER),
    }
