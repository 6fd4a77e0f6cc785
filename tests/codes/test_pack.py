from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codes import Pack, Scan, Unknown, Why, recognise
from codes.pack import read_gs1, read_retail
from tests.properties import steady

GTIN = "08938501000118"
WITH_SEPARATOR = f"01{GTIN}1727123110AB123\x1d21SN0001"


def read(text: str, symbology: str = "]d2") -> Pack:
    pack = recognise(Scan(text.encode(), symbology))
    assert isinstance(pack, Pack)
    return pack


def check_digit(digits: str) -> str:
    weighted = sum(int(digit) * (3, 1)[at % 2] for at, digit in enumerate(reversed(digits)))
    return str(-weighted % 10)


def test_a_datamatrix_gives_gtin_batch_expiry_and_serial_number() -> None:
    assert read(WITH_SEPARATOR) == Pack(GTIN, "AB123", date(2027, 12, 31), "SN0001")


@pytest.mark.parametrize("symbology", ["]d2", "]C1", "]Q3", "]e0", ""])
def test_a_gs1_code_is_read_by_every_symbology_that_carries_it(symbology: str) -> None:
    assert read(WITH_SEPARATOR, symbology).batch == "AB123"


def test_a_keyboard_scanner_that_tells_no_symbology_and_drops_the_separator_is_still_read() -> None:
    assert read(f"01{GTIN}1727123110AB123", "") == Pack(
        GTIN, "AB123", date(2027, 12, 31), separator_seen=False
    )


def test_separators_in_front_and_a_suffix_behind_do_no_harm() -> None:
    assert read(f"\x1d\x1d{WITH_SEPARATOR}").serial == "SN0001"
    assert read(f"{WITH_SEPARATOR}\r\n").serial == "SN0001"


@pytest.mark.parametrize(
    ("printed", "expiry"),
    [
        ("271200", date(2027, 12, 31)),
        ("270200", date(2027, 2, 28)),
        ("280200", date(2028, 2, 29)),
        ("280229", date(2028, 2, 29)),
        ("270430", date(2027, 4, 30)),
    ],
)
def test_an_expiry_date_without_a_day_is_the_last_day_of_its_month(
    printed: str, expiry: date
) -> None:
    assert read(f"01{GTIN}17{printed}").expiry == expiry


@pytest.mark.parametrize("printed", ["271301", "270229", "270431", "270001", "2712AB"])
def test_an_expiry_date_that_is_none_is_not_read_as_another(printed: str) -> None:
    assert recognise(Scan(f"01{GTIN}17{printed}".encode(), "]d2")) == Unknown(Why.BAD_GS1)


def test_a_wrong_check_digit_in_a_gs1_code_is_refused_with_its_number() -> None:
    wrong = GTIN[:-1] + "7"
    found = recognise(Scan(f"01{wrong}17271231".encode(), "]d2"))
    assert found == Unknown(Why.BAD_CHECK_DIGIT, wrong)


def test_a_gs1_code_without_a_gtin_is_refused() -> None:
    found = recognise(Scan(b"1727123110AB123", "]d2"))
    assert found == Unknown(Why.NO_GTIN)


@pytest.mark.parametrize(
    "text",
    [
        f"01{GTIN}1727123110AB12321SN0001",
        f"01{GTIN}10AB12321SN00011727",
        f"01{GTIN}10AB12317271231",
        f"01{GTIN}10AB12172712312101",
        f"01{GTIN}21SN00011727123110AB1",
        f"01{GTIN}21SN000110AB123",
        f"01{GTIN}10AB1234567890123456782101",
        f"01{GTIN}10{'A' * 19}217271231",
    ],
)
def test_a_lost_separator_makes_the_batch_doubtful(text: str) -> None:
    assert read(text).batch_doubtful


