"""The codes that the project prints itself: control codes, badges, receipts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codes import Badge, Command, ControlCode, ReceiptCode, Scan, Unknown, Why, recognise
from codes.badge import read_badge
from codes.check_character import check_character
from codes.control import ALL, read_control
from codes.prescription import find_prescription_code
from codes.receipt_code import read_receipt_code
from device.paper.check import check_text
from tests.codes.samples import TEXTS
from tests.properties import steady

ALPHANUMERIC_MODE = re.compile(r"[0-9A-Z $%*+\-./:]{1,20}")
"""What ISO/IEC 18004 allows in this mode, as much as a version 1-M holds."""


def read(text: str) -> object:
    return recognise(Scan(text.encode(), "]Q1"))


def test_the_check_character_is_that_of_the_standards_example() -> None:
    """The Global Release Identifier A1-2425G-ABC1234002-M."""
    assert check_character("A1-2425G-ABC1234002") == "M"


@steady
@given(st.from_regex(r"[0-9A-Z]{2,12}", fullmatch=True), st.data())
def test_the_check_character_finds_every_wrong_character(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    wrong = text[:at] + other + text[at + 1 :]
    assert (check_character(wrong) == check_character(text)) == (wrong == text)


def test_the_sheet_has_every_command_and_each_of_its_numbers() -> None:
    assert {code.command for code in ALL} == set(Command)
    numbered = {
        command: [code.number for code in ALL if code.command is command]
        for command in (Command.QUANTITY, Command.PRESS, Command.DIGIT)
    }
    assert [code.quantity for code in ALL if code.command is Command.QUANTITY] == [*range(2, 11)]
    assert numbered[Command.PRESS] == [*range(1, 8)]
    assert numbered[Command.DIGIT] == [*range(10)]
    plain = len(Command) - len(numbered)
    assert len({code.text for code in ALL}) == len(ALL) == plain + 9 + 7 + 10


@pytest.mark.parametrize("code", ALL, ids=lambda code: code.text)
def test_every_control_code_is_read_and_fits_the_smallest_qr_code(code: ControlCode) -> None:
    assert read(code.text) == code
    assert read(f"{code.text}\r\n") == code
    assert ALPHANUMERIC_MODE.fullmatch(code.text)


@pytest.mark.parametrize("code", ALL, ids=lambda code: code.text)
def test_a_control_code_with_a_wrong_check_is_refused_by_name(code: ControlCode) -> None:
    for check in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        text = code.text[:-1] + check
        expected = code if text == code.text else Unknown(Why.BAD_CHECK_DIGIT)
        assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("quay:c/cash/z", Why.NO_MATCH),
        ("QUAY:c/CASH/Z", Why.NO_MATCH),
        ("Quay:C/CASH/Z", Why.NO_MATCH),
        ("QUAY:C/cash/Z", Why.BAD_CHECK_DIGIT),
        ("QUAY:C/CASH/z", Why.BAD_CHECK_DIGIT),
        ("QUAY:C/CASH/", Why.BAD_CHECK_DIGIT),
        ("QUAY:C/CASH", Why.NO_MATCH),
        ("QUAY:C/", Why.NO_MATCH),
        (f"QUAY:C/FOO/{check_character('CFOO')}", Why.NO_MATCH),
        (f"QUAY:C/Q11/{check_character('CQ11')}", Why.NO_MATCH),
        (f"QUAY:C/Q01/{check_character('CQ01')}", Why.NO_MATCH),
        (f"QUAY:C/CA SH/{check_character('CCASH')}", Why.NO_MATCH),
        ("QUAY:X/CASH/Z", Why.NO_MATCH),
        ("XQUAY:C/CASH/Z", Why.NO_MATCH),
    ],
)
def test_what_only_resembles_a_control_code_is_none(text: str, why: Why) -> None:
    assert read(text) == Unknown(why)


@steady
@given(st.from_regex(r"[A-Z0-9]([A-Z0-9-]{0,22}[A-Z0-9])?", fullmatch=True))
def test_every_badge_that_can_be_printed_is_read(badge: str) -> None:
    text = Badge(badge).text
    assert read(text) == Badge(badge)
    assert re.fullmatch(r"[0-9A-Z\-/:]+", text)


@pytest.mark.parametrize("badge", ["", "nv01", "NV 01", "-NV", "NV-", "N" * 25, "NV/01", "Đ1"])
def test_a_badge_that_could_not_be_read_is_not_printed(badge: str) -> None:
    with pytest.raises(ValueError, match="1 to 24"):
        _ = Badge(badge).text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("QUAY:B/NV01/6", Why.BAD_CHECK_DIGIT),
        ("QUAY:B/NV02/5", Why.BAD_CHECK_DIGIT),
        ("QUAY:B/NV01", Why.NO_MATCH),
        ("QUAY:B//" + check_character("B"), Why.NO_MATCH),
        ("QUAY:B/-/" + check_character("B"), Why.NO_MATCH),
        ("quay:b/NV01/5", Why.NO_MATCH),
    ],
)
def test_what_only_resembles_a_badge_is_none(text: str, why: Why) -> None:
    assert read(text) == Unknown(why)


def test_a_badge_that_looks_like_a_prescription_inside_is_a_badge() -> None:
    badge = Badge("01234ABCDEFG-C")
    assert find_prescription_code(badge.text) is not None
    assert read(badge.text) == badge


@steady
@given(
    st.from_regex(r"[A-Z0-9][A-Z0-9-]{2,31}", fullmatch=True),
    st.from_regex(r"[0-9a-f]{32}", fullmatch=True),
    st.integers(1, 10**12),
    st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
)
def test_what_our_receipts_print_is_read(
    terminal: str, epoch: str, number: int, sha256: str
) -> None:
    text = check_text(terminal=terminal, epoch=epoch, number=number, entry_hash=sha256)
    assert read(text) == ReceiptCode(terminal, epoch[:8], number, sha256[:12].upper())


@pytest.mark.parametrize(
    "text",
    [
        "QUAY1|Q33-0001|0f0f0f0f|128|7F3A91C204D",
        "QUAY1|Q33-0001|0f0f0f0f|128|7f3a91c204de",
        "QUAY1|Q33-0001|0F0F0F0F|128|7F3A91C204DE",
        "QUAY1|Q33-0001|0f0f0f0f|0|7F3A91C204DE",
        "QUAY1|Q33-0001|0f0f0f0f|٣|7F3A91C204DE",
        "QUAY1|Q33-0001|0f0f0f0f|" + "9" * 5000 + "|7F3A91C204DE",
        "QUAY1|q|0f0f0f0f|128|7F3A91C204DE",
        "QUAY1|",
        "QUAY2|Q33-0001|0f0f0f0f|128|7F3A91C204DE",
    ],
)
def test_what_only_resembles_a_receipts_code_is_none(text: str) -> None:
    assert read(text) == Unknown(Why.NO_MATCH)


def test_no_other_code_of_the_system_begins_like_ours() -> None:
    ours = (ControlCode, Badge, ReceiptCode)
    for text, symbology in TEXTS:
        is_ours = isinstance(recognise(Scan(text.encode(), symbology)), ours)
        assert is_ours == text.startswith("QUAY")


@steady
@given(st.text())
def test_no_text_makes_the_reader_fail(text: str) -> None:
    for body in (text, f"QUAY:C/{text}", f"QUAY:B/{text}", f"QUAY1|{text}"):
        assert isinstance(read_control(body), ControlCode | Unknown)
        assert isinstance(read_badge(body), Badge | Unknown)
        assert isinstance(read_receipt_code(body), ReceiptCode | Unknown)
