from dataclasses import replace

from device.ledger.drafting import patient_of
from tests.device.ledger.books import CARD


def test_a_whole_card_is_sealed_with_name_and_residence() -> None:
    patient = patient_of(CARD)
    assert (patient.name, patient.residence) == (CARD.name, CARD.residence)


def test_of_a_card_whose_letters_were_lost_only_the_digits_and_the_sex_are_sealed() -> None:
    patient = patient_of(replace(CARD, name="Nguy?n V?n", residence="H? N?i", reliable=False))
    assert (patient.name, patient.residence) == ("", "")
    assert (patient.number, patient.birth_date) == (CARD.number, CARD.birth_date)
    assert patient.sex == CARD.sex.value