@pytest.mark.parametrize(
    "text",
    [
        WITH_SEPARATOR,
        f"01{GTIN}10AB21C\x1d21SN0001",
        f"01{GTIN}21SN0010AB\x1d10X",
        f"01{GTIN}1727123110AB123",
        f"01{GTIN}172712311021AB",
        f"01{GTIN}1727123110AB21",
        f"01{GTIN}1727123110AB17",
        f"01{GTIN}17271231",
        f"01{GTIN}",
        f"01{GTIN}21SN0001",
    ],
)
def test_a_batch_that_cannot_have_swallowed_anything_is_not_doubtful(text: str) -> None:
    assert not read(text).batch_doubtful


@steady
@given(
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/.", min_size=1, max_size=20),
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/.", min_size=1, max_size=20),
    st.dates(date(2020, 1, 1), date(2049, 12, 31)),
    st.permutations(["batch", "serial", "expiry"]),
)
def test_with_separators_every_order_of_the_fields_reads_the_same(
    batch: str, serial: str, expiry: date, order: list[str]
) -> None:
    fields = {
        "batch": f"10{batch}\x1d",
        "serial": f"21{serial}\x1d",
        "expiry": f"17{expiry:%y%m%d}",
    }
    text = f"01{GTIN}" + "".join(fields[name] for name in order)
    pack = read(text)
    assert (pack.batch, pack.serial, pack.expiry) == (batch, serial, expiry)
    assert not pack.batch_doubtful


def test_a_field_that_seems_to_come_twice_is_a_lost_separator() -> None:
    text = f"01{GTIN}1727123110{'A' * 19}210BBB"
    assert recognise(Scan(text.encode(), "]d2")) == Unknown(Why.LOST_SEPARATOR)


@steady
@given(
    st.text("ABCDEF0123456789", min_size=1, max_size=20),
    st.text("ABCDEF0123456789", min_size=1, max_size=20),
    st.permutations(["10", "21"]),
)
def test_without_separators_no_batch_is_wrong_and_trusted(
    first: str, second: str, order: list[str]
) -> None:
    text = f"01{GTIN}17271231{order[0]}{first}{order[1]}{second}"
    found = recognise(Scan(text.encode(), "]d2"))
    assert isinstance(found, Unknown) or (isinstance(found, Pack) and found.batch_doubtful)


@pytest.mark.parametrize(
    ("code", "symbology", "gtin"),
    [
        ("8938501000118", "]E0", "08938501000118"),
        ("8938501000118", "", "08938501000118"),
        (" 8938501000118\r\n", "", "08938501000118"),
        ("036000291452", "]E0", "00036000291452"),
        ("96385074", "]E4", "00000096385074"),
    ],
)
def test_a_retail_code_gives_its_gtin_and_nothing_more(
    code: str, symbology: str, gtin: str
) -> None:
    assert read(code, symbology) == Pack(gtin)


@pytest.mark.parametrize("code", ["8938501000117", "96385075"])
def test_a_retail_code_with_a_wrong_check_digit_is_refused_with_its_number(code: str) -> None:
    assert recognise(Scan(code.encode())) == Unknown(Why.BAD_CHECK_DIGIT, code)


def test_twelve_digits_with_a_wrong_check_digit_may_be_a_person_and_are_not_shown() -> None:
    assert recognise(Scan(b"001090000001")) == Unknown(Why.BAD_CHECK_DIGIT, "")


@steady
@given(st.sampled_from([7, 11, 12]), st.data())
def test_exactly_one_check_digit_is_right(length: int, data: st.DataObject) -> None:
    digits = data.draw(st.text("0123456789", min_size=length, max_size=length))
    right = check_digit(digits)
    for last in "0123456789":
        found = read_retail(digits + last)
        assert isinstance(found, Pack) == (last == right)
        if isinstance(found, Pack):
            assert found.gtin == (digits + last).zfill(14)


@pytest.mark.parametrize("text", ["", "\x1d", "01", "hello", "0108938501000118xx", "99"])
def test_what_is_no_gs1_element_string_is_said_to_be_none(text: str) -> None:
    found = read_gs1(text)
    assert isinstance(found, Unknown)
    assert found.text == ""
