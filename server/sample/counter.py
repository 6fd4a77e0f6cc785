"""One outlet's counter: what lies there, what it asks, and whose pen writes its ledger."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from server.sample.chance import Urn, chance
from server.sample.medicines import Group, Medicine, by_id, medicines
from server.sample.pen import Pen
from server.sample.people import badges
from server.sample.plan import TerminalPlan
from server.sample.shelf import Shelf

_AHEAD_OF_UTC = timedelta(hours=7)
_CARRIED = {"NT": 1.0, "QT": 0.85, "TT": 0.6}
"""Share of the catalogue that an outlet carries."""
_STEPS = ((10_000, 500), (1500, 100), (0, 50))
"""From which price on shops ask whole multiples of what."""
SHARES: dict[Group, float] = {"antibiotic": 0.2, "rx": 0.25, "controlled": 0.012, "otc": 0.54}
"""What is asked for first in a sale."""
_ASKED_OFTEN, _COMMON, _RARE = 8, 0.98, 0.7
"""From which weight on a drug is asked for often; the chance to find it, and any other one."""
_BOOST = 6.0
"""How much more a drug is asked for whose price the outlet plays with: people talk."""


@dataclass(slots=True)
class Drawer:
    """The money of a shift."""

    number: int = 0
    opened_at: datetime | None = None
    first: int = 0
    cash_vnd: int = 0
    cash_count: int = 0
    transfer_vnd: int = 0
    transfer_count: int = 0
    refunded_vnd: int = 0
    refund_count: int = 0
    void_count: int = 0
    prescription_count: int = 0


class Counter:
    """The state of one terminal and its outlet."""

    def __init__(self, plan: TerminalPlan) -> None:
        self.plan = plan
        self.luck: Random = chance(plan.seed, "counter", plan.terminal)
        self.pen = Pen(
            plan.seed, plan.terminal, plan.outages,
            ahead_seconds=plan.offences.clock_ahead_seconds,
        )  # fmt: skip
        self.shelf = Shelf()
        self.drawer = Drawer()
        self.carried = self._carried()
        self.prices = {medicine.number: self._price(medicine) for medicine in self.carried}
        self.urns = {group: self._urn(group) for group in SHARES}
        self.staff = badges(plan.number)
        self.prescriptions = 0
        """Prescriptions that were seen so far."""

    def moment(self, day: date, seconds: float) -> datetime:
        """Return a moment of a day in Việt Nam, by its second."""
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) - _AHEAD_OF_UTC
        return midnight + timedelta(seconds=seconds)

    def put_back(self, drug: str, batch: str, units: int) -> None:
        """Lay what was sold on the shelf again."""
        lot = self.shelf.lot(by_id()[drug], batch)
        if lot is None:
            raise ValueError(drug)
        lot.units += units

    def expected(self, medicine: Medicine) -> float:
        """Return how many base units are sold on an ordinary day."""
        urn = sum(one.weight for one in self.carried if one.group == medicine.group)
        share = (
            SHARES[medicine.group] * medicine.weight / urn * (1.6 if self._is_odd(medicine) else 1)
        )
        usual = sum(medicine.usual) / len(medicine.usual) * medicine.unit_size
        return self.plan.rate * share * usual * 1.5

    def _carried(self) -> tuple[Medicine, ...]:
        """Choose what the outlet has: always what the sample needs to be there."""
        luck = chance(self.plan.seed, "carried", self.plan.terminal)
        share = _CARRIED[self.plan.kind]
        needed = {"SYN001", "SYN025", "SYN044", "SYN049", "SYN058", "SYN063"}
        needed |= {odd.drug for odd in self.plan.offences.above_posted}
        needed |= {odd.drug for odd in self.plan.offences.far_prices}
        needed |= {old.drug for old in self.plan.old} | {one.drug for one in self.plan.twice}
        return tuple(
            medicine
            for medicine in medicines()
            if medicine.id in needed
            or (
                (luck.random() < share * (_COMMON if medicine.weight >= _ASKED_OFTEN else _RARE))
                and (medicine.group != "controlled" or self.plan.has_scope)
            )
        )

    def _price(self, medicine: Medicine) -> int:
        """Return what the outlet asks: near everybody's, except where it is planted."""
        usual = medicine.price_vnd * self.luck.uniform(0.9, 1.1)
        for odd in self.plan.offences.far_prices:
            if odd.drug == medicine.id:
                usual = medicine.price_vnd * odd.factor
        return round_price(usual)

    def _urn(self, group: Group) -> Urn[Medicine]:
        slow = {old.drug for old in self.plan.old}
        things = [one for one in self.carried if one.group == group and one.id not in slow]
        return Urn(things, [one.weight * (_BOOST if self._is_odd(one) else 1) for one in things])

    def _is_odd(self, medicine: Medicine) -> bool:
        offences = self.plan.offences
        return any(o.drug == medicine.id for o in (*offences.above_posted, *offences.far_prices))


def round_price(price: float) -> int:
    """Return a price as shops ask it."""
    step = next(step for least, step in _STEPS if price >= least)
    return max(step, round(price / step) * step)


def medicine_of(drug: str) -> Medicine:
    """Return a drug of the sample by its id."""
    return by_id()[drug]
