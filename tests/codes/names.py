"""Vietnamese names: chosen ones, and made-up ones from syllables."""

import random
import unicodedata

CHOSEN = ("Võ", "TRẦN HỒNG KHÁNH", "Nguyễn Thị Ngọc Ánh")

_ONSETS = (
    "b",
    "c",
    "ch",
    "d",
    "đ",
    "g",
    "gi",
    "h",
    "kh",
    "l",
    "m",
    "ng",
    "nh",
    "ph",
    "qu",
    "th",
    "tr",
)
_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_CODAS = ("", "", "c", "ch", "i", "m", "n", "ng", "nh", "o", "p", "t", "u", "y")
_PLACES = (
    "Thôn X, Xã Y, Huyện Z, Hà Nội",
    "Số 1, Phường B, Quận C",
    "Tổ 5, Nam Sơn, Ba Vì",
    "Xã Tân Hòa, Hà Nam",
    "Long Nam, Cam Ranh",
    "",
)


def names(count: int, seed: int) -> list[str]:
    """Return names of one to four syllables, in title or upper case, always the same ones."""
    chance = random.Random(seed)  # noqa: S311 - names, no secrets
    return [_name(chance) for _each in range(count)]


def place(chance: random.Random) -> str:
    """Return a residence; some have few letters beyond ASCII or none, as few real ones do."""
    return chance.choice(_PLACES)


def _name(chance: random.Random) -> str:
    syllables = [_syllable(chance) for _each in range(chance.randint(1, 4))]
    text = " ".join(syllables)
    return text.upper() if chance.random() < 0.3 else text


def _syllable(chance: random.Random) -> str:
    vowel = unicodedata.normalize("NFC", chance.choice(_VOWELS) + chance.choice(_TONES))
    made = chance.choice(_ONSETS) * (chance.random() < 0.8) + vowel + chance.choice(_CODAS)
    return made[:1].upper() + made[1:]
