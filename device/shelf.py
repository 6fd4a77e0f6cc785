"""The shelf as the counter asks for it: national catalogue, the outlet's own prices, its stock."""

from dataclasses import replace
from fractions import Fraction
from typing import Protocol

from device.catalogue.file import CatalogueFile
from device.catalogue.row import DrugRow, drug_of, offers_of
from device.counter.drug import Drug, Found, Hold, Offer, ShelfBatch


class OwnGoods(Protocol):
    """What the outlet's own database knows."""

    @property
    def is_empty(self) -> bool:
        """Whether the outlet has no list of its own."""

    def offer(self, gtin: str) -> Offer | None:
        """Return what a code stands for by the outlet's own list."""

    def offers(self, drug_id: str) -> tuple[Offer, ...]:
        """Return a drug's units by the outlet's own list, the largest first."""

    def batches(self, drug_id: str) -> tuple[ShelfBatch, ...]:
        """Return the drug's batches on the shelf, first expired first."""

    def hold(self, drug_id: str, batch: str) -> Hold | None:
        """Return the gravest notice that stops a batch."""

    def cost(self, drug_id: str, batch: str) -> Fraction | None:
        """Return what one base unit of the outlet's own part of a batch cost."""

    def linked(self, gtin: str) -> tuple[str, str] | None:
        """Return drug and unit that the staff linked a code to."""

    def posted(self, drug_id: str) -> dict[str, int]:
        """Return prices that the outlet posted, by unit."""

    def stocked(self) -> tuple[str, ...]:
        """Return the ids of drugs of which there is anything."""

    def find(self, text: str) -> tuple[Offer, ...]:
        """Search the outlet's own list."""


class OutletShelf:
    """Answers the counter (`device.counter.drug.Shelf`), without a network.

    What the outlet has entered itself goes before the catalogue: its prices, and the codes that its
    staff linked. Without a catalogue the outlet's own list is sold from.
    """

    def __init__(self, own: OwnGoods, national: CatalogueFile) -> None:
        self._own, self._national = own, national

    def stamp(self) -> object:
        """Return what tells the national catalogue from the next one that takes its place."""
        return self._national.stamp()

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be sold by its code: there is neither catalogue nor own list."""
        return self._own.is_empty and self._national.is_empty

    def offer(self, gtin: str) -> Offer | None:
        """Return what a 14-digit GTIN stands for."""
        row = self._national.by_gtin(gtin)
        if row:
            return next((offer for offer in self._priced(row) if offer.gtin == gtin), None)
        linked = self._own.linked(gtin)
        if linked:
            drug, unit = linked
            return next((offer for offer in self.offers(drug) if offer.unit == unit), None)
        mine = self._own.offer(gtin)
        return self._as_posted(mine.drug.id, (mine,))[0] if mine else None

    def offers(self, drug_id: str) -> tuple[Offer, ...]:
        """Return the drug in every unit that it is sold in, the largest first."""
        row = self._national.by_id(drug_id)
        return self._priced(row) if row else self._as_posted(drug_id, self._own.offers(drug_id))

    def drug(self, drug_id: str) -> Drug | None:
        """Return a drug by its id."""
        row = self._national.by_id(drug_id)
        if row:
            return drug_of(row)
        return next((offer.drug for offer in self._own.offers(drug_id)), None)

    def batches(self, drug_id: str) -> tuple[ShelfBatch, ...]:
        """Return the drug's batches on the shelf, first expired first."""
        return self._own.batches(drug_id)

    def hold(self, drug_id: str, batch: str) -> Hold | None:
        """Return the gravest notice that stops a batch, or None."""
        return self._own.hold(drug_id, batch)

    def cost(self, drug_id: str, batch: str) -> Fraction | None:
        """Return what one base unit of the outlet's own part of a batch cost."""
        return self._own.cost(drug_id, batch)

    def find(self, text: str, *, page: int, size: int) -> Found:
        """Search names, ingredients and registration numbers; what is on the shelf comes first."""
        hits = self._national.find(text, page=page, size=size, first=self._own.stocked())
        if hits.total:
            shown = tuple(_usual(self._priced(row)) for row in hits.rows)
            return Found(shown, tuple(map(self._on_hand, shown)), hits.total)
        mine = self._own.find(text)
        page_of_mine = mine[page * size : (page + 1) * size]
        shown = tuple(self._as_posted(one.drug.id, (one,))[0] for one in page_of_mine)
        return Found(shown, tuple(map(self._on_hand, shown)), len(mine))

    def by_registration(self, number: str) -> tuple[Offer, ...]:
        """Return the packs of a registration number: each drug in its usual unit."""
        return tuple(_usual(self._priced(row)) for row in self._national.by_registration(number))

    def _on_hand(self, offer: Offer) -> int:
        return sum(batch.on_hand for batch in self._own.batches(offer.drug.id))

    def _priced(self, row: DrugRow) -> tuple[Offer, ...]:
        """Return a drug's offers at the outlet's own prices, where it has posted any."""
        own = self._own.offers(row.id)
        mine = (replace(offer, price_vnd=_own_price(own, offer)) for offer in offers_of(row))
        return self._as_posted(row.id, tuple(mine))

    def _as_posted(self, drug_id: str, offers: tuple[Offer, ...]) -> tuple[Offer, ...]:
        """Return offers at the prices that were posted last (PRC-01)."""
        posted = self._own.posted(drug_id)
        return tuple(
            replace(offer, price_vnd=posted.get(offer.unit, offer.price_vnd)) for offer in offers
        )


def _own_price(own: tuple[Offer, ...], offer: Offer) -> int:
    """Return the own list's price of the same packing, by its code or else by name and size."""
    by_code = [one for one in own if one.gtin and one.gtin == offer.gtin]
    by_name = [one for one in own if (one.unit, one.unit_size) == (offer.unit, offer.unit_size)]
    return next((one.price_vnd for one in by_code + by_name), offer.price_vnd)


def _usual(offers: tuple[Offer, ...]) -> Offer:
    """Return the unit that is sold most: the smallest that carries a code."""
    with_code = [offer for offer in offers if offer.gtin]
    return (with_code or list(offers))[-1]
