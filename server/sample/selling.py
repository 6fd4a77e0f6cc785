"""Sales as they happen at one counter: what is asked for, on which paper, and how it is paid."""

from bisect import bisect
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from msgspec import UNSET, UnsetType

from server.sample.codes import prescription_code
from server.sample.counter import Counter, round_price
from server.sample.diary import cold
from server.sample.medicines import Group, Medicine
from server.sample.pen import Arrival
from server.sample.plan import Twice
from server.sample.shares import ANTIBIOTICS, OTHERS, Share
from wire.kinds import Override, Return, Void
from wire.sale import Dispensed, Line, Sale, TransferPaid

_ABOVE_DAYS = 28
"""So long before the end an outlet asks more than it posted."""
_MORE_LINES = (0.55, 0.85)
"""Bounds of chance for a second and a third line without a prescription."""
_UNDONE, _VOID = 0.004, 0.0025
_BESIDE = 0.35
"""How often something else is bought with a prescription drug."""
_USUALLY = 0.7
_PAPER, _TEXT = 0.12, 0.62
"""Bounds of how a prescription came: on paper, as a code that holds its text, as a bare code."""


class Selling:
    """Sells at one counter."""

    def __init__(self, counter: Counter) -> None:
        self.counter, self._luck = counter, counter.luck
        plan, luck = counter.plan, counter.luck
        offences = plan.offences
        own = luck.uniform(0.65, 1.0)
        has_peak = offences.antibiotics or offences.prescription_only
        self._shares: dict[Group, Share] = {
            "antibiotic": Share(
                ANTIBIOTICS[plan.kind], offences.antibiotics, luck,
                own=0.7 if has_peak else own,
            ),
            "rx": Share(
                OTHERS[plan.kind], offences.prescription_only, luck,
                own=0.0 if has_peak else own,
            ),
        }  # fmt: skip
        # Who offends with antibiotics alone must not be found by prescription drugs as a whole.
        self._others = 0.42 if offences.antibiotics else 0.25
        self._above = {odd.drug: odd.factor for odd in offences.above_posted}
        self._transfers = luck.uniform(0.08, 0.3)
        self._noted = 1.0 if offences.overrides_each else 0.1 if has_peak else 0.35
        self._day, self._ordinal, self._left = plan.first_day, 0, 0
        self._bounds: tuple[float, float, float] = (0, 0, 0)
        self._urns = counter.urns

    def open_day(self, day: date) -> None:
        """Turn the leaf: what is asked for changes with the season."""
        plan = self.counter.plan
        self._day, self._ordinal = day, day.toordinal()
        self._left = plan.last_day.toordinal() - self._ordinal
        if day.weekday() == 0:
            for share in self._shares.values():
                share.new_week()
        antibiotics = 0.2 * cold(day) if self._urns["antibiotic"] else 0.0
        others = antibiotics + self._others
        self._bounds = (antibiotics, others, others + (0.012 if plan.has_scope else 0.0))

    def sale(self, at: datetime) -> Iterator[Arrival]:
        """Sell something, if it is there, and note what goes with it."""
        luck = self._luck.random()
        first, second, third = self._bounds
        group: Group = (
            "antibiotic" if luck < first else "rx" if luck < second
            else "controlled" if luck < third else "otc"
        )  # fmt: skip
        if group == "otc":
            yield from self._over_the_counter(at)
        else:
            yield from self._prescribed(group, at)

    def twice(self, twice: Twice, medicine: Medicine) -> Iterator[Arrival]:
        """Dispense what another outlet dispenses too."""
        line = self._line(medicine, twice.quantity, prescribed=1 if twice.knows_lines else None)
        if line is None:
            raise ValueError(twice.drug)
        dispensed = (
            Dispensed(origin="province", issued=twice.issued, facility="99012", checked=False)
            if twice.knows_lines
            else UNSET
        )
        yield self._sell(twice.at, (line,), twice.code, dispensed)

    def _over_the_counter(self, at: datetime) -> Iterator[Arrival]:
        luck, urn = self._luck.random(), self._urns["otc"]
        lines = []
        seen = set()
        for _ in range(1 + bisect(_MORE_LINES, luck)):
            medicine = urn.draw(self._luck)
            if medicine.number not in seen and (line := self._line(medicine)):
                seen.add(medicine.number)
                lines.append(line)
        if not lines:
            return
        sold = tuple(lines)
        yield self._sell(at, sold)
        if luck < _UNDONE:
            yield self._undo(at, sold, is_void=luck < _VOID)

    def _prescribed(self, group: Group, at: datetime) -> Iterator[Arrival]:
        medicine = self._urns[group].draw(self._luck)
        share = self._shares.get(group)
        if self.counter.shelf.first(medicine, self._ordinal) is None:
            return
        if share is not None and share.is_without(self._left):
            yield from self._without(medicine, at)
            return
        code, dispensed = self._paper(group)
        knows_lines = isinstance(dispensed, Dispensed) and dispensed.origin == "text"
        lines: list[Line] = []
        for number, one in enumerate((medicine, *self._beside(group)), start=1):
            prescribed = number if knows_lines and one.group != "otc" else None
            if line := self._line(one, prescribed=prescribed):
                lines.append(line)
        yield self._sell(at, tuple(lines), code, dispensed)

    def _beside(self, group: Group) -> Iterator[Medicine]:
        luck = self._luck.random()
        if luck < _BESIDE and group == "antibiotic" and self._urns["rx"]:
            yield self._urns["rx"].draw(self._luck)
        if luck > 1 - _BESIDE:
            yield self._urns["otc"].draw(self._luck)

    def _without(self, medicine: Medicine, at: datetime) -> Iterator[Arrival]:
        lines = [self._line(medicine)]
        if self._luck.random() < _BESIDE:
            lines.append(self._line(self._urns["otc"].draw(self._luck)))
        yield self._sell(at, tuple(line for line in lines if line))
        if self._luck.random() < self._noted:
            counter = self.counter
            yield counter.pen.write(
                Override(
                    **counter.pen.begin(at), staff=counter.staff[0], rule="RX-01",
                    reason="emergency", allowed_by=counter.staff[0],
                    sale=counter.pen.reference, drug=medicine.id,
                )
            )  # fmt: skip

    def _paper(self, group: Group) -> tuple[str, Dispensed | UnsetType]:
        counter = self.counter
        counter.prescriptions += 1
        luck = self._luck.random()
        number = counter.prescriptions
        if luck < _PAPER:
            issued = self._day - timedelta(days=int(self._luck.random() ** 2 * 4))
            return f"{number}/{counter.plan.number}", Dispensed(origin="paper", issued=issued)
        kind = "h" if group == "controlled" else "c"
        facility = 10 + int(self._luck.random() * 40)
        code = prescription_code(counter.plan.number, number, facility=facility, kind=kind)
        if luck >= _TEXT:
            return code, UNSET
        issued = self._day - timedelta(days=int(self._luck.random() ** 2 * 4))
        return code, Dispensed(origin="text", issued=issued, facility=code[:5])

    def _line(
        self, medicine: Medicine, quantity: int = 0, *, prescribed: int | None = None
    ) -> Line | None:
        """Take a drug from the shelf; None: there is none left."""
        lot = self.counter.shelf.first(medicine, self._ordinal)
        if lot is None:
            return None
        wanted = quantity or medicine.usual[int(self._luck.random() * len(medicine.usual))]
        quantity = min(wanted, lot.units // medicine.unit_size)
        lot.units -= quantity * medicine.unit_size
        posted = price = self.counter.prices[medicine.number]
        factor = self._above.get(medicine.id) if self._above and self._left < _ABOVE_DAYS else None
        if factor and self._luck.random() < _USUALLY:
            price = max(round_price(posted * factor), posted + 100)
        return Line(
            drug=medicine.id,
            batch=lot.batch.number,
            expiry=lot.batch.expiry,
            quantity=quantity,
            unit=medicine.unit,
            unit_size=medicine.unit_size,
            price_vnd=price,
            posted_vnd=posted if price != posted else None,
            prescribed=prescribed,
            batch_from="code" if self._luck.random() < _USUALLY else "shelf",
        )

    def _sell(
        self,
        at: datetime,
        lines: tuple[Line, ...],
        code: str | None = None,
        dispensed: Dispensed | UnsetType = UNSET,
    ) -> Arrival:
        counter, luck = self.counter, self._luck
        total = sum([line.quantity * line.price_vnd for line in lines])
        by_transfer = luck.random() < self._transfers + 0.1 * (1 - self._left / 90)
        self._take(total, by_transfer=by_transfer, on_prescription=code is not None)
        return counter.pen.write(
            Sale(
                **counter.pen.begin(at),
                staff=counter.staff[int(luck.random() * 2)],
                lines=lines,
                total_vnd=total,
                paid_by="transfer" if by_transfer else "cash",
                prescription=code,
                transfer=_transfer(luck) if by_transfer else UNSET,
                dispensed=dispensed,
            ),
            total,
        )

    def _take(self, total: int, *, by_transfer: bool, on_prescription: bool) -> None:
        drawer = self.counter.drawer
        drawer.prescription_count += on_prescription
        if by_transfer:
            drawer.transfer_vnd += total
            drawer.transfer_count += 1
        else:
            drawer.cash_vnd += total
            drawer.cash_count += 1

    def _undo(self, at: datetime, lines: tuple[Line, ...], *, is_void: bool) -> Arrival:
        """Take back what was sold last, and give the money back."""
        counter, drawer = self.counter, self.counter.drawer
        total = sum(line.amount_vnd for line in lines)
        for line in lines:
            counter.put_back(line.drug, line.batch, line.units)
        drawer.refunded_vnd += total
        drawer.refund_count += 1
        drawer.void_count += is_void
        sale = counter.pen.reference
        head = counter.pen.begin(at + timedelta(seconds=40 if is_void else 400))
        if is_void:
            return counter.pen.write(
                Void(
                    **head, staff=counter.staff[0], sale=sale, lines=lines, total_vnd=total,
                    reason="mistake",
                ),
                total,
            )  # fmt: skip
        return counter.pen.write(
            Return(
                **head, staff=counter.staff[0], sale=sale, lines=lines, total_vnd=total,
                to_shelf=True, reason="changed-mind",
            ),
            total,
        )  # fmt: skip


def _transfer(luck: Random) -> TransferPaid:
    """Return how a transfer was seen to arrive: by the bank's notice, or by somebody."""
    return TransferPaid(
        reference=f"Q{luck.getrandbits(36):09X}",
        witness="bank" if luck.random() < _USUALLY else "staff",
    )
