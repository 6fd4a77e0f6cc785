"""What the ledger's lists need to know of a drug: kept for as long as the catalogue is the same."""

from collections.abc import Callable
from typing import Protocol

from device.counter.drug import Drug, Offer


class Offers(Protocol):
    """What is asked of the catalogue (`device.counter.drug.Shelf`)."""

    def offers(self, drug_id: str) -> tuple[Offer, ...]:
        """Return the drug in every unit that it is sold in, the largest first."""


Stamp = Callable[[], object]
"""Tells one catalogue from the next."""


class DrugNames:
    """Drugs by their id."""

    def __init__(self, catalogue: Offers, stamp: Stamp = lambda: None) -> None:
        """`stamp`: a catalogue that never changes needs none."""
        self._catalogue, self._stamp = catalogue, stamp
        self._known: dict[str, Drug] = {}
        self._known_by = stamp()

    def drug(self, drug_id: str) -> Drug:
        """Return a drug; one that the catalogue does not know has its id for a name."""
        if self._known_by != (stamp := self._stamp()):
            self._known, self._known_by = {}, stamp
        found = self._known.get(drug_id)
        if found is None:
            offers = self._catalogue.offers(drug_id)
            if not offers:
                return Drug(id=drug_id, name=drug_id, prescription_only=True)
            found = self._known[drug_id] = offers[0].drug
        return found

    def offers(self, drug_id: str) -> tuple[Offer, ...]:
        """Return the drug in every unit that it is sold in, the largest first."""
        return self._catalogue.offers(drug_id)

    def outer_size(self, drug_id: str) -> int:
        """Return how many base units the outer pack holds; 0 where that is not known."""
        return max((offer.outer_size for offer in self._catalogue.offers(drug_id)), default=0)
