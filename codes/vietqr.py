"""VietQR: the QR code of a bank transfer (EMV merchant-presented QR with NAPAS 247).

Two-digit tag, two-digit length, value; a CRC at the end. The code does not say that anybody paid.
"""

import binascii
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from codes.unknown import Unknown, Why

NAPAS = "A000000727"
TO_ACCOUNT, TO_CARD = "QRIBFTTA", "QRIBFTTC"
MEMO_LENGTH = 25
_VND, _CRC_TAG = "704", "6304"
_BEGINS_LIKE_ONE = re.compile(r"000201(?:0102|26|3[0-9])")
_ADDITIONAL = {"bill": "01", "store": "03", "reference": "05", "terminal": "07", "memo": "08"}
_LONGEST = dict.fromkeys(("name", *_ADDITIONAL), 25) | {"city": 15, "service": 20}


@dataclass(frozen=True, slots=True, kw_only=True)
class VietQR:
    """A transfer to an account. `repr` shows nothing of the account."""

    bank: str
    """BIN, six digits."""
    account: str
    """Account or card number, or a merchant's number; at most 19."""
    service: str = TO_ACCOUNT
    """`QRIBFTTA` to an account, `QRIBFTTC` to a card; merchants' codes may lack it."""
    amount_vnd: int | None = None
    memo: str = ""
    """ASCII: banks' apps count letters with diacritics differently (see `plain_memo`)."""
    dynamic: bool = False
    """Made for one payment."""
    category: str = ""
    """Merchant category code, four digits."""
    name: str = ""
    city: str = ""
    bill: str = ""
    store: str = ""
    reference: str = ""
    terminal: str = ""

    def __repr__(self) -> str:
        return "VietQR(hidden)"


def looks_like_vietqr(text: str) -> bool:
    """Whether the text begins like an EMV payment code."""
    return bool(_BEGINS_LIKE_ONE.match(text))


def crc(text: str) -> str:
    """Return CRC-16/CCITT-FALSE of the UTF-8 bytes, four upper-case digits.

    >>> crc("123456789")
    '29B1'
    """
    return f"{binascii.crc_hqx(text.encode(), 0xFFFF):04X}"


def plain_memo(text: str) -> str:
    """Return a memo that may stand in a code: ASCII without diacritics, 25 characters at most.

    >>> plain_memo("Thuốc đơn 128")
    'Thuoc don 128'
    """
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    kept = bare.encode("ascii", "ignore").decode()
    return " ".join("".join(letter if letter.isprintable() else " " for letter in kept).split())[
        :MEMO_LENGTH
    ].rstrip()


def write_vietqr(code: VietQR) -> str:
    """Return the text of the QR code; raise `ValueError` naming the field that cannot be."""
    _check(code)
    service = (("02", code.service),)
    consumer = _tlv((("00", code.bank), ("01", code.account)))
    additional = _tlv((tag, getattr(code, name)) for name, tag in _ADDITIONAL.items())
    amount = "" if code.amount_vnd is None else str(code.amount_vnd)
    text = _tlv(
        (
            ("00", "01"),
            ("01", "12" if code.dynamic else "11"),
            ("38", _tlv((("00", NAPAS), ("01", consumer), *service))),
            ("52", code.category),
            ("53", _VND),
            ("54", amount),
            ("58", "VN"),
            ("59", code.name),
            ("60", code.city),
            ("62", additional),
        )
    )
    return f"{text}{_CRC_TAG}{crc(text + _CRC_TAG)}"


def read_vietqr(text: str) -> VietQR | Unknown:
    """Read a payment code. A wrong CRC is refused before anything is believed."""
    if text[-8:-4] != _CRC_TAG:
        return Unknown(Why.BAD_PAYMENT_CODE)
    if text[-4:].upper() != crc(text[:-4]):
        return Unknown(Why.BAD_CRC)
    fields = _fields(text[:-8])
    napas = _fields(fields.get("38", "")) if fields else None
    if not fields or napas is None:
        return Unknown(Why.BAD_PAYMENT_CODE)
    if napas.get("00") != NAPAS or fields.get("53") != _VND:
        return Unknown(Why.NO_MATCH)  # another country's, or another network's
    return _read_napas(fields, napas)


def _read_napas(fields: dict[str, str], napas: dict[str, str]) -> VietQR | Unknown:
    consumer, more = _fields(napas.get("01", "")), _fields(fields.get("62", ""))
    amount = re.fullmatch(r"([0-9]{1,13})(?:\.0{1,2})?|", fields.get("54", ""))
    if consumer is None or more is None or amount is None:
        return Unknown(Why.BAD_PAYMENT_CODE)
    code = VietQR(
        bank=consumer.get("00", ""),
        account=consumer.get("01", ""),
        service=napas.get("02", ""),
        amount_vnd=int(amount[1]) if amount[1] else None,
        dynamic=fields.get("01") == "12",
        category=fields.get("52", ""),
        name=fields.get("59", ""),
        city=fields.get("60", ""),
        **{name: more.get(tag, "") for name, tag in _ADDITIONAL.items()},
    )
    return code if _account_holds(code) else Unknown(Why.BAD_PAYMENT_CODE)


def _account_holds(code: VietQR) -> bool:
    has_bank = re.fullmatch(r"[0-9]{6}", code.bank)
    return bool(has_bank and re.fullmatch(r"[0-9A-Za-z]{1,19}", code.account))


def _check(code: VietQR) -> None:
    if not _account_holds(code):
        raise ValueError("the bank has six digits, the account 1 to 19 letters and digits")
    if code.amount_vnd is not None and not 0 < code.amount_vnd < 10**13:
        raise ValueError("the amount is a positive number of at most 13 digits")
    if not re.fullmatch(r"[0-9]{4}|", code.category):
        raise ValueError("the merchant category has four digits")
    for name, longest in _LONGEST.items():
        value = getattr(code, name)
        if len(value) > longest or not (value.isascii() and value.isprintable()):
            raise ValueError(f"{name} is plain ASCII of at most {longest} characters")


def _tlv(fields: Iterable[tuple[str, str]]) -> str:
    """Write the fields that are not empty."""
    return "".join(f"{tag}{len(value):02d}{value}" for tag, value in fields if value)


def _fields(text: str) -> dict[str, str] | None:
    """Split into tags and values; None where lengths do not add up or a tag comes twice."""
    fields: dict[str, str] = {}
    at = 0
    while at < len(text):
        head = re.compile(r"([0-9]{2})([0-9]{2})").match(text, at)
        if head is None or head[1] in fields:
            return None
        end = head.end() + int(head[2])
        if end > len(text):
            return None
        fields[head[1]] = text[head.end() : end]
        at = end
    return fields
