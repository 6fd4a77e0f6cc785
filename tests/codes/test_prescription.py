import pytest
from hypothesis import given
from hypothesis import strategies as st

from codes import PrescriptionCode, PrescriptionType, Scan, Unknown, Why, recognise
from codes.prescription import find_prescription_code
from tests.properties import steady

CODE = "01234ab12cd3-c"


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        f"  {CODE}\r\n",
        f"https://example.org/tra-cuu/{CODE}",
        f"https://example.org/tra-cuu?ma={CODE}&x=1",
        f'{{"ma_don_thuoc": "{CODE}", "ho_ten_benh_nhan": "Nguyễn Văn A"}}',
        f"Mã đơn thuốc: {CODE}.",
        f"({CODE})",
    ],
)
def test_the_code_is_found_wherever_it_stands(text: str) -> None:
    assert recognise(Scan(text.encode(), "]Q1")) == PrescriptionCode(CODE)


@pytest.mark.parametrize("code", ["40618R001935-c", "01234AB12CD3-C", "01234ab12cd3-C"])
def test_upper_and_lower_case_are_kept_as_scanned(code: str) -> None:
    found = recognise(Scan(code.encode()))
    assert found == PrescriptionCode(code)
    assert found.facility == code[:5]


@pytest.mark.parametrize(
    ("letter", "kind"),
    [
        ("C", PrescriptionType.ORDINARY),
        ("N", PrescriptionType.NARCOTIC),
        ("H", PrescriptionType.PSYCHOTROPIC),
        ("Y", PrescriptionType.TRADITIONAL),
        ("T", PrescriptionType.DECOCTION),
    ],
)
def test_the_last_letter_says_what_may_be_dispensed(letter: str, kind: PrescriptionType) -> None:
    assert PrescriptionCode(f"01234ab12cd3-{letter}").type is kind
    assert PrescriptionCode(f"01234ab12cd3-{letter.lower()}").type is kind


@pytest.mark.parametrize(
    "text",
    [
        f"x{CODE}",
        f"7{CODE}",
        f"{CODE}x",
        f"{CODE}7",
        "01234ab12cd-c",
        "01234ab12cd3c",
        "01234ab12cd3-x",
        "01234ab12cd3--c",
        "01234 ab12cd3-c",
        "01234đb12cd3-c",
    ],
)
def test_what_only_resembles_a_code_is_none(text: str) -> None:
    assert recognise(Scan(text.encode(), "]Q1")) == Unknown(Why.NO_MATCH)


@steady
@given(
    st.from_regex(r"[0-9A-Za-z]{12}-[cnhytCNHYT]", fullmatch=True),
    st.text(st.characters(exclude_categories=["Cs", "L", "N"])),
    st.text(st.characters(exclude_categories=["Cs", "L", "N"])),
)
def test_every_code_is_found_between_signs_and_has_a_type(
    code: str, before: str, behind: str
) -> None:
    found = find_prescription_code(before + code + behind)
    assert found == PrescriptionCode(code)
    assert found.type.value == code[-1].upper()
