"""The QR code of the citizen card (CCCD with chip, 2021, and Căn cước, 2024)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import Enum

from codes.encoding import letters_hold
from codes.unknown import Unknown, Why

NUMBER_OF_FIELDS = range(7, 12)
LONGEST = 1000
"""Characters; the longest seen have about 200."""
_LOOKS_LIKE_A_CARD = re.compile(r"\ufeff?[\r\n]*[0-9]{12}[|\uff5c]")
_NUMBER = re.compile(r"[0-9]{12}")
_OLD_NUMBER = re.compile(r"[0-9]{9,12}")


class Sex(Enum):
    """Sex as the card prints it."""

    MALE = "Nam"
    FEMALE = "Nữ"


@dataclass(frozen=True, slots=True)
class CitizenCard:
    """What the card's QR code says. It is unsigned: identification, not proof.

    Field order: public implementations that agree with each other and with the official list of
    fields. `more` are the raw further fields of cards issued since 01/07/2024, whose order was not
    published. `repr` shows nothing of the person.
    """

    number: str
    old_number: str
    name: str
    birth_date: date
    sex: Sex
    residence: str
    issue_date: date | None
    more: tuple[str, ...] = ()
    reliable: bool = True
    """False where letters were lost on the way: then only digits can be believed, and the sex,
    which was taken from the number if need be. Name, residence and `more` must not be kept."""

    def __repr__(self) -> str:
        return "CitizenCard(hidden)"

    @property
    def number_agrees(self) -> bool:
        """Whether the number's fourth to sixth digits fit birth year and sex.

        Source: TT 59/2021/TT-BCA Đ4. A mismatch is worth a warning, not a refusal: numbers are
        re-issued after corrections.
        """
        century, is_female = divmod(int(self.number[3]), 2)
        year = 1900 + 100 * century + int(self.number[4:6])
        return year == self.birth_date.year and bool(is_female) == (self.sex is Sex.FEMALE)


def looks_like_a_card(text: str) -> bool:
    """Whether the text begins like a citizen card, so that it must be treated as personal data."""
    return bool(_LOOKS_LIKE_A_CARD.match(text))


def read_card(text: str, *, typed: bool = False) -> CitizenCard | Unknown:
    """Read the text of a card's QR code.

    Letters that did not come through whole make the card unreliable, not unknown; `typed` says that
    a keyboard may have dropped some (`codes.encoding`).
    """
    if len(text) > LONGEST:
        return Unknown(Why.BAD_CARD)
    fields = _clean(text).split("|")
    if len(fields) not in NUMBER_OF_FIELDS:
        return Unknown(Why.BAD_CARD)
    number, old_number, name, birth, sex, residence, issue = fields[:7]
    more = tuple(fields[7:])
    reliable = letters_hold(" ".join((name, sex, residence, *more)), typed=typed)
    born, issued = _date(birth), _date(issue)
    valid = (
        _NUMBER.fullmatch(number)
        and born is not None
        and (issued is not None or not issue)
        and (not old_number or _OLD_NUMBER.fullmatch(old_number))
        and (name.strip() or not reliable)
    )
    found = _sex(sex) or (None if reliable else _sex_of_number(number))
    if not valid or born is None or found is None:
        return Unknown(Why.BAD_CARD)
    return CitizenCard(
        number, old_number, name, born, found, residence, issued, more=more, reliable=reliable
    )


def _sex(printed: str) -> Sex | None:
    return next((sex for sex in Sex if sex.value == printed), None)


def _sex_of_number(number: str) -> Sex | None:
    """Return the sex by the number's fourth digit (TT 59/2021/TT-BCA Đ4)."""
    if not _NUMBER.fullmatch(number):
        return None
    return Sex.FEMALE if int(number[3]) % 2 else Sex.MALE


def _clean(text: str) -> str:
    text = text.removeprefix("\ufeff").split("\x00", 1)[0].strip("\r\n")
    return unicodedata.normalize("NFC", text.replace("\uff5c", "|"))


def _date(ddmmyyyy: str) -> date | None:
    if not re.fullmatch(r"[0-9]{8}", ddmmyyyy):
        return None
    try:
        return date(int(ddmmyyyy[4:]), int(ddmmyyyy[2:4]), int(ddmmyyyy[:2]))
    except ValueError:
        return None
