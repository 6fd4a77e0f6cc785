"""Indications for which retail is restricted (SC-07): decided here, and said on as yes or no.

TT 31/2025 annex III names 22 active ingredients for malaria, tuberculosis and HIV and their
indications; the list itself was not at hand. These are the chapters of ICD-10 for those three
illnesses, to be replaced by the annex's own column.
"""

from collections.abc import Iterable

_RANGES = (("A15", "A19"), ("B20", "B24"), ("B50", "B54"))
_SINGLE = frozenset({"Z21"})


def is_restricted(diagnoses: Iterable[str]) -> bool:
    """Whether one of these ICD-10 codes is an indication for which retail is restricted.

    >>> is_restricted(["J02.9"]), is_restricted(["j02", "b23.1"]), is_restricted(["Z21"])
    (False, True, True)
    """
    return any(_is_one(code.strip().upper()[:3]) for code in diagnoses)


def _is_one(category: str) -> bool:
    return category in _SINGLE or any(first <= category <= last for first, last in _RANGES)
