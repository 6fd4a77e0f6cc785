"""The people of an outlet, from the terminal's settings: `[[people]]`."""

from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from device.counter.shop import Degree, Person, Role
from device.pin_hash import is_pin_hash
from words import _

Text = Annotated[str, Meta(min_length=1, max_length=120)]
BADGE = r"^[A-Z0-9]([A-Z0-9-]{0,22}[A-Z0-9])?\Z"
"""As `codes.badge` prints and reads it."""


class PersonSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody who may sign in. `repr` shows the badge only."""

    badge: Annotated[str, Meta(pattern=BADGE)]
    name: Text
    """As the screen and the receipt show it, such as "Cô Lan"."""
    roles: Annotated[
        tuple[Literal["staff", "pharmacist", "owner", "technician"], ...], Meta(min_length=1)
    ] = ("staff",)
    degree: Literal["dai_hoc", "cao_dang", "trung_cap", "so_cap", ""] = ""
    """The pharmaceutical degree."""
    in_charge: bool = False
    """Responsible for professional matters, or delegated by who is."""
    certificate: Annotated[str, Meta(max_length=60)] = ""
    """Number of the practice certificate (CCHN dược)."""
    pin: Annotated[str, Meta(max_length=200)] = ""
    """What `device.pin_hash.hash_pin` made of the PIN, never the PIN. Its shape is checked apart:
    an error about this very setting would show what stands in it."""
    pin_digits: Annotated[int, Meta(ge=4, le=8)] = 4

    def __repr__(self) -> str:
        return f"PersonSettings(badge={self.badge!r})"


def person_of(settings: PersonSettings) -> Person:
    """Return somebody as the counter knows them."""
    return Person(
        badge=settings.badge,
        name=settings.name,
        roles=frozenset(Role(role) for role in settings.roles),
        degree=Degree(settings.degree),
        in_charge=settings.in_charge,
        certificate=settings.certificate,
        has_pin=bool(settings.pin),
        pin_digits=settings.pin_digits,
    )


def check_people(people: Sequence[PersonSettings], *, pins_needed: bool) -> None:
    """Raise `ValueError`, in words, where these people could not sign in as is wanted."""
    badges = [person.badge for person in people]
    for badge in badges:
        if badges.count(badge) > 1:
            raise ValueError(_("thẻ {badge} chỉ ghi một lần trong [[people]]").format(badge=badge))
    for person in people:
        if person.pin and not is_pin_hash(person.pin):
            raise ValueError(
                _("mục pin của thẻ {badge} phải là mã băm do lệnh «pin» tạo ra").format(
                    badge=person.badge
                )
            )
        if pins_needed and not person.pin:
            raise ValueError(
                _("thẻ {badge} chưa có mã PIN, mà cơ sở đòi mã PIN").format(badge=person.badge)
            )
