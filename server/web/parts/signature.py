"""Where a printed report is signed; it stands on paper alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Places for names and signatures, beside each other."""

    signers: Sequence[str]
    """As what each signs."""
    hint: str
    """Below each, such as "sign, with name in full"."""
    template: ClassVar[str] = "signature.html"
