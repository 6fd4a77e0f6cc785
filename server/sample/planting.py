"""Who stands out in a sample, and how: each outlet in one way only."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from server.sample.batches import RECALLED_AT, SUPPLIERS
from server.sample.chance import chance
from server.sample.codes import prescription_code
from server.sample.places import LINE_OF
from server.sample.plan import WELL, Devices, Loss, Odd, Offences, Old, Outage, Recalled, Twice
from server.sample.scale import Planted, Scale
from server.sample.shops import Shop, shops

_OFFENDERS_SELL = 30.0
"""Sales a day of an outlet of which a share must be seen in a week."""
_ABOVE = ("SYN044", "SYN050", "SYN029", "SYN049", "SYN001", "SYN059")
_FAR = ("SYN001", "SYN049", "SYN050", "SYN025", "SYN029", "SYN044")
_SLOW = ("SYN033", "SYN041", "SYN039", "SYN037", "SYN070")


@dataclass(slots=True)
class Role:
    """What is planted in one outlet."""

    offences: Offences = field(default_factory=Offences)
    at_least: float = 0.0
    """Sales a day that it must have for that to show."""
    sells: float = 0.0
    """Sales a day that it has, whatever the pace."""
    silent_since: datetime | None = None
    outages: list[Outage] = field(default_factory=list)
    devices: Devices = WELL
    old: tuple[Old, ...] = ()
    recalled: Recalled | None = None
    twice: list[Twice] = field(default_factory=list)


@dataclass(slots=True)
class Casting:
    """Which outlets play which role."""

    scale: Scale
    shops: tuple[Shop, ...]
    roles: dict[int, Role] = field(default_factory=dict)
    names: dict[str, list[int]] = field(default_factory=dict)
    """What is planted, by name: numbers of outlets."""

    @property
    def luck(self) -> Random:
        """Chance of its own for the next step."""
        return chance(self.scale.seed, "casting", len(self.roles), len(self.names))

    def cast(
        self,
        name: str,
        count: int,
        role: Callable[[Random, int], Role],
        fits: Callable[[Shop], bool],
    ) -> list[Shop]:
        """Give a role to so many outlets that have none."""
        luck = self.luck
        free = [shop for shop in self.shops if shop.number not in self.roles and fits(shop)]
        chosen = sorted(luck.sample(free, min(count, len(free))), key=lambda shop: shop.number)
        for index, shop in enumerate(chosen):
            self.roles[shop.number] = role(luck, index)
        self.names[name] = [shop.number for shop in chosen]
        return chosen


def casting(scale: Scale) -> Casting:
    """Choose who stands out in a sample."""
    cast = Casting(scale, shops(scale))
    planted = scale.planted.for_outlets(scale.outlets)
    _cast_line(cast, planted)
    _cast_sellers(cast, planted)
    _cast_prices(cast, planted)
    _cast_goods(cast, planted)
    _cast_lines(cast, planted)
    _cast_devices(cast, planted)
    _cast_doubles(cast, planted)
    _cast_recall(cast, planted)
    return cast


def _ordinary(shop: Shop) -> bool:
    return shop.is_used and not shop.outlet.closed_weekdays and shop.outlet.kind != "TT"


def _cast_line(cast: Casting, planted: Planted) -> None:
    """The commune's outlets fall silent within a minute."""
    morning = cast.scale.moment(cast.scale.last_morning, 9, 52)
    chosen = [shop for shop in cast.shops if shop.commune.name == LINE_OF][: planted.line]
    for index, shop in enumerate(chosen):
        cast.roles[shop.number] = Role(silent_since=morning + timedelta(seconds=4 * index))
    cast.names["line"] = [shop.number for shop in chosen]


