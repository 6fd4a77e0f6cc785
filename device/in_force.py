"""What the counter goes by: the province's word where there is one, else settings and program."""

import logging
from datetime import date
from pathlib import Path
from typing import NamedTuple

from device.counter.parameters import Parameters
from device.counter.shop import Shop
from device.reference.outlet import outlet_in_force
from device.reference.parameters import parameters_in_force
from device.reference.word import Word, marked, read_word

log = logging.getLogger(__name__)


class House(NamedTuple):
    """The outlet and the rules' parameters of a day."""

    shop: Shop
    parameters: Parameters
    word: Word
    skipped: int = 0
    """Rows of the province's that this program cannot read."""


class InForce:
    """Looks whether the province's word, or the day, has changed. The screen's thread only."""

    def __init__(self, folder: Path, *, shop: Shop, parameters: Parameters) -> None:
        """`shop` and `parameters`: what holds where the province says nothing."""
        self._folder, self._shop, self._parameters = folder, shop, parameters
        self.names: dict[str, str] = {}
        """Of the people, by badge, as they are now."""
        self._seen: tuple[tuple[int, int], date] | None = None

    def look(self, today: date) -> House | None:
        """Return what holds where it may have changed; None where nothing has. Cheap."""
        seen = (marked(self._folder), today)
        if seen == self._seen:
            return None
        self._seen = seen
        word = read_word(self._folder) or Word()
        outlet = outlet_in_force(word, self._shop)
        rules = parameters_in_force(word, self._parameters, today)
        self.names.clear()
        self.names.update({person.badge: person.name for person in outlet.shop.people})
        built = sum(used.skipped for used in word.versions.values())
        return House(outlet.shop, rules.parameters, word, outlet.skipped + rules.skipped + built)
