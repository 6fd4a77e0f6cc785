"""The outlet and the people who work in it: what decides who may sell what."""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Literal

from device.counter.drug import Control


class OutletKind(Enum):
    """The three kinds of drug outlet (LD Đ47 to Đ49)."""

    PHARMACY = "NT"
    """Nhà thuốc."""
    DRUG_COUNTER = "QT"
    """Quầy thuốc."""
    COMMUNE_CABINET = "TT"
    """Tủ thuốc trạm y tế xã."""


class Role(Enum):
    """What a person may do at the counter."""

    STAFF = "staff"
    PHARMACIST = "pharmacist"
    OWNER = "owner"
    TECHNICIAN = "technician"


class Degree(Enum):
    """The person's pharmaceutical degree (LD Đ13, Đ18)."""

    UNIVERSITY = "dai_hoc"
    COLLEGE = "cao_dang"
    SECONDARY = "trung_cap"
    ELEMENTARY = "so_cap"
    NONE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who may sign in. `repr` shows the badge only."""

    badge: str
    name: str = field(repr=False)
    """As the screen and the receipt show it, such as "Cô Lan"."""
    roles: frozenset[Role] = frozenset({Role.STAFF})
    degree: Degree = Degree.NONE
    in_charge: bool = False
    """Responsible for professional matters (người chịu trách nhiệm chuyên môn), or delegated."""
    certificate: str = field(default="", repr=False)
    """Number of the practice certificate (CCHN dược)."""
    has_pin: bool = False
    pin_digits: int = 4
    """How many digits the PIN has (4 to 8), so that the last of them is the last key."""

    def may(self, role: Role) -> bool:
        """Whether the person has a role; the owner has the pharmacist's only if it is named."""
        return role in self.roles


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """A document by which the department allows some drugs (SC-03, SC-07)."""

    number: str
    drugs: frozenset[str]
    """Ids of drugs."""
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The outlet's own bank account (PAY-02). `repr` shows nothing of it."""

    bank: str = field(repr=False)
    """BIN, six digits."""
    bank_name: str = field(repr=False)
    number: str = field(repr=False)
    holder: str = field(repr=False)
    """ASCII capitals, as the bank writes it."""


SignIn = Literal["badge", "pin", "badge-or-pin", "badge-and-pin"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """The outlet, from the terminal's settings."""

    kind: OutletKind = OutletKind.PHARMACY
    name: str = ""
    licence_until: date | None = None
    scope: frozenset[Control] = frozenset(Control)
    """Classes that the authority accepted in writing (LD Đ34; CTL-03)."""
    extra_drugs: tuple[Permit, ...] = ()
    """Further prescription drugs that a drug counter may sell by document (SC-03)."""
    restricted: tuple[Permit, ...] = ()
    """Restricted drugs that the department allows by document (SC-07)."""
    in_facility: bool = False
    """Whether it stands within a hospital or clinic (PRC-04)."""
    account: Account | None = None
    people: tuple[Person, ...] = ()
    sign_in: SignIn = "badge-or-pin"
    """What suffices to sign in (SEC-03)."""
    shows_expected_cash: bool = True
    """Whether the sum that should be in the drawer is shown before it is counted."""
    has_shifts: bool = True
    """Whether shifts are opened and closed; else whoever signs in just sells."""

    def person(self, badge: str) -> Person | None:
        """Return whose badge this is."""
        return next((person for person in self.people if person.badge == badge), None)
