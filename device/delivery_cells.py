"""The cells of suppliers' files: dates, quantities and sums as people write them."""

import re
import unicodedata
from calendar import monthrange
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from words import _

_MOST = 1_000_000
"""Units in one row; more is a slip."""
_MOST_VND = 1_000_000_000
"""For one unit; more is a slip."""
_DAY_FIRST = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})(?:[ T].*)?")
_MONTH = re.compile(r"(\d{1,2})[./-](\d{4})")
_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4})")
_THOUSANDS = re.compile(r"\d{1,3}(?:([.,\s\u00a0])\d{3})(?:\1\d{3})*")
_CENTURY, _SHORT = 2000, 100


class UnreadableCellError(ValueError):
    """A cell that cannot be read; `wish` says what should stand there, for the staff."""

    def __init__(self, wish: str) -> None:
        super().__init__(wish)
        self.wish = wish


def plain(text: str) -> str:
    """Return letters and digits alone, without case and diacritics.

    >>> plain("Số đăng ký")
    'sodangky'
    """
    apart = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in apart if letter.isascii() and letter.isalnum())


def expiry(text: str) -> date:
    """Read an expiry date; a month lasts until its last day (GPP-06, D).

    >>> expiry("31/8/2027"), expiry("02/2028"), expiry("2027-08-31")
    (datetime.date(2027, 8, 31), datetime.date(2028, 2, 29), datetime.date(2027, 8, 31))
    """
    try:
        found = _date(text.strip())
    except ValueError:
        found = None
    if found is None:
        raise UnreadableCellError(_("hạn dùng dạng ngày/tháng/năm hoặc tháng/năm"))
    return found


def quantity(text: str) -> int:
    """Read a whole quantity of at least one.

    >>> quantity("1.200"), quantity("12,0")
    (1200, 12)
    """
    number = _number(text)
    if number is None or number != int(number) or not 1 <= number <= _MOST:
        raise UnreadableCellError(_("số lượng là số nguyên lớn hơn 0"))
    return int(number)


def money(text: str) -> int | None:
    """Read a sum of đồng; None where there is none.

    >>> money("12.500 đ"), money("")
    (12500, None)
    """
    bare = re.sub(r"(?i)\s*(đ|vnd|vnđ|₫)\.?$", "", text.strip())
    if not bare:
        return None
    number = _number(bare)
    if number is None or number > _MOST_VND:
        raise UnreadableCellError(_("đơn giá là số tiền đồng"))
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))


def _number(text: str) -> Decimal | None:
    """Read a number; a dot or comma before exactly three digits stands between thousands."""
    bare = text.strip()
    whole, tail = bare, ""
    if found := re.fullmatch(r"(.*)([.,])(\d{1,2}|\d{4,})", bare):
        whole, mark, tail = found.groups()
        if mark in whole:
            return None  # 1,234,56: neither thousands nor decimals
    if _THOUSANDS.fullmatch(whole):
        whole = re.sub(r"\D", "", whole)
    if not (whole.isascii() and whole.isdigit()):
        return None
    return Decimal(f"{whole}.{tail or 0}")


def _date(text: str) -> date | None:
    """Return a date; raise `ValueError` for one that is not in the calendar."""
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, found.groups())
        return date(year, month, day)
    if found := _DAY_FIRST.fullmatch(text) or _DIGITS.fullmatch(text):
        day, month, year = map(int, found.groups())
        return date(year if year >= _SHORT else year + _CENTURY, month, day)
    if found := _MONTH.fullmatch(text):
        month, year = map(int, found.groups())
        return date(year, month, monthrange(year, month)[1])
    return None
