import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codes import CitizenCard, Scan, Sex, recognise
from codes.encoding import LETTERS, Decoding, decode, letters_hold
from tests.codes.mangling import CERTAIN, LOSSY, Mangling
from tests.codes.names import CHOSEN, names, place
from tests.properties import steady

NAMES = (*CHOSEN, *names(1000, seed=20261122))
BOTH = CERTAIN | LOSSY


def cards() -> list[tuple[str, str, str]]:
    """Return the text of a card of every name, with the name and the residence in it."""
    chance = random.Random(7)  # noqa: S311 - people who do not exist
    made = []
    for name in NAMES:
        female, residence = chance.random() < 0.5, place(chance)
        number, sex = f"001{int(female)}90000001", ("Nam", "Nữ")
        text = f"{number}|012345678|{name}|01021990|{sex[female]}|{residence}|22062022"
        made.append((text, name, residence))
    return made


CARDS = cards()


def test_the_generated_names_are_many_different_and_use_every_letter() -> None:
    assert len(set(NAMES)) > 950
    used = set("".join(NAMES).lower()) & LETTERS
    assert len(used) == 67
    assert all(unicodedata.is_normalized("NFC", name) for name in NAMES)


@pytest.mark.parametrize("mangle", CERTAIN.values(), ids=CERTAIN)
def test_what_can_be_undone_gives_every_name_letter_by_letter(mangle: Mangling) -> None:
    for name in NAMES:
        decoded = decode(mangle(name.encode()))
        assert unicodedata.normalize("NFC", decoded.text).rstrip("\x00") == name
        assert decoded.decoding in {Decoding.AS_PRINTED, Decoding.REPAIRED}


@pytest.mark.parametrize("kind", ["Latin-1", "Latin-1 twice", "cp1252", "cp1258"])
def test_what_was_undone_says_so(kind: str) -> None:
    for name in NAMES:
        decoding = decode(CERTAIN[kind](name.encode())).decoding
        assert (decoding is Decoding.AS_PRINTED) == name.isascii()


ONLY_TYPED = {"Latin-1 letters only, rest dropped", "cp1252 letters only, rest dropped"}
"""Needs somebody who turns bytes into letters: a keyboard, which tells no symbology."""


@pytest.mark.parametrize("symbology", ["]Q1", ""])
@pytest.mark.parametrize("kind", BOTH)
def test_no_card_is_silently_wrong(kind: str, symbology: str) -> None:
    """A name and a residence come through exactly, or the card says that they did not."""
    if symbology and kind in ONLY_TYPED:
        return
    for text, name, residence in CARDS:
        found = recognise(Scan(BOTH[kind](text.encode()), symbology))
        if not isinstance(found, CitizenCard) or not found.reliable:
            continue
        assert (found.name, found.residence) == (name, residence)


@pytest.mark.parametrize("mangle", BOTH.values(), ids=BOTH)
def test_the_digits_of_a_card_are_right_however_it_was_mangled(mangle: Mangling) -> None:
    for text, _name, _residence in CARDS:
        found = recognise(Scan(mangle(text.encode())))
        if isinstance(found, CitizenCard):
            fields = text.split("|")
            assert found.number == fields[0]
            assert f"{found.birth_date:%d%m%Y}" == fields[3]
            assert found.sex is Sex(fields[4])
            assert found.issue_date is None or f"{found.issue_date:%d%m%Y}" == fields[6]


# A NUL cuts a card off, and a decoder of wide characters may swallow the bar behind a letter.
EATS_BARS = {"Shift JIS", "Big5", "GBK", "seven bits"}


@pytest.mark.parametrize("kind", BOTH.keys() - EATS_BARS)
def test_every_card_whose_bars_came_through_is_read(kind: str) -> None:
    for text, _name, _residence in CARDS:
        assert isinstance(recognise(Scan(BOTH[kind](text.encode()))), CitizenCard)


@pytest.mark.parametrize("kind", CERTAIN)
def test_a_card_with_a_usual_residence_is_trusted_if_it_can_be_undone(kind: str) -> None:
    for text, _name, residence in CARDS:
        if residence.startswith(("Thôn", "Số", "Tổ")):
            found = recognise(Scan(CERTAIN[kind](text.encode())))
            assert isinstance(found, CitizenCard)
            assert found.reliable


