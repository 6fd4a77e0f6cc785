"""A terminal's whole ledger, told from its plan: day by day, entry by entry."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from operator import itemgetter

import msgspec

from server.sample import goods, shifts
from server.sample.batches import RECALLED_DRUG, recalled_batch
from server.sample.counter import Counter, medicine_of
from server.sample.diary import busy, hours_of
from server.sample.pen import Arrival
from server.sample.plan import Loss, TerminalPlan, Twice
from server.sample.scale import VIETNAM
from server.sample.selling import Selling

_NEAR_DAYS = 90
_SHIFTS_FROM = 5.0
"""Sales a day from which an outlet counts its drawer every evening, if it does at all."""
Deed = Callable[[datetime], Iterable[Arrival]]
"""What happens at a moment of a day."""


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """What lies on a shelf at the end."""

    terminal: str
    outlet: str
    drug: str
    batch: str
    expiry: date
    units: int


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What a ledger came to."""

    terminal: str
    outlet: str
    epoch: str
    through: int
    head: str
    sales: int
    last_stored_at: datetime | None
    near_expiry: tuple[Left, ...]
    """What has expired or will within 90 days."""
    recalled_left: int
    """Base units of the recalled batch on the shelf, not set aside."""


class TerminalLedger:
    """Tells one ledger, once."""

    def __init__(self, plan: TerminalPlan) -> None:
        self._plan = plan
        self._counter = Counter(plan)
        self._selling = Selling(self._counter)
        self._hours = hours_of(plan.opens, plan.closes)
        self._has_shifts = plan.number % 4 == 0 and plan.rate >= _SHIFTS_FROM
        self._sales = self._through = 0
        self._head = self._counter.pen.head
        self._stored_at: datetime | None = None

    def arrivals(self) -> Iterator[Arrival]:
        """Tell every entry in order, up to the last of which the province has heard."""
        until = self._plan.heard_until
        for arrival in self._all():
            if arrival.stored_at > until:
                return
            self._sales += arrival.entry.kind == "sale"
            self._through, self._head = arrival.entry.seq, arrival.entry.sha256
            self._stored_at = arrival.stored_at
            yield arrival

    def _all(self) -> Iterator[Arrival]:
        plan, counter = self._plan, self._counter
        first = counter.moment(plan.first_day, (plan.opens.hour - 0.8) * 3600)
        yield from goods.opening(counter, first)
        for number in range(plan.first_day.toordinal(), plan.sells_until.toordinal() + 1):
            day = date.fromordinal(number)
            if day.weekday() not in plan.closed_weekdays:
                yield from self._day(day)

    def _day(self, day: date) -> Iterator[Arrival]:
        counter, plan = self._counter, self._plan
        self._selling.open_day(day)
        yield from goods.write_offs(counter, day)
        yield from goods.deliveries(counter, day)
        if self._has_shifts:
            yield shifts.opened(counter, counter.moment(day, plan.opens.hour * 3600 + 170))
        for seconds, deed in sorted((*self._sales_of(day), *self._deeds(day)), key=itemgetter(0)):
            at = counter.moment(day, seconds)
            if at > plan.until:
                return
            yield from deed(at)
        if (plan.has_scope and day.day == 1) or self._loses_on(day):
            yield from goods.counted(
                counter, day, plan.offences.loss if self._loses_on(day) else None
            )
        if self._has_shifts:
            yield shifts.closed(counter, counter.moment(day, plan.closes.hour * 3600 - 30))

    def _sales_of(self, day: date) -> Iterator[tuple[float, Deed]]:
        luck, hours, sale = self._counter.luck, self._hours, self._selling.sale
        usual = self._plan.rate * busy(day, self._plan.number)
        slots = len(hours) - 1
        for _ in range(int(max(0.0, luck.gauss(usual, usual**0.5)) + luck.random())):
            slot = luck.random() * slots
            place = int(slot)
            yield hours[place] + (hours[place + 1] - hours[place]) * (slot - place), sale

    def _deeds(self, day: date) -> Iterator[tuple[float, Deed]]:
        """What is not everyday."""
        plan, counter, recalled = self._plan, self._counter, self._plan.recalled
        if recalled and day == recalled.day:
            yield (
                (plan.opens.hour + 1.5) * 3600,
                lambda at: goods.recalled_comes(counter, recalled, at),
            )
        if recalled and day == _day_of(recalled.seen_at):
            yield _seconds(recalled.seen_at), self._sees_recall
        if recalled and recalled.acknowledged_at and day == _day_of(recalled.acknowledged_at):
            yield _seconds(recalled.acknowledged_at), lambda at: goods.acknowledged(counter, at)
        if plan.offences.loss and self._loses_on(day):
            yield (plan.opens.hour + 2) * 3600, self._stocks_up(plan.offences.loss)
        for twice in plan.twice:
            if day == _day_of(twice.at):
                yield _seconds(twice.at), self._twice(twice)

    def _sees_recall(self, _at: datetime) -> Iterable[Arrival]:
        self._counter.shelf.blocked = recalled_batch(self._plan.last_day).number
        return ()

    def _twice(self, twice: Twice) -> Deed:
        medicine = medicine_of(twice.drug)

        def dispense(at: datetime) -> Iterator[Arrival]:
            before = at - timedelta(minutes=1)
            yield from goods.bought_at_once(self._counter, medicine, twice.quantity, before)
            yield from self._selling.twice(twice, medicine)

        return dispense

    def _stocks_up(self, loss: Loss) -> Deed:
        """See that there is enough to lose."""
        medicine = medicine_of(loss.drug)
        units = loss.units + 2 * medicine.most
        return lambda at: goods.bought_at_once(self._counter, medicine, units, at)

    def _loses_on(self, day: date) -> bool:
        loss = self._plan.offences.loss
        return bool(loss and loss.day == day)

    def told(self) -> Told:
        """Return what it came to, once all is told."""
        plan, last = self._plan, self._plan.last_day.toordinal()
        lots = [lot for lot in self._counter.shelf if lot.batch.last_day <= last + _NEAR_DAYS]
        recalled = self._counter.shelf.lot(
            medicine_of(RECALLED_DRUG), recalled_batch(plan.last_day).number
        )
        return Told(
            terminal=plan.terminal,
            outlet=plan.outlet,
            epoch=self._counter.pen.epoch,
            through=self._through,
            head=self._head,
            sales=self._sales,
            last_stored_at=self._stored_at,
            near_expiry=tuple(
                Left(
                    terminal=plan.terminal, outlet=plan.outlet, drug=lot.medicine.id,
                    batch=lot.batch.number, expiry=lot.batch.expiry, units=lot.units,
                )
                for lot in lots
            ),
            recalled_left=recalled.units if recalled else 0,
        )  # fmt: skip


def entries_of(plan: TerminalPlan) -> Iterator[Arrival]:
    """Tell a terminal's ledger without keeping it."""
    return TerminalLedger(plan).arrivals()


def _day_of(moment: datetime) -> date:
    return moment.astimezone(VIETNAM).date()


def _seconds(moment: datetime) -> float:
    local = moment.astimezone(VIETNAM)
    return local.hour * 3600 + local.minute * 60 + local.second + local.microsecond / 1e6
