"""What lies in one outlet: never less than nothing."""

from collections.abc import Iterator

from server.sample.batches import Batch
from server.sample.medicines import Medicine


class Lot:
    """A batch on the shelf, and how much of it."""

    __slots__ = ("batch", "medicine", "units")

    def __init__(self, medicine: Medicine, batch: Batch, units: int) -> None:
        self.medicine, self.batch, self.units = medicine, batch, units


class Shelf:
    """Lots by drug, first expired first."""

    def __init__(self) -> None:
        self._lots: dict[int, list[Lot]] = {}
        self.blocked = ""
        """Number of a batch that is not sold."""

    def put(self, medicine: Medicine, batch: Batch, units: int) -> None:
        """Lay goods on the shelf."""
        lots = self._lots.setdefault(medicine.number, [])
        for lot in lots:
            if lot.batch.number == batch.number:
                lot.units += units
                return
        lots.append(Lot(medicine, batch, units))
        lots.sort(key=lambda lot: lot.batch.last_day)

    def first(self, medicine: Medicine, day: int) -> Lot | None:
        """Return the lot to sell from on a day (ordinal): first expired, first out."""
        for lot in self._lots.get(medicine.number, ()):
            if (
                lot.units >= medicine.unit_size
                and lot.batch.last_day >= day
                and lot.batch.number != self.blocked
            ):
                return lot
        return None

    def units(self, medicine: Medicine, day: int) -> int:
        """Return how many base units can be sold on a day (ordinal)."""
        return sum(
            lot.units
            for lot in self._lots.get(medicine.number, ())
            if lot.batch.last_day >= day and lot.batch.number != self.blocked
        )

    def lot(self, medicine: Medicine, batch: str) -> Lot | None:
        """Return what there is of a batch."""
        return next(
            (lot for lot in self._lots.get(medicine.number, ()) if lot.batch.number == batch), None
        )

    def expired(self, day: int) -> list[Lot]:
        """Return what may not be sold any more on a day (ordinal)."""
        return [lot for lot in self if lot.batch.last_day < day]

    def tidy(self) -> None:
        """Forget lots that are sold out."""
        for number, lots in self._lots.items():
            self._lots[number] = [lot for lot in lots if lot.units > 0]

    def __iter__(self) -> Iterator[Lot]:
        """Every lot of which something is left."""
        return (lot for lots in self._lots.values() for lot in lots if lot.units > 0)
