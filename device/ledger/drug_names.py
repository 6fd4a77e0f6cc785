"""What the lists of the ledger need to know of a drug: asked of the catalogue once, then kept."""

from typing import Protocol

from device.counter.drug import Drug, Offer


class Offers(Protocol):
    """What is asked of the catalogue (`device.counter.drug.Shelf`)."""

    def offers(self, drug_id: str) -> tuple[Offer, ...]:
        """Return the drug in every unit that it is sold in, the largest first."""


class DrugNames:
    """Drugs by their id."""

    def __init__(self, catalogue: Offers) -> None:
        self._catalogue = catalogue
        self._known: dict[str, Drug] = {}

    def drug(self, drug_id: str) -> Drug:
        """Return a drug; one that the catalogue does not know has its id for a name."""
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

    def forget(self) -> None:
        """Ask again: the catalogue is another one."""
        self._known.clear()
