"""Goods that come and go unsold: opening stock, deliveries, counts, write-offs, recalls."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from server.sample.batches import (
    RECALLED_DRUG,
    SUPPLIERS,
    Batch,
    batch_expiring,
    batch_sold_on,
    recalled_batch,
)
from server.sample.counter import Counter, medicine_of
from server.sample.medicines import Medicine
from server.sample.pen import Arrival
from server.sample.plan import Loss, Recalled
from wire.kinds import (
    CountLine,
    GoodsIn,
    PricePosted,
    RecallAcknowledged,
    ShelfLine,
    StockCount,
    WriteOff,
)

RECALL = "QĐ 317/QĐ-QLD"
"""Number of the recall; invented."""
_STOCK_DAYS, _LOW_DAYS = 30, 10
_BUSY = 8.0
"""Sales a day from which suppliers come twice a week."""
_STRIP = 10
_OLD_LOTS = 0.05
"""Share of drugs of which an old batch is left when the sample begins."""


def opening(counter: Counter, at: datetime) -> Iterator[Arrival]:
    """Count the shelf before the first sale, and post every price."""
    plan, day = counter.plan, counter.plan.first_day.toordinal()
    lines = []
    for medicine in counter.carried:
        units = _rounded(medicine, _target(counter, medicine))
        batch = batch_sold_on(medicine, day, age_days=counter.luck.randint(60, 270))
        lines.append(_laid(counter, medicine, batch, units))
        if counter.luck.random() < _OLD_LOTS and plan.sells_until == plan.last_day:
            old = batch_expiring(medicine, day + counter.luck.randint(45, 200))
            few = _rounded(medicine, medicine.most * counter.luck.uniform(0.5, 1.5))
            lines.append(_laid(counter, medicine, old, few))
    last = plan.last_day.toordinal()
    for drug, expires_in, units in plan.old:
        medicine = medicine_of(drug)
        day_of_expiry = last + expires_in
        batch = Batch(
            number=f"{date.fromordinal(day_of_expiry - medicine.life_days):%y%m%d}",
            expiry=date.fromordinal(day_of_expiry),
            last_day=day_of_expiry,
        )
        lines.append(_laid(counter, medicine, batch, units))
    yield counter.pen.write(
        StockCount(
            **counter.pen.begin(at), staff=counter.staff[0], because="opening", lines=tuple(lines)
        )
    )
    for medicine in counter.carried:
        at += timedelta(seconds=counter.luck.uniform(4, 9))
        yield post_price(counter, medicine, at)


def post_price(counter: Counter, medicine: Medicine, at: datetime) -> Arrival:
    """Post what the outlet asks for a drug."""
    return counter.pen.write(
        PricePosted(
            **counter.pen.begin(at), staff=counter.staff[0], drug=medicine.id,
            unit=medicine.unit, price_vnd=counter.prices[medicine.number],
        )
    )  # fmt: skip


def deliveries(counter: Counter, day: date) -> Iterator[Arrival]:
    """Take in what was ordered because it ran low."""
    number, weekday = counter.plan.number, day.weekday()
    busy = counter.plan.rate > _BUSY
    if weekday != number % 6 and not (busy and weekday == (number + 3) % 6):
        return
    ordered: dict[int, list[ShelfLine]] = {}
    for medicine in counter.carried:
        have, target = counter.shelf.units(medicine, day.toordinal()), _target(counter, medicine)
        if have < target * _LOW_DAYS / _STOCK_DAYS:
            units = _rounded(medicine, target - have)
            supplier = (number + medicine.number % 2 * 3) % len(SUPPLIERS)
            ordered.setdefault(supplier, []).append(_came(counter, medicine, day, units))
    counter.shelf.tidy()
    for hours, (supplier, lines) in enumerate(ordered.items(), start=1):
        at = counter.moment(day, (counter.plan.opens.hour + 0.1 * hours) * 3600)
        yield _delivery(counter, at, SUPPLIERS[supplier], lines)


def bought_at_once(
    counter: Counter, medicine: Medicine, units: int, at: datetime
) -> Iterator[Arrival]:
    """Take in what is needed now, unless it is there."""
    lot = counter.shelf.first(medicine, at.toordinal())
    if lot and lot.units >= units:
        return
    line = _came(counter, medicine, at.date(), _rounded(medicine, units * 3))
    yield _delivery(counter, at, SUPPLIERS[counter.plan.number % len(SUPPLIERS)], [line])


def write_offs(counter: Counter, day: date) -> Iterator[Arrival]:
    """Take what has expired from the shelf, as every outlet should."""
    lots = [] if counter.plan.offences.keeps_expired else counter.shelf.expired(day.toordinal())
    if not lots:
        return
    lines = tuple(
        ShelfLine(
            drug=lot.medicine.id, batch=lot.batch.number, expiry=lot.batch.expiry, units=lot.units
        )
        for lot in lots
    )
    for lot in lots:
        lot.units = 0
    at = counter.moment(day, counter.plan.opens.hour * 3600 + 60)
    yield counter.pen.write(
        WriteOff(**counter.pen.begin(at), staff=counter.staff[0], because="expired", lines=lines)
    )


def recalled_comes(counter: Counter, recalled: Recalled, at: datetime) -> Iterator[Arrival]:
    """Take in the batch that will be recalled."""
    medicine = medicine_of(RECALLED_DRUG)
    batch = recalled_batch(counter.plan.last_day)
    counter.shelf.put(medicine, batch, recalled.units)
    line = _shelf_line(medicine, batch, recalled.units)
    yield _delivery(counter, at, recalled.supplier, [line], recalled.document)


def acknowledged(counter: Counter, at: datetime) -> Iterator[Arrival]:
    """Set apart what is left of the recalled batch."""
    medicine = medicine_of(RECALLED_DRUG)
    lot = counter.shelf.lot(medicine, recalled_batch(counter.plan.last_day).number)
    found: tuple[ShelfLine, ...] = ()
    if lot and lot.units:
        found = (
            ShelfLine(
                drug=medicine.id, batch=lot.batch.number, expiry=lot.batch.expiry, units=lot.units
            ),
        )
        lot.units = 0
    yield counter.pen.write(
        RecallAcknowledged(
            **counter.pen.begin(at), staff=counter.staff[0], recall=RECALL, lines=found
        )
    )


def counted(counter: Counter, day: date, loss: Loss | None) -> Iterator[Arrival]:
    """Count controlled drugs; a loss is what the count does not find."""
    lots = [lot for lot in counter.shelf if lot.medicine.group == "controlled"]
    lines, missing = [], loss.units if loss else 0
    for lot in lots:
        gone = min(missing, lot.units) if loss and lot.medicine.id == loss.drug else 0
        missing -= gone
        lines.append(
            CountLine(
                drug=lot.medicine.id, batch=lot.batch.number, expiry=lot.batch.expiry,
                expected=lot.units, counted=lot.units - gone,
            )
        )  # fmt: skip
        lot.units -= gone
    if lines:
        at = counter.moment(day, counter.plan.closes.hour * 3600 - 90)
        yield counter.pen.write(
            StockCount(
                **counter.pen.begin(at), staff=counter.staff[0], because="count",
                lines=tuple(lines),
            )
        )  # fmt: skip


def _target(counter: Counter, medicine: Medicine) -> float:
    return max(counter.expected(medicine) * _STOCK_DAYS, medicine.most * 3)


def _rounded(medicine: Medicine, units: float) -> int:
    """Return whole packets of what suppliers deliver."""
    packet = max(medicine.unit_size, _STRIP if medicine.most >= _STRIP else 1)
    return max(1, round(units / packet)) * packet


def _laid(counter: Counter, medicine: Medicine, batch: Batch, units: int) -> CountLine:
    counter.shelf.put(medicine, batch, units)
    return CountLine(
        drug=medicine.id, batch=batch.number, expiry=batch.expiry, expected=0, counted=units,
        cost_vnd=medicine.cost_vnd,
    )  # fmt: skip


def _came(counter: Counter, medicine: Medicine, day: date, units: int) -> ShelfLine:
    batch = batch_sold_on(medicine, day.toordinal(), age_days=50 + counter.plan.number % 3 * 30)
    counter.shelf.put(medicine, batch, units)
    return _shelf_line(medicine, batch, units)


def _shelf_line(medicine: Medicine, batch: Batch, units: int) -> ShelfLine:
    return ShelfLine(
        drug=medicine.id, batch=batch.number, expiry=batch.expiry, units=units,
        cost_vnd=medicine.cost_vnd,
    )  # fmt: skip


def _delivery(
    counter: Counter, at: datetime, supplier: str, lines: Sequence[ShelfLine], document: str = ""
) -> Arrival:
    number = document or f"HD{counter.plan.number:04d}{counter.pen.seq:06d}"
    return counter.pen.write(
        GoodsIn(
            **counter.pen.begin(at), staff=counter.staff[0], supplier=supplier, document=number,
            lines=tuple(lines),
        )
    )  # fmt: skip
