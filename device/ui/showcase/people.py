"""Signing in, shifts, and what was written besides sales."""

from dataclasses import replace

from device.counter.past import Drawer
from device.counter.shop import Person, Role
from device.counter.state import Done, ShiftClosing, ShiftOpening, SignedOut
from device.ui.showcase.around import offline, shown
from device.ui.showcase.base import NOW
from device.ui.view import View

LAN = Person(badge="1001", name="Cô Lan", has_pin=True)
PEOPLE = (
    LAN,
    Person(badge="1002", name="Chú Hải", has_pin=True),
    Person(badge="1003", name="DS. Mai", roles=frozenset({Role.PHARMACIST}), has_pin=True),
    Person(badge="1004", name="Em Tú", has_pin=True),
)
MORE_PEOPLE = (*PEOPLE, Person(badge="1005", name="Bác Bình"))
DRAWER = Drawer(
    shift=87,
    opened_at=NOW,
    opened_by="1001",
    float_vnd=500_000,
    cash_vnd=2_346_000,
    cash_count=41,
    transfer_vnd=1_204_000,
    transfer_count=18,
    refunded_vnd=35_000,
    refund_count=1,
)
CLOSING = ShiftClosing(person=LAN, drawer=DRAWER, typed="2811000")


def views() -> dict[str, View]:
    """Return every screen by the name of its picture."""
    unsent = replace(CLOSING, drawer=replace(DRAWER, unsent=12))
    signing_in = SignedOut(people=PEOPLE, chosen=LAN, pin="00")
    return {
        "people-signed-out": _nobody(SignedOut(people=PEOPLE)),
        "people-signed-out-many": _nobody(SignedOut(people=MORE_PEOPLE, unknown_badge=True)),
        "people-signed-out-other-code": _nobody(SignedOut(people=PEOPLE, not_a_badge=True)),
        "people-pin": _nobody(signing_in),
        "people-pin-other-code": _nobody(replace(signing_in, not_a_badge=True)),
        "people-pin-wrong": _nobody(replace(signing_in, pin="0000", tries_left=3)),
        "people-pin-wait": _nobody(replace(signing_in, pin="", wait_seconds=30)),
        "people-shift-opening": shown(
            ShiftOpening(person=LAN, typed="500000", carried_vnd=500_000)
        ),
        "people-shift-closing": offline(unsent, unsent=12),
        "people-shift-closing-books": offline(replace(unsent, registers_due=True), unsent=12),
        "people-shift-closing-missing": shown(replace(CLOSING, typed="2761000")),
        "people-shift-closing-blind": shown(replace(CLOSING, typed="", shows_expected=False)),
        "people-done-shift": shown(Done(what="shift", number=87, amount_vnd=2_811_000)),
        "people-done-shift-update": replace(
            shown(Done(what="shift", number=87, amount_vnd=2_811_000)), awaits_update=True
        ),
        "people-done-return": shown(Done(what="return", number=131, amount_vnd=35_000, lines=1)),
    }


def _nobody(state: SignedOut) -> View:
    return replace(shown(state), staff="")
