"""Shop and people as the province has them, over what the terminal's settings say."""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Annotated, Literal, NamedTuple, TypeVar

import msgspec
from msgspec import UNSET, Meta, Raw, UnsetType

from device.counter.shop import Degree, OutletKind, Permit, Person, Role, Shop
from device.people import BADGE, Text
from device.reference.word import Word
from device.shop_settings import ControlledClass, scope_of
from wire.decoding import decode

log = logging.getLogger(__name__)

T = TypeVar("T")


class Permission(msgspec.Struct, frozen=True, kw_only=True):
    """A document by which the department allows some drugs (SC-03, SC-07)."""

    number: Text
    drugs: Annotated[tuple[Text, ...], Meta(min_length=1)]
    until: date | None = None


class ShopRow(msgspec.Struct, frozen=True, kw_only=True):
    """The outlet, as the department's list has it; what it leaves out the settings say."""

    name: Text | UnsetType = UNSET
    kind: Literal["NT", "QT", "TT"] | UnsetType = UNSET
    scope: tuple[ControlledClass, ...] | UnsetType | None = UNSET
    licence_until: date | UnsetType | None = UNSET
    extra_drugs: tuple[Permission, ...] | UnsetType = UNSET
    restricted: tuple[Permission, ...] | UnsetType = UNSET
    in_facility: bool | UnsetType = UNSET


class PersonRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the outlet. `repr` shows the badge only."""

    badge: Annotated[str, Meta(pattern=BADGE)]
    name: Text
    roles: tuple[Literal["staff", "pharmacist", "owner", "technician"], ...] = ("staff",)
    """None at all: whoever this is may not sign in any more."""
    degree: Literal["dai_hoc", "cao_dang", "trung_cap", "so_cap", ""] = ""
    in_charge: bool = False
    certificate: Annotated[str, Meta(max_length=60)] = ""

    def __repr__(self) -> str:
        return f"PersonRow(badge={self.badge!r})"


class OutletRead(NamedTuple):
    """The outlet as the counter works with it, and how many rows could not be read."""

    shop: Shop
    skipped: int = 0


def outlet_in_force(word: Word, settings: Shop) -> OutletRead:
    """Return the outlet: the province's word on kind, licence, degree and roles before the file's.

    Account, shifts, the way of signing in and every PIN are the terminal's own. Whom the province
    does not name the settings still know: a new hand must not wait for a list.
    """
    shops, wrong_shops = _read(word.shop, ShopRow, "shop")
    people, wrong_people = _read(word.people, PersonRow, "person")
    shop = _shop(settings, shops[0]) if shops else settings
    known = {person.badge: person for person in shop.people}
    known.update({row.badge: _person(row, known.get(row.badge)) for row in people})
    present = tuple(person for person in known.values() if person.roles)
    return OutletRead(replace(shop, people=present), wrong_shops + wrong_people)


def _read(bodies: Iterable[Raw], kind: type[T], what: str) -> tuple[list[T], int]:
    found: list[T] = []
    skipped = 0
    for body in bodies:
        try:
            found.append(decode(bytes(body), kind))
        except msgspec.DecodeError:
            # The error itself may show what stands in the row.
            log.warning("a row of the province's cannot be read and is passed over: %s", what)
            skipped += 1
    return found, skipped


def _shop(settings: Shop, row: ShopRow) -> Shop:
    shop = settings
    if row.name is not UNSET:
        shop = replace(shop, name=row.name)
    if row.kind is not UNSET:
        shop = replace(shop, kind=OutletKind(row.kind))
    if row.scope is not UNSET:
        shop = replace(shop, scope=scope_of(row.scope))
    if row.licence_until is not UNSET:
        shop = replace(shop, licence_until=row.licence_until)
    if row.extra_drugs is not UNSET:
        shop = replace(shop, extra_drugs=_permits(row.extra_drugs))
    if row.restricted is not UNSET:
        shop = replace(shop, restricted=_permits(row.restricted))
    return shop if row.in_facility is UNSET else replace(shop, in_facility=row.in_facility)


def _permits(rows: Iterable[Permission]) -> tuple[Permit, ...]:
    return tuple(Permit(number=r.number, drugs=frozenset(r.drugs), until=r.until) for r in rows)


def _person(row: PersonRow, known: Person | None) -> Person:
    return Person(
        badge=row.badge,
        name=row.name,
        roles=frozenset(Role(role) for role in row.roles),
        degree=Degree(row.degree),
        in_charge=row.in_charge,
        certificate=row.certificate,
        has_pin=known.has_pin if known else False,
        pin_digits=known.pin_digits if known else 4,
    )