def _cast_sellers(cast: Casting, planted: Planted) -> None:
    cast.cast(
        "antibiotics", planted.antibiotics,
        lambda luck, _index: Role(
            Offences(antibiotics=luck.uniform(0.36, 0.4)), sells=_OFFENDERS_SELL
        ),
        _ordinary,
    )  # fmt: skip
    cast.cast(
        "prescription_only", planted.prescription_only,
        lambda luck, _index: Role(
            Offences(prescription_only=luck.uniform(0.6, 0.72)), sells=_OFFENDERS_SELL
        ),
        _ordinary,
    )  # fmt: skip
    cast.cast(
        "overrides", planted.overrides,
        lambda luck, _index: Role(
            Offences(prescription_only=luck.uniform(0.6, 0.7), overrides_each=True),
            sells=_OFFENDERS_SELL,
        ),
        _ordinary,
    )  # fmt: skip


def _cast_prices(cast: Casting, planted: Planted) -> None:
    def above(luck: Random, index: int) -> Role:
        odd = Odd(_ABOVE[index % len(_ABOVE)], luck.choice((1.04, 1.08, 1.12, 1.2, 1.3)))
        return Role(Offences(above_posted=(odd,)), at_least=8.0)

    def far(luck: Random, index: int) -> Role:
        is_cheap = index % 4 == 3  # noqa: PLR2004 - the last of every four
        factor = luck.uniform(0.38, 0.45) if is_cheap else luck.uniform(1.75, 2.5)
        return Role(Offences(far_prices=(Odd(_FAR[index % len(_FAR)], factor),)), at_least=8.0)

    cast.cast("above_posted", planted.above_posted, above, _ordinary)
    cast.cast("far_prices", planted.far_prices, far, _ordinary)


def _cast_goods(cast: Casting, planted: Planted) -> None:
    def near(luck: Random, index: int) -> Role:
        days = (luck.randint(3, 28), luck.randint(33, 58), luck.randint(63, 88))[index % 3]
        return Role(old=(Old(_SLOW[index % len(_SLOW)], days, luck.randint(6, 30) * 10),))

    def expired(luck: Random, _index: int) -> Role:
        old = Old(luck.choice(_SLOW), -luck.randint(9, 40), luck.randint(3, 12) * 10)
        return Role(Offences(keeps_expired=True), old=(old,))

    def loss(luck: Random, _index: int) -> Role:
        day = cast.scale.last_day - timedelta(days=luck.randint(4, 12))
        return Role(Offences(loss=Loss(day, "SYN071", luck.randint(2, 4) * 10)), at_least=10.0)

    cast.cast("expired", planted.expired, expired, _ordinary)
    cast.cast("near_expiry", planted.near_expiry, near, _ordinary)
    cast.cast("loss", planted.loss, loss, lambda shop: _ordinary(shop) and bool(shop.outlet.scope))


def _cast_lines(cast: Casting, planted: Planted) -> None:
    scale = cast.scale

    def silent(luck: Random, index: int) -> Role:
        day = scale.last_morning - timedelta(days=index % 4)
        latest = 30 if index % 4 == 0 else 600
        return Role(
            silent_since=scale.moment(day, 8, 0) + timedelta(minutes=luck.randint(0, latest))
        )

    def late(luck: Random, _index: int) -> Role:
        return Role(
            outages=[
                _outage(scale.moment(scale.last_day - timedelta(days=days), 9, 0), luck, 30, 60)
                for days in (16, 10, 5)
            ],
            at_least=4.0,
        )

    def hours_late(luck: Random, _index: int) -> Role:
        return Role(
            outages=[
                _outage(scale.moment(scale.last_day - timedelta(days=days), 8, 0), luck, 3, 7)
                for days in (12, 8, 6, 3, 2)
            ],
            at_least=14.0,
        )

    cast.cast("silent", planted.silent, silent, _ordinary)
    cast.cast("late", planted.late, late, _ordinary)
    cast.cast("hours_late", planted.hours_late, hours_late, _ordinary)
    cast.cast(
        "clock", planted.clock,
        lambda _luck, _index: Role(Offences(clock_ahead_seconds=14 * 60)), _ordinary,
    )  # fmt: skip


