"""What a scanner hands over, before anybody knows what it means."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scan:
    """One read of one code.

    `data` is what was read, without the scanner's suffix; a GS1 separator is kept as byte 0x1D.
    `symbology` is the AIM identifier (ISO/IEC 15424) such as "]d2", or "" when the scanner does
    not tell. A code may carry a person's name: `repr` shows the length only.
    """

    data: bytes
    symbology: str = ""

    def __repr__(self) -> str:
        return f"Scan({len(self.data)} bytes, symbology={self.symbology!r})"
