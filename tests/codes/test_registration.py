import pytest
from hypothesis import given
from hypothesis import strategies as st

from codes import Pack, RegistrationNumber, Scan, Unknown, Why, recognise
from codes.registration import (
    CONTROLS,
    GROUPS,
    Proposal,
    find_registration,
    normalise_registration,
)
from tests.codes.test_pack import check_digit
from tests.properties import steady


def test_twelve_digits_propose_what_they_stand_for() -> None:
    assert RegistrationNumber("893110130226").proposal == Proposal(
        country="893", group="1", prescription="1", control="0", serial="1302", year="26"
    )


@pytest.mark.parametrize(("digit", "wanted"), [("0", False), ("1", True), ("7", None)])
def test_the_fifth_digit_only_proposes_whether_a_prescription_is_needed(
    digit: str,
    wanted: bool | None,  # noqa: FBT001 - the expectation
) -> None:
    proposal = RegistrationNumber(f"8931{digit}0130226").proposal
    assert proposal is not None
    assert proposal.prescription_only is wanted


def test_values_that_are_not_known_today_are_kept() -> None:
    proposal = RegistrationNumber("893989130226").proposal
    assert proposal is not None
    assert (proposal.group, proposal.prescription, proposal.control) == ("9", "8", "9")
    assert proposal.group not in GROUPS
    assert proposal.control not in CONTROLS


def test_an_old_number_proposes_nothing() -> None:
    assert RegistrationNumber("VD-11971-10").proposal is None


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (" vd-11971-10\r\n", "VD-11971-10"),
        ("VD–11971—10", "VD-11971-10"),
        ("QL\u00d0B-747-19", "QLĐB-747-19"),
        ("ql\u00f0b-747-19", "QLĐB-747-19"),
        ("qlđb-747-19", "QLĐB-747-19"),
        ("QLD\u0335B-747-19", "QLD\u0335B-747-19"),
        ("something new/2031", "SOMETHING NEW/2031"),
        ("", ""),
    ],
)
def test_a_number_is_normalised_and_never_refused(typed: str, text: str) -> None:
    assert normalise_registration(typed).text == text


@pytest.mark.parametrize(
    "text",
    [
        "VD-11971-10",
        "VN-20532-17",
        "VN-B/H-123-05",
        "VD3-101-20",
        "VN2-444-16",
        "QLĐB-747-19",
        "QLDB-747-19",
        "QLSP-1012-17",
        "GC-243-16",
        "V46-H12-16",
        "893110130226",
    ],
)
@pytest.mark.parametrize("symbology", ["", "]C0", "]Q1"])
def test_the_known_shapes_are_recognised(text: str, symbology: str) -> None:
    assert recognise(Scan(text.encode(), symbology)) == RegistrationNumber(text)


@pytest.mark.parametrize(
    "text", ["VD-11971", "VD-10", "GC-16", "XX-11971-10", "VD-11971-10 hộp", "VD-11971-100", "VD"]
)
def test_what_only_resembles_a_shape_is_none(text: str) -> None:
    assert recognise(Scan(text.encode())) == Unknown(Why.NO_MATCH)


def test_twelve_digits_in_a_retail_symbology_are_a_upc() -> None:
    digits = "89311013022"
    upc = digits + check_digit(digits)
    assert recognise(Scan(upc.encode(), "]E0")) == Pack(upc.zfill(14))
    assert recognise(Scan(upc.encode(), "]C0")) == RegistrationNumber(upc)
    assert recognise(Scan(upc.encode())) == RegistrationNumber(upc)


@steady
@given(st.text("0123456789", min_size=12, max_size=12), st.sampled_from(["]C0", "]Q1", "]d1"]))
def test_twelve_digits_in_a_bar_code_are_never_a_pack_and_never_shown(
    digits: str, symbology: str
) -> None:
    """Citizen cards of 2016 to 2020 print the number so, and one in ten has a UPC's check digit."""
    found = recognise(Scan(digits.encode(), symbology))
    if digits.startswith("893"):
        assert found == RegistrationNumber(digits)
    else:
        assert found == Unknown(Why.NO_MATCH, "")


@steady
@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise_registration(text)
    assert normalise_registration(once.text).text.upper() == once.text.upper()
    assert find_registration(text) in {None, once}
