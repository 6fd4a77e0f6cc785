"""The second page of facts: each fault is told, and what nobody can tell is none."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from device.facts import Fact, gather_facts
from device.parts import Part
from device.self_test.card import Card
from device.self_test.line import LineFigures
from device.self_test.software import Software
from device.signs import Probed, Signs
from device.told_by_province import ToldByProvince
from hardware.errors import PrinterFault
from hardware.power.api import Power, Source

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
PROBED = Probed(
    card=Card(kind="SD", made="03/2025", errors=0, write_ms=40),
    software=Software(version="4.2.1", slot="A", is_proven=True),
    temperature_c=50.0,
    power=Power(source=Source.MAINS, percent=90, is_weak=False),
)
LINE = LineFigures(at=NOW, asked=20, lost=1, answer_ms=400, kbit_per_second=40)
SIGNS = Signs(now=NOW, today=date(2026, 11, 22), online=True, line=LINE, probed=PROBED)


def _fact(signs: Signs, part: Part) -> Fact:
    [found] = [fact for fact in gather_facts(signs) if fact.part is part]
    return found


def _probed(**changes: object) -> Signs:
    return replace(SIGNS, probed=replace(PROBED, **changes))  # type: ignore[arg-type]


def _card(**changes: object) -> Signs:
    return _probed(card=replace(PROBED.card, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("part", "signs", "word"),
    [
        (Part.CAMERA, replace(SIGNS, camera="offline"), "cáp"),
        (Part.POWER, _probed(power=Power(is_weak=True)), "đổi bộ nguồn"),
        (Part.POWER, _probed(power=Power(source=Source.BATTERY, percent=9)), "cắm điện"),
        (Part.CARD, _card(write_ms=None), "Không ghi được"),
        (Part.CARD, _card(errors=3), "3 lỗi"),
        (Part.CARD, _card(used_percent=90), "Mòn 90%"),
        (Part.CARD, _card(used_percent=110), "Mòn 100%"),
        (Part.CARD, _card(reserve="urgent"), "thay thẻ nhớ"),
        (Part.CARD, _card(write_ms=2_001), "Ghi chậm"),
        (Part.TEMPERATURE, _probed(temperature_c=80.0), "nóng"),
        (Part.CLOCK, replace(SIGNS, is_clock_trusted=False), "nối mạng"),
        (Part.SOFTWARE, _probed(software=Software(version="5", slot="B", is_proven=False)), "thử"),
        (Part.LEDGER, _probed(ledger="damaged"), "gọi kỹ thuật"),
        (Part.REFERENCE, replace(SIGNS, told=ToldByProvince(is_well=False, line="x")), "dưới"),
        (Part.SCANNER, replace(SIGNS, trial="late"), "quét lại"),
        (Part.DRAWER, replace(SIGNS, drawer_failed=True), "chìa"),
    ],
)
def test_a_fault_is_told_with_what_to_do(part: Part, signs: Signs, word: str) -> None:
    fact = _fact(signs, part)
    assert not fact.is_well
    assert word in fact.detail
    assert fact.advice.endswith(".")
    assert _fact(SIGNS, part).is_well


def test_a_clock_far_from_the_provinces_is_a_fault_and_a_near_one_is_not() -> None:
    for seconds, is_well in ((-121, False), (121, False), (-120, True), (3, True)):
        line = LineFigures(at=NOW, asked=1, lost=0, clock_offset_seconds=seconds)
        assert _fact(replace(SIGNS, line=line), Part.CLOCK).is_well is is_well


def test_the_lines_figures_are_told_and_many_lost_answers_are_a_fault() -> None:
    assert "400 ms, ít nhất 40 kb/s, mất 5%" in _fact(SIGNS, Part.NETWORK).detail
    bad = LineFigures(at=NOW, asked=20, lost=4, answer_ms=400, kbit_per_second=40)
    assert "20%" in _fact(replace(SIGNS, line=bad), Part.NETWORK).detail
    assert not _fact(replace(SIGNS, line=bad), Part.NETWORK).is_well
    silent = LineFigures(at=NOW, asked=5, lost=5)
    assert not _fact(replace(SIGNS, line=silent), Part.NETWORK).is_well


@pytest.mark.parametrize("fault", PrinterFault)
def test_every_fault_of_a_printer_has_words(fault: PrinterFault) -> None:
    fact = _fact(replace(SIGNS, printer=fault), Part.PRINTER)
    assert not fact.is_well
    assert fact.detail


@pytest.mark.parametrize("is_weak", [None, False])
def test_a_wire_that_the_screen_uses_is_no_fault_and_is_named(is_weak: bool | None) -> None:  # noqa: FBT001
    fact = _fact(_probed(power=Power(is_weak=is_weak, is_taken=True)), Part.POWER)
    assert fact.is_well
    assert not fact.is_known
    assert "Màn hình đang dùng" in fact.detail


@pytest.mark.parametrize("is_weak", [None, False])
def test_a_charge_alone_is_not_taken_for_the_mains(is_weak: bool | None) -> None:  # noqa: FBT001
    fact = _fact(_probed(power=Power(percent=60, is_weak=is_weak)), Part.POWER)
    assert fact.is_well
    assert not fact.is_known
    assert "Không rõ" in fact.detail
    assert "60%" in fact.detail


def test_what_nobody_can_tell_is_no_fault_and_says_so() -> None:
    for part in (Part.POWER, Part.TEMPERATURE, Part.SOFTWARE):
        fact = _fact(replace(SIGNS, probed=Probed(card=PROBED.card)), part)
        assert fact.is_well
        assert not fact.is_known
    waiting = replace(SIGNS, probed=None)
    assert not _fact(waiting, Part.CARD).is_known
    assert not _fact(replace(SIGNS, trial="waiting"), Part.SCANNER).is_known
