"""The health insurance card (thẻ BHYT): its number, and its QR code.

The shape of the QR code is known from one public source only, without an official text, and no
field is signed. Number, birth date and sex are taken as facts; all else stays as it was read.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

from codes.citizen import Sex
from codes.unknown import Unknown, Why

LONGEST = 2000
"""Characters; the longest seen have about 400."""
_SEXES = {"1": Sex.MALE, "2": Sex.FEMALE}
_BEGINS_LIKE_ONE = re.compile(r"(?:[A-Z]{2}[1-5][0-9]{12}|[0-9]{10})[|｜]")
_TWELVE_DIGITS = re.compile(r"[0-9]{12}[|｜]")
_WITHOUT_DAY = re.compile(r"[0-9]{4}|-|")


class NumberForm(Enum):
    """The three forms of the number that are in use side by side."""

    CARD = r"[A-Z]{2}[1-5][0-9]{12}"
    """15 characters, before 01/04/2021: object code, benefit level, province, 10 digits."""
    SOCIAL_INSURANCE = r"[0-9]{10}"
    """The social insurance code (mã số BHXH), since 01/04/2021."""
    CITIZEN = r"[0-9]{12}"
    """The citizen's personal number, since 15/08/2025 (NĐ 188/2025; to be confirmed)."""


def number_form(number: str) -> NumberForm | None:
    """Return which form a number has; None for any other text. There is no check digit."""
    return next((form for form in NumberForm if re.fullmatch(form.value, number)), None)


@dataclass(frozen=True, slots=True)
class InsuranceCard:
    """What the QR code of an insurance card says. `repr` shows nothing of the person."""

    number: str
    birth_date: date | None
    """None where the card gives the year only."""
    sex: Sex
    fields: tuple[str, ...]
    """Every field as it was read, the number first, without the closing `$`."""

    def __repr__(self) -> str:
        return "InsuranceCard(hidden)"

    @property
    def form(self) -> NumberForm | None:
        """Which of the three forms the number has."""
        return number_form(self.number)

    @property
    def unconfirmed_name(self) -> str | None:
        """The name, from hexadecimal UTF-8; None where it is not. Others found it unreliable."""
        try:
            return bytes.fromhex(self.fields[1]).decode("utf-8")
        except ValueError:
            return None

    @property
    def unconfirmed_facility(self) -> str:
        """What has the shape of the registered facility of primary care, such as "01 - 028"."""
        return self.fields[5].strip() if len(self.fields) > 5 else ""  # noqa: PLR2004 - its place


def looks_like_insurance(text: str) -> bool:
    """Whether the text has the shape of an insurance card's QR code.

    A bare number is never taken for a card: ten digits may be a phone number, twelve a UPC-A or a
    citizen's number, and a number without birth date and sex would tell the counter nothing. So 15
    characters or 10 digits must be followed by `|`, and 12 digits, with which a citizen card
    begins as well, by `|` and, at the very end, the `$` that no citizen card has.
    """
    if _BEGINS_LIKE_ONE.match(text):
        return True
    return bool(_TWELVE_DIGITS.match(text)) and text.rstrip().endswith("$")


def read_insurance(text: str) -> InsuranceCard | Unknown:
    """Read the text of the QR code."""
    body = text.strip().replace("｜", "|")
    if len(body) > LONGEST or not body.endswith("|$"):
        return Unknown(Why.BAD_INSURANCE_CARD)
    fields = tuple(body[:-2].split("|"))
    if len(fields) < 4 or not number_form(fields[0]):  # noqa: PLR2004 - number, name, birth, sex
        return Unknown(Why.BAD_INSURANCE_CARD)
    birth, sex = fields[2].strip(), _SEXES.get(fields[3].strip())
    born = _date(birth)
    if sex is None or (born is None and not _WITHOUT_DAY.fullmatch(birth)):
        return Unknown(Why.BAD_INSURANCE_CARD)
    return InsuranceCard(fields[0], born, sex, fields)


def _date(ddmmyyyy: str) -> date | None:
    if not re.fullmatch(r"[0-9]{2}/[0-9]{2}/[0-9]{4}", ddmmyyyy):
        return None
    try:
        return date(int(ddmmyyyy[6:]), int(ddmmyyyy[3:5]), int(ddmmyyyy[:2]))
    except ValueError:
        return None
