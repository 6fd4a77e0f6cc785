"""Units of drugs in the reader's language."""

from device.amounts import thousands
from words import _


def unit_name(unit: str) -> str:
    """Return a unit's word; one that is not known here stays as the catalogue names it."""
    return {
        "hộp": _("hộp"),
        "vỉ": _("vỉ"),
        "viên": _("viên"),
        "lọ": _("lọ"),
        "chai": _("chai"),
        "gói": _("gói"),
        "ống": _("ống"),
        "tuýp": _("tuýp"),
        "túi": _("túi"),
        "miếng": _("miếng"),
        "bút": _("bút"),
        "kit": _("kit"),
    }.get(unit, unit)


def count_words(quantity: int, unit: str) -> str:
    """Return how many of a unit."""
    return f"{thousands(quantity)} {unit_name(unit)}"
