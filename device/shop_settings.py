"""What decides who may sell what: the outlet's own settings, `[shop]`."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from device.counter.drug import Control
from device.counter.shop import Account, OutletKind, Permit, Shop, SignIn
from device.people import PersonSettings, Text, person_of

ControlledClass = Literal["GN", "HT", "TC", "PH_GN", "PH_HT", "PH_TC", "DOC", "DMC"]


class PermitSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A document by which the department allows some drugs (SC-03, SC-07)."""

    number: Text
    drugs: Annotated[tuple[Text, ...], Meta(min_length=1)]
    """Ids of drugs in the catalogue."""
    until: date | None = None


class AccountSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The outlet's own bank account, for transfers (PAY-02). `repr` shows nothing of it."""

    bank: Annotated[str, Meta(pattern=r"^[0-9]{6}\Z")]
    """The bank's BIN."""
    bank_name: Annotated[str, Meta(min_length=1, max_length=40)]
    number: Annotated[str, Meta(pattern=r"^[0-9A-Za-z]{1,19}\Z")]
    holder: Annotated[str, Meta(pattern=r"^[A-Z0-9][A-Z0-9 .&-]{0,69}\Z")]
    """Without diacritics, as the bank writes it."""

    def __repr__(self) -> str:
        return "AccountSettings(hidden)"


class ShopSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What kind of outlet it is, what it may sell, and how its people sign in."""

    kind: Literal["NT", "QT", "TT"] = "NT"
    """Nhà thuốc, quầy thuốc, tủ thuốc trạm y tế."""
    scope: tuple[ControlledClass, ...] | None = None
    """Controlled classes that the authority accepted in writing; none said: all of them."""
    extra_drugs: tuple[PermitSettings, ...] = ()
    """Further prescription drugs of a drug counter, by document (SC-03)."""
    restricted: tuple[PermitSettings, ...] = ()
    """Restricted drugs, by document (SC-07)."""
    in_facility: bool = False
    """Whether it stands within a hospital or clinic (PRC-04)."""
    account: AccountSettings | None = None
    """Absent: nothing is paid by transfer."""
    sign_in: SignIn = "badge-or-pin"
    """What suffices to sign in (SEC-03)."""
    shows_expected_cash: bool = True
    has_shifts: bool = True
    licence_until: date | None = None

    @property
    def needs_pins(self) -> bool:
        """Whether nobody signs in without a PIN."""
        return self.sign_in in {"pin", "badge-and-pin"}


def shop_of(settings: ShopSettings, *, name: str, people: Sequence[PersonSettings]) -> Shop:
    """Return the outlet as the counter knows it."""
    return Shop(
        kind=OutletKind(settings.kind),
        name=name,
        licence_until=settings.licence_until,
        scope=scope_of(settings.scope),
        extra_drugs=tuple(_permit(permit) for permit in settings.extra_drugs),
        restricted=tuple(_permit(permit) for permit in settings.restricted),
        in_facility=settings.in_facility,
        account=account_of(settings.account) if settings.account else None,
        people=tuple(person_of(person) for person in people),
        sign_in=settings.sign_in,
        shows_expected_cash=settings.shows_expected_cash,
        has_shifts=settings.has_shifts,
    )


def scope_of(classes: Sequence[ControlledClass] | None) -> frozenset[Control]:
    """Return what may be sold of controlled classes; None: all of them."""
    if classes is None:
        return frozenset(Control)
    return frozenset({Control.NONE, *(Control(letters) for letters in classes)})


def _permit(settings: PermitSettings) -> Permit:
    return Permit(number=settings.number, drugs=frozenset(settings.drugs), until=settings.until)


def account_of(settings: AccountSettings) -> Account:
    """Return an account as the counter knows it."""
    return Account(
        bank=settings.bank,
        bank_name=settings.bank_name,
        number=settings.number,
        holder=settings.holder,
    )
