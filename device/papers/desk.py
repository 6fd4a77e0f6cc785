"""What every paper of an outlet needs: who prints, who is called what, which drug is which."""

from collections.abc import Callable
from dataclasses import dataclass, field

from device.counter.sale import Directions
from device.ledger.drug_names import DrugNames
from device.ledger.paper_source import PaperSource
from device.paper.layout import Letterhead, Mark
from device.paper.naming import with_strength
from device.papers.memory import PaperMemory
from device.papers.packing import packing_of
from words import _


@dataclass(frozen=True, kw_only=True)
class PaperDesk:
    """The things that papers are made from."""

    source: PaperSource
    drugs: DrugNames
    memory: PaperMemory
    head: Letterhead
    name: Callable[[str], str] = field(repr=False)
    """From a badge number to the name that papers show."""
    width_dots: int
    is_training: bool = False

    def mark(self, *, copy: int = 0) -> Mark:
        """Return what is printed in the black bands."""
        return Mark(copy=copy, is_training=self.is_training)

    def drug_name(self, drug_id: str) -> str:
        """Return a drug's name; its id where the catalogue has lost it."""
        return self.drugs.drug(drug_id).name

    def full_name(self, drug_id: str) -> str:
        """Return a drug's name and strength."""
        return with_strength(self.drug_name(drug_id), self.strength(drug_id))

    def packing(self, drug_id: str) -> str:
        """Say how a drug is packed."""
        return packing_of(self.drugs.offers(drug_id))

    def strength(self, drug_id: str) -> str:
        """Return the strengths of a drug's ingredients."""
        return " + ".join(i.strength for i in self.drugs.drug(drug_id).ingredients if i.strength)


def directions_in_words(directions: Directions, unit: str) -> str:
    """Say how a drug is taken, on one line; empty where nobody said it."""
    times = (
        (_("sáng {n} {unit}"), directions.morning),
        (_("trưa {n} {unit}"), directions.noon),
        (_("chiều {n} {unit}"), directions.afternoon),
        (_("tối {n} {unit}"), directions.evening),
    )
    said = ", ".join(words.format(n=number, unit=unit) for words, number in times if number)
    return ". ".join(f"{part[:1].upper()}{part[1:]}" for part in (said, directions.words) if part)
