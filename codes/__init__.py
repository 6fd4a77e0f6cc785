"""What is printed: the codes that reach a drug counter. No I/O."""

from codes.badge import Badge
from codes.citizen import CitizenCard, Sex
from codes.control import Command, ControlCode
from codes.insurance import InsuranceCard
from codes.pack import Pack
from codes.prescription import PrescriptionCode, PrescriptionType
from codes.receipt_code import ReceiptCode
from codes.recognise import Code, Statement, name_of, recognise
from codes.registration import RegistrationNumber
from codes.scan import Scan
from codes.unknown import Unknown, Why
from codes.vietqr import VietQR

__all__ = [
    "Badge",
    "CitizenCard",
    "Code",
    "Command",
    "ControlCode",
    "InsuranceCard",
    "Pack",
    "PrescriptionCode",
    "PrescriptionType",
    "ReceiptCode",
    "RegistrationNumber",
    "Scan",
    "Sex",
    "Statement",
    "Unknown",
    "VietQR",
    "Why",
    "name_of",
    "recognise",
]
