import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.counter.asking.telex import Typing, as_keys, compose, erase, press
from device.counter.asking.telex_word import composed, keys_of
from tests.properties import steady

WORDS = {
    # The marks of letters.
    "aan": "ân",
    "awn": "ăn",
    "eem": "êm",
    "oong": "ông",
    "own": "ơn",
    "uwng": "ưng",
    "tw": "tư",
    "ddi": "đi",
    "DDi": "Đi",
    "Ddi": "Đi",
    # The five tones, and none.
    "mas": "má",
    "maf": "mà",
    "mar": "mả",
    "max": "mã",
    "maj": "mạ",
    "masz": "ma",
    "masf": "mà",
    # Where the tone stands.
    "hoaf": "hòa",
    "hoafn": "hoàn",
    "hoanf": "hoàn",
    "khoer": "khỏe",
    "thuyr": "thủy",
    "huynhf": "huỳnh",
    "mias": "mía",
    "muaf": "mùa",
    "muwaf": "mừa",
    "ngoaif": "ngoài",
    "khuyur": "khuỷu",
    "quaf": "quà",
    "quys": "quý",
    "quaays": "quấy",
    "giaf": "già",
    "gif": "gì",
    "giof": "giò",
    "giowf": "giờ",
    "bangf": "bàng",
    "xoongf": "xồng",
    # Two vowels marked at once, early or late.
    "dduwowngf": "đường",
    "dduongwf": "đường",
    "duowcj": "dược",
    "dduowcj": "được",
    "ruwowuj": "rượu",
    "nuowcs": "nước",
    "tuwowi": "tươi",
    "muoois": "muối",
    "cuwus": "cứu",
    "luwu": "lưu",
    "thuowr": "thuở",
    "thuowng": "thương",
    "huow": "huơ",
    "hoawcj": "hoặc",
    "muaw": "mưa",
    # What a drug counter writes.
    "nguyeenx": "nguyễn",
    "Nguyeenx": "Nguyễn",
    "NGUYEENX": "NGUYỄN",
    "thuoocs": "thuốc",
    "quaayf": "quầy",
    "vieen": "viên",
    "soots": "sốt",
    "ddau": "đau",
    "khangs": "kháng",
    "tieeu": "tiêu",
    "ddieenj": "điện",
    "nghieeng": "nghiêng",
    "gieengs": "giếng",
    "quoocs": "quốc",
    "yees": "yế",
    "yeeus": "yếu",
    "tuaanf": "tuần",
    "uoongs": "uống",
    "khuaays": "khuấy",
    "xoay": "xoay",
    # The same key once more takes the mark back.
    "aaa": "aa",
    "eee": "ee",
    "ooo": "oo",
    "ddd": "dd",
    "aww": "aw",
    "uww": "uw",
    "ww": "w",
    "mass": "mas",
    "Tesst": "Test",
}

AS_TYPED = [
    "Aspirin",
    "Panadol",
    "Extra",
    "Paracetamol",
    "Warfarin",
    "Amoxicillin",
    "Augmentin",
    "Zinnat",
    "Oresol",
    "Clarithromycin",
    "Ciprofloxacin",
    "Dexamethason",
    "Berberin",
    "Insulin",
    "Smecta",
    "Decolgen",
    "Salbutamol",
    "Losartan",
    "Amlodipin",
    "Furosemid",
    "Carbamazepin",
    "Express",
    "Hospital",
    "Class",
    "Book",
    "need",
    "az",
    "zz",
    "xyz",
    "add",
]


@pytest.mark.parametrize(("keys", "word"), WORDS.items())
def test_keys_make_a_vietnamese_word(keys: str, word: str) -> None:
    text = ""
    typing = Typing("", "")
    for key in keys:
        typing = press(typing, key)
        text = compose(text, key)
    assert typing == (word, keys)
    assert unicodedata.is_normalized("NFC", typing.text)


@pytest.mark.parametrize("word", AS_TYPED)
def test_a_word_that_is_no_vietnamese_syllable_stays_as_it_was_typed(word: str) -> None:
    assert composed(word) == word


@pytest.mark.parametrize(
    ("text", "key", "after"),
    [
        ("nguyên", "x", "nguyễn"),
        ("đươn", "g", "đương"),
        ("đương", "f", "đường"),
        ("hòa", "n", "hoàn"),
        ("hoà", "n", "hoàn"),
        ("tiến", "z", "tiên"),
        ("thuốc ", "a", "thuốc a"),
        ("thuốc a", "a", "thuốc â"),
        ("B12", "s", "B12s"),
        ("5 m", "g", "5 mg"),
        ("", "w", "ư"),
        ("ư", "w", "uw"),
    ],
)
def test_a_key_changes_the_word_at_the_end_of_a_text(text: str, key: str, after: str) -> None:
    assert compose(text, key) == after


@pytest.mark.parametrize("key", [" ", "1", ".", "/", "000", "-"])
def test_whatever_is_no_letter_ends_the_word(key: str) -> None:
    assert press(Typing("á", "as"), key) == (f"á{key}", "")
    assert compose(f"á{key}", "s") == f"á{key}s"


def test_a_sentence_is_typed_word_by_word() -> None:
    typing = Typing("", "")
    for key in "Nhaf thuoocs Taam An, 12 ddwowngf Leej, Aspirin 81":
        typing = press(typing, key)
    assert typing.text == "Nhà thuốc Tâm An, 12 đường Lệ, Aspirin 81"


def test_what_was_typed_can_be_told_from_what_it_composes() -> None:
    typing = Typing("", "")
    for key in "taas asp":
        typing = press(typing, key)
    assert (typing.text, as_keys(typing)) == ("tấ áp", "tấ asp")
    shown_as_typed = Typing(as_keys(typing), typing.word)
    assert press(shown_as_typed, "i").text == "tấ aspi"


def test_after_the_last_letter_was_taken_back_the_word_is_typed_on() -> None:
    typing = erase("nước thuốc")
    assert typing.text == "nước thuố"
    assert press(typing, "c").text == "nước thuốc"
    assert erase("a").text == erase("").text == ""
    assert press(erase("thuốc "), "s").text == "thuôcs"


@pytest.mark.parametrize("word", sorted({*WORDS.values()}))
def test_every_word_has_keys_that_make_it_again(word: str) -> None:
    assert composed(keys_of(word)) == word


@steady
@given(st.text("aăâbcdđeêghikmnoôơpqrstuưvxywjfzAOW ", max_size=12), st.characters())
def test_no_text_and_no_key_make_it_fail(text: str, key: str) -> None:
    after = compose(text, key)
    assert after
    typing = Typing("", "")
    for letter in text:
        typing = press(typing, letter)
    assert as_keys(typing).endswith(typing.word)


@steady
@given(st.text("abcdeghiklmnopqrstuvxywfjz", min_size=1, max_size=10))
def test_a_letter_that_is_shown_was_typed(keys: str) -> None:
    """Marks and tones come and go; no other letter is invented."""
    shown = composed(keys).replace("đ", "d").replace("ư", "w")
    bare = "".join(part for part in unicodedata.normalize("NFD", shown) if part.isalpha())
    assert set(bare) <= set(keys)
    assert len(bare) <= len(keys)
