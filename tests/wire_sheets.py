"""A prescription that nobody has."""

from datetime import date

from wire.asking import AnsweredLine, Sheet

SHEET = Sheet(
    code="33012a1b2c3d-c",
    issued=date(2026, 11, 20),
    facility="33012",
    lines=(
        AnsweredLine(number=1, name="Amoxicilin 500 mg", quantity=20, drug="SYN044"),
        AnsweredLine(number=2, name="Paracetamol 500 mg", quantity=10, directions="sáng 1 viên"),
    ),
)
