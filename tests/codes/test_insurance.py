from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codes import CitizenCard, InsuranceCard, Scan, Sex, Unknown, Why, recognise
from codes.insurance import NumberForm, looks_like_insurance, number_form, read_insurance
from tests.codes.cards import CARDS
from tests.codes.samples import INSURANCE_NEW, INSURANCE_OF_CITIZEN, INSURANCE_OLD, INSURANCES
from tests.properties import steady


def read(text: str) -> InsuranceCard:
    card = recognise(Scan(text.encode(), "]Q1"))
    assert isinstance(card, InsuranceCard)
    return card


def changed(field: int, value: str) -> str:
    fields = INSURANCE_NEW.split("|")
    fields[field] = value
    return "|".join(fields)


def test_a_new_card_gives_number_birth_date_and_sex() -> None:
    card = read(INSURANCE_NEW)
    assert (card.number, card.birth_date, card.sex) == ("0120878811", date(1990, 2, 1), Sex.MALE)
    assert card.form is NumberForm.SOCIAL_INSURANCE


def test_an_old_card_gives_its_fifteen_characters() -> None:
    card = read(INSURANCE_OLD)
    assert (card.number, card.sex) == ("HS4010120878811", Sex.FEMALE)
    assert card.form is NumberForm.CARD


def test_a_card_with_a_citizens_number_is_no_citizen_card() -> None:
    card = read(INSURANCE_OF_CITIZEN)
    assert (card.number, card.form) == ("001090000001", NumberForm.CITIZEN)


@pytest.mark.parametrize("text", CARDS)
def test_a_citizen_card_is_no_insurance_card(text: str) -> None:
    assert isinstance(recognise(Scan(text.encode(), "]Q1")), CitizenCard)


def test_all_else_is_kept_as_it_was_read() -> None:
    card = read(INSURANCE_NEW)
    assert "|".join((*card.fields, "$")) == INSURANCE_NEW
    assert card.unconfirmed_name == "Nguyễn Văn A"
    assert card.unconfirmed_facility == "01 - C54"


@pytest.mark.parametrize("name", ["-", "", "4e6", "zz", "c4"])
def test_a_name_that_is_no_hexadecimal_text_does_no_harm(name: str) -> None:
    card = read(changed(1, name))
    assert card.unconfirmed_name in {None, ""}
    assert card.fields[1] == name


@pytest.mark.parametrize("year", ["1990", "-", ""])
def test_a_card_may_lack_the_day_of_birth(year: str) -> None:
    assert read(changed(2, year)).birth_date is None


@pytest.mark.parametrize(
    "text",
    [
        changed(2, "31/02/1990"),
        changed(2, "01021990"),
        changed(3, "3"),
        changed(3, "Nam"),
        changed(3, ""),
        INSURANCE_NEW.removesuffix("$"),
        INSURANCE_NEW[:60],
        "0120878811|$",
        "HS4010120878811|",
        "0120878811|" * 400 + "$",
    ],
)
def test_a_card_that_does_not_hold_is_refused_without_its_text(text: str) -> None:
    assert recognise(Scan(text.encode(), "]Q1")) == Unknown(Why.BAD_INSURANCE_CARD)


@pytest.mark.parametrize(
    ("number", "form"),
    [
        ("HS4010120878811", NumberForm.CARD),
        ("0120878811", NumberForm.SOCIAL_INSURANCE),
        ("001090000001", NumberForm.CITIZEN),
        ("HS6010120878811", None),
        ("hs4010120878811", None),
        ("H54010120878811", None),
        ("012087881", None),
        ("01208788111", None),
        ("٠١٢٠٨٧٨٨١١", None),
        ("", None),
    ],
)
def test_a_number_has_one_of_three_forms(number: str, form: NumberForm | None) -> None:
    assert number_form(number) is form


@pytest.mark.parametrize("number", ["HS4010120878811", "0120878811", "001090000001"])
def test_a_bare_number_is_not_taken_for_a_card(number: str) -> None:
    assert not looks_like_insurance(number)
    assert isinstance(recognise(Scan(number.encode())), Unknown)


def test_the_repr_shows_nothing_of_the_person() -> None:
    assert f"{[read(INSURANCE_NEW)]}" == "[InsuranceCard(hidden)]"


@steady
@given(st.text(), st.sampled_from(INSURANCES), st.integers(0, 200), st.integers(0, 30))
def test_no_damage_makes_the_reader_fail(noise: str, card: str, at: int, length: int) -> None:
    found = read_insurance(card[:at] + noise + card[at + length :])
    if isinstance(found, InsuranceCard):
        assert isinstance(found.form, NumberForm)
        assert isinstance(found.unconfirmed_name, str | None)
    else:
        assert found == Unknown(Why.BAD_INSURANCE_CARD)
