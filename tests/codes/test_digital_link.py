from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codes import Pack, PrescriptionCode, Scan, Unknown, Why, recognise
from codes.digital_link import read_digital_link
from tests.codes.samples import GTIN, LINK
from tests.properties import steady


def read(text: str) -> object:
    return recognise(Scan(text.encode(), "]Q1"))


def test_a_link_gives_gtin_batch_expiry_and_serial_number() -> None:
    assert read(LINK) == Pack(GTIN, "AB123", date(2027, 12, 31), "SN0001")


@pytest.mark.parametrize(
    ("text", "pack"),
    [
        (f"https://example.org/01/{GTIN}", Pack(GTIN)),
        (f"http://example.org/shop/vi/01/{GTIN}?lang=vi", Pack(GTIN)),
        ("https://example.org/01/8938501000118", Pack(GTIN)),
        ("https://example.org/01/96385074", Pack("00000096385074")),
        (f"https://example.org/01/{GTIN}/10/A%2FB", Pack(GTIN, "A/B")),
        (f"https://example.org/01/{GTIN}/10/AB21X17", Pack(GTIN, "AB21X17")),
        (f"https://example.org/01/{GTIN}?17=271200", Pack(GTIN, None, date(2027, 12, 31))),
    ],
)
def test_links_of_many_shapes_are_read(text: str, pack: Pack) -> None:
    assert read(text) == pack
    assert not pack.batch_doubtful


def test_a_wrong_check_digit_is_refused_with_its_number() -> None:
    wrong = GTIN[:-1] + "7"
    assert read(f"https://example.org/01/{wrong}") == Unknown(Why.BAD_CHECK_DIGIT, wrong)


@pytest.mark.parametrize(
    "text",
    [
        f"https://example.org/01/{GTIN}?17=271331",
        f"https://example.org/01/{GTIN}/10",
        f"https://example.org/01/{GTIN}/10/{'A' * 21}",
        f"https://example.org/01/{GTIN}/10/%C4%90",
        f"https://example.org/01/{GTIN}/10/A%0AB",
        f"https://example.org/01/{GTIN}?17=%D9%A2%D9%A71231",
        f"https://[::1/01/{GTIN}",
        f"https://example.org/{'x' * 400}/01/{GTIN}",
        f"https://example.org/Thuốc/01/{GTIN}",
    ],
)
def test_a_link_that_does_not_hold_is_refused_without_its_text(text: str) -> None:
    assert read(text) == Unknown(Why.BAD_GS1, "")


def test_a_serial_number_like_a_prescription_is_a_serial_number() -> None:
    assert read(f"https://example.org/01/{GTIN}/21/01234ab12cd3-c") == Pack(
        GTIN, serial="01234ab12cd3-c"
    )


def test_a_link_to_a_prescription_is_a_prescription() -> None:
    text = "https://example.org/tra-cuu/01/01234ab12cd3-c"
    assert read(text) == PrescriptionCode("01234ab12cd3-c")


@pytest.mark.parametrize("text", ["https://example.org/", "ftp://a/01/" + GTIN, "http://01/1"])
def test_other_addresses_are_unknown(text: str) -> None:
    assert read(text) == Unknown(Why.NO_MATCH)


@steady
@given(st.text(), st.integers(0, 70), st.integers(0, 9))
def test_no_damage_makes_the_reader_fail(noise: str, at: int, length: int) -> None:
    text = LINK[:at] + noise + LINK[at + length :]
    assert isinstance(read_digital_link(text), Pack | Unknown)


@steady
@given(st.text("01/?=&%[]:.#@AZ257", max_size=60))
def test_no_address_makes_the_reader_fail(text: str) -> None:
    for address in (f"https://a/01/{GTIN}{text}", f"https://{text}/01/{GTIN}"):
        assert isinstance(read_digital_link(address), Pack | Unknown)