@pytest.mark.parametrize("kind", LOSSY)
def test_lost_letters_are_noticed_on_many_cards(kind: str) -> None:
    found = [recognise(Scan(LOSSY[kind](text.encode()))) for text, _name, _residence in CARDS]
    trusted = sum(isinstance(card, CitizenCard) and card.reliable for card in found)
    assert trusted < 0.95 * len(CARDS)


@pytest.mark.parametrize(
    ("number", "printed", "sex"),
    [
        ("001190000001", "N?", Sex.FEMALE),
        ("001090000001", "N?m", Sex.MALE),
        ("001180000001", "", Sex.FEMALE),
        ("001080000001", "Nữ", Sex.FEMALE),
    ],
)
def test_the_sex_of_a_damaged_card_comes_from_the_number_where_it_cannot_be_read(
    number: str, printed: str, sex: Sex
) -> None:
    found = recognise(Scan(f"{number}||Lê Thị Ánh|01021990|{printed}|Thôn X?|10072021".encode()))
    assert isinstance(found, CitizenCard)
    assert (found.sex, found.reliable) == (sex, False)


@pytest.mark.parametrize("typed", [True, False])
@pytest.mark.parametrize("letter", "ÃáĂÂâ")
def test_what_the_first_byte_of_a_letter_looks_like_proves_nothing(
    letter: str, *, typed: bool
) -> None:
    assert not letters_hold(f"Lam {letter}nh", typed=typed)
    assert letters_hold(f"Lam {letter}nh, Hà Nội", typed=typed)


def test_rubbish_behind_a_nul_costs_no_letter_before_it() -> None:
    found = recognise(Scan(CARDS[1][0].encode() + b"\x00\xff\xc3", "]Q1"))
    assert isinstance(found, CitizenCard)
    assert (found.name, found.reliable) == (CARDS[1][1], True)


def test_a_replacement_character_means_that_letters_are_lost() -> None:
    assert decode("Nguy\ufffdn".encode()).decoding is Decoding.DAMAGED


def test_a_whole_card_of_latin_1_letters_is_believed_where_no_keyboard_was_between() -> None:
    text = "001090000001||Lê Hoàng Hà|01021990|Nam|Xã Tân Hòa, Hà Nam|10072021"
    by_camera, by_keyboard = recognise(Scan(text.encode(), "]Q1")), recognise(Scan(text.encode()))
    assert isinstance(by_camera, CitizenCard)
    assert isinstance(by_keyboard, CitizenCard)
    assert by_camera.reliable
    assert not by_keyboard.reliable


@pytest.mark.parametrize("letter", sorted(LETTERS))
def test_every_letter_comes_through_alone(letter: str) -> None:
    assert decode(letter.encode()).text == letter
    wrong = letter.encode().decode("latin-1").encode()
    assert decode(wrong).text == letter


@pytest.mark.parametrize("text", ["Lê…”", "Ã–", "Ä„", "café", "Xã Ã", "±°C", "Â°", "Ñ"])
def test_a_text_that_only_resembles_a_wrong_reading_stays_as_it_is(text: str) -> None:
    decoded = decode(text.encode())
    assert (decoded.text, decoded.decoding) == (text, Decoding.AS_PRINTED)


@pytest.mark.parametrize("text", ["Nguyễn Văn A", "H'Hen Niê Đê", "Y Bliă", "Đỗ Thị B – 2/5"])
def test_names_of_many_kinds_hold(text: str) -> None:
    assert letters_hold(text, typed=True)


@pytest.mark.parametrize(
    "text", ["Nguyễn V?n", "Nguyễn V\ufffdn", "Nguyễn蘯ｦ", "Nguyễn\x81", "", "Vn"]
)
def test_letters_with_strange_company_do_not_hold(text: str) -> None:
    assert not letters_hold(text, typed=False)


@steady
@given(st.binary(max_size=200))
def test_any_bytes_become_a_text_that_can_be_written_again(data: bytes) -> None:
    decoded = decode(data)
    assert decoded.text.encode().decode() == decoded.text
    if decoded.decoding is not Decoding.DAMAGED:
        data.decode()


@steady
@given(st.text("aáàảãạăâđêôơưỹẫễộ ABĐ,.0129", max_size=40))
def test_vietnamese_is_never_taken_for_a_wrong_reading_of_itself(text: str) -> None:
    assert decode(text.encode()).text == text
    assert decode(text.encode()).decoding is Decoding.AS_PRINTED


def test_a_decoded_text_is_not_shown() -> None:
    assert repr(decode("Võ Văn A".encode())) == "Decoded(8 characters, AS_PRINTED)"
