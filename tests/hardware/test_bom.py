"""The bill of materials: page and data agree, every part has two prices, the power suffices."""

import re
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from hardware.bom.__main__ import main
from hardware.bom.page import CLASSES, write_page
from hardware.bom.parts import FOLDER, Bill, Line, Part, Variant, read_bill
from hardware.bom.sums import budget, hold_up_minutes, total, with_ups

PAGE = Path(__file__).parents[2] / "docs/hardware/bom.md"
BILL = read_bill()
VARIANTS = pytest.mark.parametrize("variant", BILL.variants, ids=lambda variant: variant.id)


def test_the_page_is_what_the_data_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == write_page(BILL), "run python -m hardware.bom"


def test_there_are_three_variants_and_the_first_is_the_cheapest() -> None:
    assert [variant.id for variant in BILL.variants] == ["small", "middle", "large"]
    sums = [total(BILL, variant) for variant in BILL.variants]
    assert sorted(sums, key=lambda one: one.market) == sums
    assert sorted(sums, key=lambda one: one.distributor) == sums


@VARIANTS
def test_every_part_has_a_purpose_and_prices_of_both_classes(variant: Variant) -> None:
    for line in (*variant.lines, *variant.extras):
        part = BILL.parts[line.part]
        assert part.purpose
        for low, high in (part.market, part.distributor):
            assert 10_000 < low <= high < 10_000_000
            # An estimate that pretends to know the last hundred is none.
            assert low % 5_000 == high % 5_000 == 0


@VARIANTS
def test_totals_are_the_sum_of_their_rows_on_the_page(variant: Variant) -> None:
    section = PAGE.read_text(encoding="utf-8").split(f"## {variant.title}\n")[1].split("\n## ")[0]
    table = section.split("Not in the total")[0]
    rows = [line for line in table.splitlines() if re.match(r"\| \d+ \|", line)]
    assert len(rows) == len(variant.lines)
    for column in (4, 5):
        prices = [_range(row.split("|")[column]) for row in rows]
        wanted = (sum(low for low, _high in prices), sum(high for _low, high in prices))
        line = next(line for line in table.splitlines() if "**total**" in line)
        assert _range(line.split("|")[column].replace("*", "")) == wanted


def _range(words: str) -> tuple[int, int]:
    low, high = words.strip().replace(".", "").split("–")
    return int(low), int(high)


@VARIANTS
def test_the_supply_carries_everything_at_its_most_with_and_without_a_ups(
    variant: Variant,
) -> None:
    for lines in (variant.lines, with_ups(BILL, variant)):
        watts = budget(BILL, lines)
        assert watts.supply > 0
        assert watts.is_enough, watts


@VARIANTS
def test_no_variant_lacks_what_a_counter_needs(variant: Variant) -> None:
    ids = {line.part.partition("-")[0] for line in variant.lines}
    assert {"board", "card", "supply", "clock", "screen", "scanner", "printer", "case"} <= ids
    assert "speaker" in ids


@VARIANTS
def test_a_ups_has_as_many_cells_as_go_in(variant: Variant) -> None:
    for lines in (variant.lines, with_ups(BILL, variant)):
        wanted = sum(BILL.parts[line.part].cells * line.count for line in lines)
        held = sum(line.count for line in lines if BILL.parts[line.part].watt_hours)
        assert held == wanted


def test_who_has_a_battery_is_told_for_how_long_and_who_has_none_is_not() -> None:
    small, middle, large = BILL.variants
    assert hold_up_minutes(BILL, small.lines) is None
    for variant in (small, middle, large):
        minutes = hold_up_minutes(BILL, with_ups(BILL, variant))
        assert minutes
        assert 30 < minutes < 600


def test_the_page_on_power_tells_the_times_that_are_computed() -> None:
    page = (PAGE.parent / "power.md").read_text(encoding="utf-8")
    table = page.split("<!-- hold-up -->")[1].split("<!-- end of hold-up -->")[0]
    told = [[cell.strip() for cell in row.split("|")[1:-1]] for row in table.splitlines()[3:]]
    wanted = []
    for variant in BILL.variants:
        has_own = hold_up_minutes(BILL, variant.lines) is not None
        lines = with_ups(BILL, variant)
        held = [(BILL.parts[line.part].watt_hours, line.count) for line in lines]
        ((energy, count),) = [each for each in held if each[0]]
        name = variant.id if has_own else f"{variant.id} with its UPS"
        minutes = hold_up_minutes(BILL, lines)
        wanted.append([name, f"{count} × {energy} Wh", f"{minutes} min"])
    assert told == wanted


def test_holding_time_is_energy_over_draw() -> None:
    parts = {
        "ups": part("ups", cells=2, ups_efficiency=0.5, fed_by="supply", typical_watts=1.0),
        "cell": part("cell", watt_hours=10.0),
        "board": part("board", fed_by="supply", typical_watts=4.0),
    }
    bill = Bill(parts=parts, variants=(), prices_as_of="2026-11")
    lines = (Line(part="ups"), Line(part="cell", count=2), Line(part="board"))
    # 20 Wh, eight tenths of it, half lost on the way, at 5 W.
    assert hold_up_minutes(bill, lines) == round(20 * 0.8 * 0.5 / 5 * 60)


def test_a_budget_that_does_not_fit_is_noticed() -> None:
    sound = budget(BILL, BILL.variants[0].lines)
    assert not replace(sound, supply=sound.peak).is_enough
    assert not replace(sound, usb_limit=sound.usb_peak - 0.1).is_enough
    assert not replace(sound, ups_limit=sound.peak).is_enough
    assert not replace(sound, charging=sound.supply).is_enough
    assert not replace(sound, efficiency=0.5).is_enough


def test_estimates_are_called_estimates_on_every_row() -> None:
    rows = [row for row in PAGE.read_text(encoding="utf-8").splitlines() if row.startswith("| 1 |")]
    assert len(rows) > 30
    assert all("an estimate" in row or "seen: " in row for row in rows)
    for name in CLASSES:
        assert name in PAGE.read_text(encoding="utf-8")


def part(name: str, **facts: object) -> Part:
    usual: dict[str, object] = {
        "id": name,
        "name": name,
        "purpose": "to be tried",
        "market": (1, 2),
        "distributor": (1, 2),
        "fed_by": "none",
    }
    return msgspec.convert(usual | facts, Part)


@pytest.mark.parametrize(
    "wrong",
    [
        {"market": (2, 1)},
        {"distributor": (0, 1)},
        {"confidence": "seen"},
        {"source": "a page"},
        {"fed_by": "magic"},
        {"watts": 3},
    ],
)
def test_a_part_that_does_not_hold_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises((ValueError, msgspec.ValidationError)):
        part("screen", **wrong)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("variants.toml", '{ part = "hub" }', '{ part = "hubb" }'),
        ("parts.toml", 'id = "hub"', 'id = "clock"'),
        ("variants.toml", "2026-11", "lately"),
    ],
)
def test_data_that_do_not_hold_together_are_refused(
    tmp_path: Path, file: str, old: str, new: str
) -> None:
    for name in ("parts.toml", "variants.toml"):
        text = (FOLDER / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace(old, new, 1) if name == file else text)
    with pytest.raises(ValueError, match=r"hubb|twice|Expected"):
        read_bill(tmp_path)


def test_the_program_writes_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "bom.md")]) == 0
    assert (tmp_path / "bom.md").read_text(encoding="utf-8") == write_page(BILL)
    assert "bom.md" in capsys.readouterr().out
    assert main([str(tmp_path / "no/bom.md")]) == 1
