"""The class of a drug by its formula, and its books (rules CTL-02, CTL-05 to CTL-07)."""

from collections.abc import Sequence
from datetime import date

from device.counter.drug import Control, Ingredient
from device.counter.parameters import COMBINATIONS, STRICT
from device.counter.rules.amount import amount
from device.counter.rules.substances import LISTED, SUBSTANCES, UNREAD, Limit, Substance

_BY_LIST = frozenset({Control.POISON, Control.LISTED})
_COMBINED = {
    Control.NARCOTIC: Control.NARCOTIC_COMBINATION,
    Control.PSYCHOTROPIC: Control.PSYCHOTROPIC_COMBINATION,
    Control.PRECURSOR: Control.PRECURSOR_COMBINATION,
}
"""What a class becomes below its limits; in the order in which they beat each other."""

Found = list[tuple[Ingredient, Substance | None]]


def registers_of(control: Control) -> frozenset[str]:
    """CTL-05, CTL-06, CTL-07 (TT18 Đ12 k1-3, A): the annexes whose books a drug goes into.

    VIII and XVI: in, out and stock; XIX: customers.
    """
    if control in STRICT:
        return frozenset({"VIII", "XIX"})
    if control in COMBINATIONS:
        return frozenset({"XVI", "XIX"})
    return frozenset({"XVI"}) if control in _BY_LIST else frozenset()


def classify(
    ingredients: Sequence[Ingredient], form: str, *, on: date | None = None
) -> Control | None:
    """CTL-02 (TT18 annex VII, A): return a drug's class by its formula on a day, or as of now.

    None where a name or a figure that decides could not be read: then the published catalogue, or
    a person, has to say it. It proposes; the catalogue wins.
    """
    names = {substance_name(each.name) for each in ingredients}
    if not ingredients or names & UNREAD:
        return None
    found: Found = [(each, _substance(each, on)) for each in ingredients]
    if not any(substance for _each, substance in found):
        return Control.LISTED if names & LISTED else Control.NONE
    for control in _COMBINED:
        decided = _beyond(control, found, form)
        if decided is not False:
            return control if decided else None
    return _combined(found)


def _beyond(control: Control, found: Found, form: str) -> bool | None:
    """Whether the drug is of a class itself; None: a figure that decides is not known."""
    mine = [
        (each, substance.limit)
        for each, substance in found
        if substance and substance.control is control
    ]
    if not mine:
        return False
    if len(mine) == len(found):
        return True  # nothing else is inside
    above = {_is_above(each, limit, found, form) for each, limit in mine}
    if True in above:
        return True
    return None if None in above else False


def _combined(found: Found) -> Control | None:
    """All are below their limits: with another ingredient beside them it is a combination."""
    classes = {substance.control for _each, substance in found if substance}
    if all(substance for _each, substance in found):
        return None  # of two classes and nothing else: the text does not say
    return next(_COMBINED[control] for control in _COMBINED if control in classes)


def _is_above(each: Ingredient, limit: Limit, found: Found, form: str) -> bool | None:
    much = amount(each.strength, form)
    if much is None:
        return None
    if much.percent is not None:
        return None if limit.percent is None else much.percent > limit.percent
    if limit.unit_mg is None or much.unit_mg is None:
        return None
    if much.unit_mg > limit.unit_mg:
        return None if _is_doubtful(much.unit_mg, limit) else True
    return _lacks_atropine(limit, found, form)


def _is_doubtful(mg: float, limit: Limit) -> bool:
    return limit.surely_above_mg is not None and mg <= limit.surely_above_mg


def _lacks_atropine(limit: Limit, found: Found, form: str) -> bool | None:
    """Annex IV: difenoxin and diphenoxylate count as combined with atropine sulfate only."""
    if limit.atropine_mg is None:
        return False
    atropine = [each for each, _ in found if substance_name(each.name) == "atropin"]
    if not atropine:
        return True
    much = amount(atropine[0].strength, form)
    if much is None or much.unit_mg is None:
        return None
    return much.unit_mg < limit.atropine_mg


def _substance(each: Ingredient, on: date | None) -> Substance | None:
    found = SUBSTANCES.get(substance_name(each.name))
    early = found and found.since and on and on < found.since
    return None if early else found


def substance_name(name: str) -> str:
    """Return the name by which substances are looked up: the salt and the last "e" left out.

    >>> substance_name("Codeine phosphate"), substance_name("codein phosphat")
    ('codein', 'codein')
    """
    words = name.strip().casefold().split()
    return words[0].removesuffix("e") if words else ""
