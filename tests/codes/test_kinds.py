"""Every kind of code by the one door, and what happens between the kinds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codes import (
    Badge,
    CitizenCard,
    ControlCode,
    InsuranceCard,
    Pack,
    PrescriptionCode,
    ReceiptCode,
    RegistrationNumber,
    Scan,
    Unknown,
    VietQR,
    Why,
    name_of,
    recognise,
)
from codes.recognise import _NAMES, LONGEST, Code
from tests.codes.samples import SCANS, SYMBOLOGIES
from tests.properties import steady

KINDS = (
    (CitizenCard, "citizen card", 3),
    (InsuranceCard, "insurance card", 3),
    (ControlCode, "control code", 48),
    (Badge, "staff badge", 1),
    (ReceiptCode, "receipt code", 1),
    (VietQR, "payment code", 2),
    (PrescriptionCode, "prescription code", 3),
    (Pack, "drug pack", 10),
    (RegistrationNumber, "registration number", 4),
)


def test_every_sample_is_of_its_kind() -> None:
    found = [type(recognise(scan)) for scan in SCANS]
    assert found == [kind for kind, _name, count in KINDS for _each in range(count)]


@pytest.mark.parametrize(("kind", "name", "count"), KINDS)
def test_every_kind_has_a_name(kind: type, name: str, count: int) -> None:
    names = [name_of(recognise(scan)) for scan in SCANS if isinstance(recognise(scan), kind)]
    assert names == [name] * count


def test_no_kind_is_without_a_name() -> None:
    assert set(_NAMES) == set(Code.__args__)
    assert len(set(_NAMES.values())) == len(_NAMES)
    assert name_of(Unknown(Why.EMPTY)) == "unknown code"


PERSONAL = (CitizenCard, InsuranceCard)


@pytest.mark.parametrize("symbology", SYMBOLOGIES)
def test_a_persons_card_is_one_by_whatever_symbology_it_comes(symbology: str) -> None:
    for scan in SCANS:
        before = recognise(scan)
        if isinstance(before, PERSONAL):
            assert type(recognise(Scan(scan.data, symbology))) is type(before)


@pytest.mark.parametrize("symbology", ["]Q1", ""])
def test_what_scanners_put_around_a_code_changes_nothing(symbology: str) -> None:
    for scan in SCANS:
        plain = recognise(Scan(scan.data, symbology))
        for dressed in (
            b"\xef\xbb\xbf" + scan.data,
            scan.data + b"\r\n",
            scan.data + b"\x00",
            scan.data + b"\x00\r\n",
            b"\r\n" + scan.data,
        ):
            assert recognise(Scan(dressed, symbology)) == plain


def test_a_code_longer_than_any_printed_one_is_not_read() -> None:
    assert recognise(Scan(b"8" * (LONGEST + 1))) == Unknown(Why.TOO_LONG)
    assert recognise(Scan(b"8" * LONGEST)) == Unknown(Why.NO_MATCH)
    card = next(scan for scan in SCANS if isinstance(recognise(scan), CitizenCard))
    assert recognise(Scan(card.data + b"x" * LONGEST)) == Unknown(Why.TOO_LONG)


@pytest.mark.parametrize(
    ("data", "symbology", "why"),
    [
        (b"001090000001", "]C0", Why.NO_MATCH),
        (b"0120878811", "]C0", Why.NO_MATCH),
        (b"HS4010120878811", "]C0", Why.NO_MATCH),
        (b"0912345678", "", Why.NO_MATCH),
        ("Nguyễn Văn A".encode(), "]Q1", Why.NO_MATCH),
        ("Nguyễn Văn A".encode(), "]d2", Why.BAD_GS1),
        ("001090000001 Nguyễn".encode(), "]C1", Why.BAD_GS1),
        ("01٠٨938501000118".encode(), "]d2", Why.BAD_GS1),
        (b"01089385010001181727123110A\x00B", "]d2", Why.BAD_GS1),
        (b"".join(b"%d" % ai + b"A" * 90 + b"\x1d" for ai in range(91, 96)), "]d2", Why.BAD_GS1),
        ("QUAY: Nguyễn".encode(), "]Q1", Why.NO_MATCH),
        ("000201010211 Nguyễn".encode(), "]Q1", Why.BAD_PAYMENT_CODE),
        ("0120878811|Nguyễn".encode(), "]Q1", Why.BAD_INSURANCE_CARD),
        ("https://a/Nguyễn/01/08938501000118".encode(), "]Q1", Why.BAD_GS1),
        ("Võ".encode("latin-1"), "]Q1", Why.NOT_TEXT),
    ],
)
def test_what_may_be_personal_is_not_carried_along(data: bytes, symbology: str, why: Why) -> None:
    assert recognise(Scan(data, symbology)) == Unknown(why, "")


@steady
@given(
    st.sampled_from(SCANS),
    st.integers(0, 300),
    st.integers(0, 20),
    st.binary(max_size=20),
    st.sampled_from(SYMBOLOGIES) | st.text(max_size=4),
)
def test_a_damaged_code_of_any_kind_is_something_declared(
    scan: Scan, at: int, length: int, noise: bytes, symbology: str
) -> None:
    data = scan.data[:at] + noise + scan.data[at + length :]
    found = recognise(Scan(data, symbology))
    assert type(found) in _NAMES
    if isinstance(found, Unknown):
        # Only numbers of packs are ever shown: 8, 13 or 14 digits.
        assert found.text == "" or (found.text.isdigit() and len(found.text) in {8, 13, 14})


@steady
@given(
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ/:-.0123456789", max_size=30), st.sampled_from(SYMBOLOGIES)
)
def test_no_text_without_our_beginning_orders_anything(text: str, symbology: str) -> None:
    found = recognise(Scan(text.encode(), symbology))
    assert not isinstance(found, ControlCode | Badge) or text.startswith("QUAY:")
