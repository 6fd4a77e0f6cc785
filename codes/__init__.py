"""What is printed: the codes that reach a drug counter. No I/O."""

from codes.citizen import CitizenCard, Sex
from codes.pack import Pack
from codes.prescription import PrescriptionCode, PrescriptionType
from codes.recognise import Code, recognise
from codes.scan import Scan
from codes.unknown import Unknown, Why

__all__ = [
    "CitizenCard",
    "Code",
    "Pack",
    "PrescriptionCode",
    "PrescriptionType",
    "Scan",
    "Sex",
    "Unknown",
    "Why",
    "recognise",
]
