"""Who works in the sample's outlets: two or three in each, known by a badge and a first name."""

from collections.abc import Iterator

from server.reference.outlets import OutletKind
from server.reference.staff import Degree, Worker
from server.sample.chance import chance
from server.sample.scale import Scale
from server.sample.shops import Shop

PER_OUTLET = 3
"""Badges that an outlet has; the first is the person in charge."""
_CALLED = ("Cô", "Chị", "Anh", "Chú", "Bác")
_NAMES = ("Lan", "Hoa", "Mai", "Bình", "Thu", "Sơn", "Hà", "Dung", "Tâm", "Vân", "Nga", "Hải")
_IN_CHARGE: dict[OutletKind, tuple[Degree, ...]] = {
    "NT": ("dai_hoc",),
    "QT": ("cao_dang", "trung_cap", "trung_cap"),
    "TT": ("trung_cap", "so_cap"),
}


def badges(outlet: int) -> tuple[str, ...]:
    """Return the badge numbers of an outlet, by its number."""
    return tuple(f"NV-{outlet * PER_OUTLET + one}" for one in range(PER_OUTLET))


def workers(scale: Scale, shop: Shop) -> Iterator[Worker]:
    """Return who works in an outlet."""
    luck = chance(scale.seed, "people", shop.number)
    for badge in badges(shop.number):
        is_first = badge == badges(shop.number)[0]
        yield Worker(
            outlet=shop.outlet.code,
            badge=badge,
            name=f"{luck.choice(_CALLED)} {luck.choice(_NAMES)}",
            roles=("pharmacist", "owner") if is_first else ("staff",),
            degree=luck.choice(_IN_CHARGE[shop.outlet.kind]) if is_first else "trung_cap",
            in_charge=is_first,
            certificate=f"{2000 + shop.number}/CCHN-D-SG" if is_first else "",
        )
