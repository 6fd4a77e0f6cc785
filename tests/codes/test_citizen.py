import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codes import CitizenCard, Scan, Sex, Unknown, Why, recognise
from codes.citizen import looks_like_a_card, read_card
from tests.codes.cards import CARD_2021, CARD_2024, CARD_WITHOUT_OLD_NUMBER, CARDS, card_texts
from tests.properties import steady


def read(text: str) -> CitizenCard:
    card = recognise(Scan(text.encode()))
    assert isinstance(card, CitizenCard)
    return card


def changed(field: int, value: str) -> str:
    fields = CARD_2021.split("|")
    fields[field] = value
    return "|".join(fields)


def test_a_card_of_2021_gives_every_field() -> None:
    card = read(CARD_2021)
    assert card == CitizenCard(
        number="001090000001",
        old_number="012345678",
        name="Nguyễn Văn A",
        birth_date=date(1990, 2, 1),
        sex=Sex.MALE,
        residence="Số 1, Phường B, Quận C, Hà Nội",
        issue_date=date(2022, 6, 22),
    )


def test_an_empty_old_number_does_not_shift_the_fields() -> None:
    card = read(CARD_WITHOUT_OLD_NUMBER)
    assert (card.old_number, card.name, card.sex) == ("", "Trần Thị B", Sex.FEMALE)
    assert (card.birth_date, card.issue_date) == (date(2000, 10, 29), date(2021, 7, 10))


def test_the_further_fields_of_a_card_of_2024_are_kept_though_they_are_empty() -> None:
    assert read(CARD_2024).more == ("", "", "", "")
    filled = CARD_2024.removesuffix("||||") + "|001090000009|Lê Văn D||"
    assert read(filled).more == ("001090000009", "Lê Văn D", "", "")


@pytest.mark.parametrize("count", range(7, 12))
def test_a_card_may_have_7_to_11_fields(count: int) -> None:
    fields = [*CARD_2021.split("|"), "a", "", "b", ""][:count]
    assert read("|".join(fields)).more == tuple(fields[7:])


@pytest.mark.parametrize("count", [2, 3, 6, 12, 20])
def test_another_number_of_fields_is_no_card(count: int) -> None:
    fields = [*CARD_2021.split("|"), *("x" * 13)][:count]
    assert read_card("|".join(fields)) == Unknown(Why.BAD_CARD)


@pytest.mark.parametrize("text", CARDS)
def test_what_scanners_put_around_a_card_is_taken_off(text: str) -> None:
    for dressed in (
        "\ufeff" + text,
        text + "\r\n",
        text + "\n",
        text + "\x00rubbish|behind",
        "\ufeff" + text.replace("|", "\uff5c") + "\r\n\x00\x00",
        unicodedata.normalize("NFD", text),
    ):
        assert read(dressed) == read(text)


@pytest.mark.parametrize(
    "text",
    [
        changed(0, "00109000000"),
        changed(0, "00109000000A"),
        changed(0, "٠٠١٠٩٠٠٠٠٠٠١"),
        changed(1, "12345678"),
        changed(1, "1234567890123"),
        changed(1, "12345678a"),
        changed(2, ""),
        changed(2, "   "),
        changed(3, "31021990"),
        changed(3, "1021990"),
        changed(3, "1990-02-01"),
        changed(3, "00000000"),
        changed(3, ""),
        changed(4, "nam"),
        changed(4, "Nu"),
        changed(4, ""),
        changed(4, "1"),
        changed(6, "32132022"),
        changed(6, "2206202"),
    ],
)
def test_a_card_with_a_field_that_cannot_be_is_refused_without_its_text(text: str) -> None:
    assert read_card(text) == Unknown(Why.BAD_CARD, "")


def test_a_card_may_lack_its_issue_date() -> None:
    assert read(changed(6, "")).issue_date is None


@pytest.mark.parametrize(
    ("number", "birth", "sex", "agrees"),
    [
        ("001090000001", "01021990", "Nam", True),
        ("001190000001", "01021990", "Nữ", True),
        ("001200000001", "29102000", "Nam", True),
        ("001300000001", "29102000", "Nữ", True),
        ("001412000001", "01022112", "Nam", True),
        ("001090000001", "01021991", "Nam", False),
        ("001090000001", "01021990", "Nữ", False),
        ("001200000002", "29102000", "Nữ", False),
    ],
)
def test_the_number_is_compared_with_birth_year_and_sex(
    number: str, birth: str, sex: str, *, agrees: bool
) -> None:
    fields = CARD_2021.split("|")
    fields[0], fields[3], fields[4] = number, birth, sex
    assert read("|".join(fields)).number_agrees is agrees


@steady
@given(card_texts())
def test_every_text_of_the_cards_shape_is_read_field_by_field(text: str) -> None:
    card = read(text)
    fields = [unicodedata.normalize("NFC", field) for field in text.split("|")]
    assert [card.number, card.old_number, card.name, card.sex.value] == [*fields[:3], fields[4]]
    assert f"{card.birth_date:%d%m}{card.birth_date.year:04d}" == fields[3]
    assert card.number_agrees in {True, False}
    assert len(card.more) == len(fields) - 7


@steady
@given(st.text(), st.sampled_from(CARDS), st.integers(0, 120), st.integers(0, 20))
def test_no_damage_to_a_card_makes_its_reader_fail(
    noise: str, card: str, at: int, length: int
) -> None:
    text = card[:at] + noise + card[at + length :]
    found = read_card(text)
    assert isinstance(found, CitizenCard) or found == Unknown(Why.BAD_CARD)


def test_the_repr_of_a_card_shows_nothing_of_the_person() -> None:
    assert repr(read(CARD_2021)) == "CitizenCard(hidden)"
    assert f"{[read(CARD_2021)]}" == "[CitizenCard(hidden)]"


def test_what_begins_like_a_card_is_treated_as_one() -> None:
    assert looks_like_a_card("\ufeff001090000001｜")
    assert looks_like_a_card("001090000001|")
    assert not looks_like_a_card("001090000001")
    assert not looks_like_a_card("8938501000118|x")
