import pytest
from hypothesis import given
from hypothesis import strategies as st

from codes import CitizenCard, Pack, PrescriptionCode, Scan, Unknown, Why, recognise
from tests.codes.cards import CARD_2021, CARDS, card_texts
from tests.properties import steady

KNOWN = ("]d2", "]C1", "]Q3", "]e0", "]E0", "]E4", "]Q1", "]C0", "]d1", "")
GTIN = "08938501000118"


def symbologies() -> st.SearchStrategy[str]:
    return st.sampled_from(KNOWN) | st.text(max_size=4)


def element_strings() -> st.SearchStrategy[bytes]:
    """Text made of what GS1 codes are made of, in every order and with every mistake."""
    pieces = st.sampled_from(
        ["01", "17", "10", "21", "11", "02", "37", "95", "3103", "3922", "8005", "\x1d", GTIN]
    )
    others = st.from_regex(r"[0-9]{1,20}", fullmatch=True) | st.text(max_size=25)
    return st.lists(pieces | others, max_size=8).map("".join).map(str.encode)


def assert_declared(found: object) -> None:
    match found:
        case CitizenCard() | PrescriptionCode():
            pass
        case Pack(gtin=gtin):
            assert len(gtin) == 14
            assert gtin.isdigit()
        case Unknown(why=why):
            assert why in Why
        case _:
            pytest.fail(f"not declared: {type(found)}")


@steady
@given(st.binary(max_size=300), symbologies())
def test_whatever_bytes_come_something_declared_is_returned(data: bytes, symbology: str) -> None:
    assert_declared(recognise(Scan(data, symbology)))


@steady
@given(element_strings(), symbologies())
def test_whatever_element_string_comes_something_declared_is_returned(
    data: bytes, symbology: str
) -> None:
    assert_declared(recognise(Scan(data, symbology)))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", Why.EMPTY),
        (b" \r\n\t", Why.EMPTY),
        (b"\xc4", Why.NOT_TEXT),
        ("Nguyễn Văn A".encode("utf-16"), Why.NOT_TEXT),
        ("Nguyễn Văn A".encode(), Why.NO_MATCH),
        (b"HS4010120878811", Why.NO_MATCH),
        (b"0120878811", Why.NO_MATCH),
        ("٨٩٣٨٥٠١٠٠٠١١٨".encode(), Why.NO_MATCH),
    ],
)
def test_what_is_not_known_says_why_and_carries_nothing_along(data: bytes, why: Why) -> None:
    assert recognise(Scan(data)) == Unknown(why, "")


@pytest.mark.parametrize("symbology", KNOWN)
def test_a_card_is_a_card_by_whatever_symbology_it_comes(symbology: str) -> None:
    assert isinstance(recognise(Scan(CARD_2021.encode(), symbology)), CitizenCard)


@steady
@given(
    st.sampled_from(CARDS) | card_texts(),
    st.text(max_size=5) | st.sampled_from(["\x1d", f"01{GTIN}10", f"01{GTIN}\x1d", "21"]),
    st.integers(0, 13),
    symbologies(),
)
def test_a_damaged_card_shows_nothing_of_the_person(
    card: str, before: str, cut: int, symbology: str
) -> None:
    """The number is damaged or something stands before it: a scanner lost or added something."""
    found = recognise(Scan((before + card[cut:]).encode(), symbology))
    shown = repr(found) + (found.text if isinstance(found, Unknown) else "")
    name, residence = card.split("|")[2], card.split("|")[5]
    assert card[:12] not in shown
    for secret in (name, residence):
        assert len(secret) < 4 or secret not in shown


def test_the_repr_of_a_scan_shows_its_length_only() -> None:
    shown = repr(Scan(CARD_2021.encode(), "]Q1"))
    assert shown == f"Scan({len(CARD_2021.encode())} bytes, symbology=']Q1')"


def test_the_repr_of_an_unknown_code_shows_the_reason_only() -> None:
    assert repr(Unknown(Why.BAD_CHECK_DIGIT, "8938501000117")) == "Unknown(BAD_CHECK_DIGIT)"
