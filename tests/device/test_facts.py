from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from device.facts import Fact, gather_facts
from device.parts import Part
from device.signs import Disk, Signs
from hardware.errors import PrinterFault
from words import LANGUAGES, use_language

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
WELL = Signs(
    now=NOW,
    today=date(2026, 11, 22),
    read_at=NOW - timedelta(minutes=2),
    online=True,
    since=NOW - timedelta(hours=3),
    received_at=NOW - timedelta(minutes=1),
    drawer_opened_at=NOW - timedelta(minutes=4),
    certificate_until=NOW + timedelta(days=220),
    display="on",
    disk=Disk(total=1000, free=710),
)


def _fact(signs: Signs, part: Part) -> Fact:
    [found] = [fact for fact in gather_facts(signs) if fact.part is part]
    return found


def test_there_are_two_pages_of_eight_facts_in_the_order_of_the_screen() -> None:
    assert len(Part) == 16
    assert [fact.part for fact in gather_facts(WELL)] == list(Part)


def test_a_terminal_that_is_well_has_no_fault() -> None:
    assert all(fact.is_well for fact in gather_facts(WELL))


def test_a_terminal_just_switched_on_has_no_fault_that_nobody_can_see_yet() -> None:
    young = replace(WELL, read_at=None, received_at=None, drawer_opened_at=None, display="none")
    assert all(fact.is_well for fact in gather_facts(young))


@pytest.mark.parametrize(
    ("part", "signs", "word"),
    [
        (Part.SCANNER, replace(WELL, scanner="absent"), "cắm"),
        (Part.SCANNER, replace(WELL, scanner="offline"), "cắm lại dây"),
        (Part.NETWORK, replace(WELL, online=False), "vẫn bán được"),
        (Part.NETWORK, replace(WELL, online=False, since=None), "vẫn bán được"),
        (Part.PRINTER, replace(WELL, printer=PrinterFault.PAPER_OUT), "thay cuộn"),
        (Part.PRINTER, replace(WELL, printer=PrinterFault.COVER_OPEN), "đóng"),
        (Part.PRINTER, replace(WELL, printer=PrinterFault.NOT_CONNECTED), "dây"),
        (Part.PRINTER, replace(WELL, printer=PrinterFault.IN_DOUBT), "xem giấy"),
        (Part.PROVINCE, replace(WELL, received_at=None, unsent=3), "Chưa nhận"),
        (Part.DRAWER, replace(WELL, printer=PrinterFault.NOT_CONNECTED), "chìa"),
        (Part.DRAWER, replace(WELL, has_printer=False), "chìa"),
        (Part.CERTIFICATE, replace(WELL, certificate_until=None), "gọi kỹ thuật"),
        (Part.CUSTOMER_DISPLAY, replace(WELL, display="gone"), "xem dây"),
        (Part.DISK_AND_CLOCK, replace(WELL, disk=None), "gọi kỹ thuật"),
        (Part.DISK_AND_CLOCK, replace(WELL, disk=Disk(total=1000, free=49)), "4%"),
        (Part.DISK_AND_CLOCK, replace(WELL, is_clock_trusted=False), "nối mạng"),
    ],
)
def test_a_fault_says_what_to_do(part: Part, signs: Signs, word: str) -> None:
    fact = _fact(signs, part)
    assert not fact.is_well
    assert word in fact.detail


def test_a_fault_of_one_part_is_no_fault_of_the_others() -> None:
    for signs in (
        replace(WELL, scanner="offline"),
        replace(WELL, online=False),
        replace(WELL, display="gone"),
        replace(WELL, certificate_until=None),
        replace(WELL, printer=PrinterFault.PAPER_OUT),
    ):
        assert sum(not fact.is_well for fact in gather_facts(signs)) == 1


def test_sales_that_wait_since_this_morning_are_no_fault_and_since_yesterday_are_one() -> None:
    waiting = replace(WELL, unsent=12, received_at=NOW - timedelta(hours=23))
    assert _fact(waiting, Part.PROVINCE).is_well
    assert "12" in _fact(waiting, Part.PROVINCE).detail
    late = replace(waiting, received_at=NOW - timedelta(hours=25))
    assert not _fact(late, Part.PROVINCE).is_well
    assert _fact(replace(late, unsent=0), Part.PROVINCE).is_well


@pytest.mark.parametrize(("days", "is_well"), [(31, True), (30, True), (29, False), (-1, False)])
def test_a_certificate_is_a_fault_while_there_is_time_to_renew_it(
    days: int, *, is_well: bool
) -> None:
    fact = _fact(replace(WELL, certificate_until=NOW + timedelta(days=days)), Part.CERTIFICATE)
    assert fact.is_well is is_well


def test_an_ended_certificate_does_not_sound_as_if_it_were_good() -> None:
    ended = replace(WELL, certificate_until=NOW - timedelta(days=2))
    assert _fact(ended, Part.CERTIFICATE).detail.startswith("Hết hạn 20/11/2026")


def test_a_time_of_another_day_shows_its_day() -> None:
    assert _fact(WELL, Part.SCANNER).detail.endswith("16:58")
    yesterday = replace(WELL, read_at=NOW - timedelta(days=1))
    assert _fact(yesterday, Part.SCANNER).detail.endswith("21/11")


def test_a_disk_of_no_size_is_full_and_no_crash() -> None:
    assert Disk(total=0, free=0).free_percent == 0


def test_facts_can_be_told_in_every_language() -> None:
    for language in LANGUAGES:
        use_language(language)
        try:
            assert all(fact.detail for fact in gather_facts(replace(WELL, unsent=5)))
        finally:
            use_language("vi")