def _cast_devices(cast: Casting, planted: Planted) -> None:
    for name, count, devices in (
        ("out_of_paper", planted.out_of_paper, Devices(printer="out-of-paper")),
        ("no_printer", planted.no_printer, Devices(printer="absent")),
        ("no_scanner", planted.no_scanner, Devices(scanner="absent")),
    ):
        cast.cast(name, count, _with_devices(devices), _ordinary)


def _with_devices(devices: Devices) -> Callable[[Random, int], Role]:
    return lambda _luck, _index: Role(devices=devices)


def _outage(since: datetime, luck: Random, least_hours: float, most_hours: float) -> Outage:
    since += timedelta(minutes=luck.uniform(0, 120))
    return Outage(since, since + timedelta(hours=luck.uniform(least_hours, most_hours)))


def _cast_doubles(cast: Casting, planted: Planted) -> None:
    """Two outlets each dispense one prescription; the second of them had no line just then."""
    scale = cast.scale
    drugs = ("SYN044", "SYN058", "SYN063", "SYN049")
    chosen = cast.cast("doubles", 2 * planted.doubles, lambda _luck, _index: Role(), _ordinary)
    for index in range(len(chosen) // 2):
        first, second = chosen[2 * index : 2 * index + 2]
        luck = chance(scale.seed, "double", index)
        day = scale.last_morning - timedelta(days=1 + index % 2)
        at = scale.moment(day, 9 + index % 3, 5) + timedelta(minutes=luck.randint(0, 50))
        later = at + timedelta(minutes=luck.randint(65, 240))
        twice = Twice(
            at=at,
            code=prescription_code(0, index + 1),
            drug=drugs[index % len(drugs)],
            quantity=(21, 30, 60, 20)[index % 4],
            issued=day - timedelta(days=1),
            knows_lines=index % 2 == 0,
        )
        cast.roles[first.number].twice.append(twice)
        cast.roles[second.number].twice.append(twice._replace(at=later))
        cast.roles[second.number].outages.append(
            Outage(later - timedelta(minutes=20), later + timedelta(minutes=25))
        )


def _cast_recall(cast: Casting, planted: Planted) -> None:
    """A batch that three firms delivered to many, and what became of it on the last morning."""
    scale, luck = cast.scale, chance(cast.scale.seed, "recall")
    silent = set(cast.names["silent"][: planted.recalled_silent])
    quiet = {number for number, role in cast.roles.items() if role.silent_since} - silent
    fit = [
        shop.number
        for shop in cast.shops
        if shop.is_used and shop.number not in quiet | silent and not shop.outlet.closed_weekdays
    ]
    chosen = luck.sample(fit, min(len(fit), planted.recalled - len(silent)))
    unheard = set(chosen[: max(0, planted.unacknowledged - len(silent))])
    seen = scale.moment(scale.last_morning, *RECALLED_AT)
    for number in sorted({*chosen, *silent}):
        opens = cast.shops[number - 1].outlet.opens.hour
        waits = timedelta(
            minutes=12 + min(luck.expovariate(1 / 40), 190), seconds=luck.randint(0, 59)
        )
        answered = max(seen, scale.moment(scale.last_morning, opens, 4)) + waits
        cast.roles.setdefault(number, Role()).recalled = Recalled(
            day=_delivery_day(luck, scale.last_morning),
            supplier=luck.choices(SUPPLIERS[:3], (52, 34, 14))[0],
            document=f"HĐ {luck.randint(1, 9999):06d}",
            units=luck.choice((20, 30, 30, 40, 40, 50, 60, 80, 100)),
            seen_at=seen,
            acknowledged_at=None
            if number in unheard | silent
            else min(answered, scale.until - timedelta(minutes=3)),
        )
    cast.names["recalled"] = sorted({*chosen, *silent})
    cast.names["unacknowledged"] = sorted(unheard | silent)


def _delivery_day(luck: Random, before: date) -> date:
    day = before - timedelta(days=luck.randint(9, 30))
    return day + timedelta(days=1) if day.weekday() == 6 else day  # noqa: PLR2004 - Sunday
