"""A whole day at a pharmacy's counter with the real programs, and what it leaves behind."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PIL import Image

from demo.day.book import of_kind, read_entries, shelf_of, takings_of
from demo.day.checks import Check, check_day, check_table
from demo.day.counter import Counter
from demo.day.script import FLOATS, REFUSALS, SALES, Day
from demo.outlets import PHARMACY
from demo.people import HUONG, LAN, TUAN
from demo.settings_files import TERMINAL
from demo.stage import Stage
from server.settings import load_settings
from tests.e2e.conftest import WatchedStage, everything_under
from tests.e2e.recorder import Recorder
from tests.e2e.secrets_in import found_in, parts_of_person
from wire.entry import Head
from wire.kinds import GoodsIn, Override, SetAside, Shift
from wire.sale import Sale

pytestmark = [pytest.mark.e2e, pytest.mark.broker, pytest.mark.timeout(900)]

TYPED_BUYER = ("Nguyễn Thị Bình", "Thôn 2 Xã Phú Sơn")
"""What is keyed in for the buyer of a combination drug."""
PRESCRIBER = "Nguyễn Văn Mẫu"


@dataclass(frozen=True)
class PlayedDay:
    """What is left of a day."""

    stage: Stage
    day: Day
    checks: tuple[Check, ...]
    entries: list[Head]
    traffic: tuple[tuple[str, bytes], ...]


@pytest.fixture(scope="module")
def played_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlayedDay]:
    root = tmp_path_factory.mktemp("day") / "run"
    with WatchedStage(
        root, width=800, height=480, web_port=None, display=False, outlet=PHARMACY
    ) as stage:
        broker = load_settings(stage.server_settings).broker
        with Recorder(stage.folders.keys, host=broker.host, port=broker.port) as recorder:
            day = Day(Counter(stage, say=lambda _line: None))
            day.play()
            traffic = recorder.messages()
        yield PlayedDay(
            stage=stage,
            day=day,
            checks=tuple(check_day(stage, day)),
            entries=read_entries(stage.folders.server / "store.sqlite", TERMINAL),
            traffic=traffic,
        )


def test_everything_that_must_be_so_at_the_end_of_the_day_is_so(played_day: PlayedDay) -> None:
    wrong = [check for check in played_day.checks if not check.is_so]
    assert wrong == [], check_table(list(played_day.checks))


def test_sixty_customers_were_served_and_some_of_them_without_network(
    played_day: PlayedDay,
) -> None:
    sold = played_day.day.counter.sold
    assert len(sold) == len(of_kind(played_day.entries, Sale)) == SALES
    assert sum(not sale.online for sale in sold) >= 15
    assert {sale.paid_by for sale in sold} == {"cash", "transfer"}


def test_every_pack_that_had_to_be_stopped_was_stopped(played_day: PlayedDay) -> None:
    assert tuple(played_day.day.counter.refused) == REFUSALS


def test_no_rule_was_set_aside(played_day: PlayedDay) -> None:
    assert of_kind(played_day.entries, Override) == []


def test_each_shift_begins_with_its_own_float_and_adds_up(played_day: PlayedDay) -> None:
    reports = takings_of(played_day.entries)
    assert [takings.float_vnd for takings, _report in reports] == list(FLOATS)
    for takings, report in reports:
        assert takings.expected_vnd == report.expected_vnd == report.counted_vnd


def test_the_checks_would_see_a_wrong_sum_a_missing_sale_and_a_wrong_shelf(
    played_day: PlayedDay,
) -> None:
    entries = played_day.entries
    sale = of_kind(entries, Sale)[0]
    without = [entry for entry in entries if entry is not sale]
    assert takings_of(without)[0][0] != takings_of(entries)[0][0]
    line = sale.lines[0]
    batch = (line.drug, line.batch, "retail")
    assert shelf_of(without)[batch] != shelf_of(entries)[batch]
    day = replace(played_day.day, shelf=played_day.day.shelf[1:])
    wrong = [check.is_so for check in check_day(played_day.stage, day)]
    assert wrong.count(False) == 1


def test_who_stood_at_the_counter_stands_on_the_entries(played_day: PlayedDay) -> None:
    staff = [sale.staff for sale in of_kind(played_day.entries, Sale)]
    assert list(dict.fromkeys(staff)) == [LAN.badge, TUAN.badge, HUONG.badge]
    shifts = of_kind(played_day.entries, Shift)
    assert [shift.event for shift in shifts] == ["opened", "closed"] * 2
    assert [shift.staff for shift in shifts] == [LAN.badge, LAN.badge, TUAN.badge, HUONG.badge]


def test_a_substitution_names_what_was_prescribed_and_who_answers(played_day: PlayedDay) -> None:
    lines = [line for sale in of_kind(played_day.entries, Sale) for line in sale.lines]
    substituted = [line for line in lines if line.substitutes]
    assert [(line.substituted_by, line.drug) for line in substituted] == [(HUONG.badge, "SYN062")]


def test_transfers_say_who_saw_the_money(played_day: PlayedDay) -> None:
    sales = [sale for sale in of_kind(played_day.entries, Sale) if sale.paid_by == "transfer"]
    assert [sale.transfer.witness for sale in sales if sale.transfer] == ["bank", "staff"]


def test_deliveries_came_by_scanning_for_the_programme_and_by_file(played_day: PlayedDay) -> None:
    deliveries = of_kind(played_day.entries, GoodsIn)
    owners = [{line.owner for line in delivery.lines} for delivery in deliveries]
    assert owners == [{"retail"}, {"programme"}, {"retail"}]
    assert all(line.cost_vnd for line in deliveries[2].lines)


def test_an_expired_pack_is_in_quarantine(played_day: PlayedDay) -> None:
    aside = of_kind(played_day.entries, SetAside)
    assert aside[0].because == "expired"
    assert shelf_of(played_day.entries)["SYN032", "2311X", "retail"] == (10, 10)


def test_nothing_on_the_line_and_in_no_database_names_a_person(played_day: PlayedDay) -> None:
    samples, folders = played_day.stage.samples, played_day.stage.folders
    secrets = [part for card in ("card", "card 2") for part in parts_of_person(samples[card])]
    secrets += [*TYPED_BUYER, PRESCRIBER]
    for topic, payload in played_day.traffic:
        for secret in secrets:
            assert not found_in(topic.encode() + b" " + payload, secret)
    searched = 0
    for folder in (folders.terminal, folders.server, folders.keys / "broker"):
        for file, data in everything_under(folder):
            if file.name == "samples.toml" or file.parent.name in {"pictures", "seen"}:
                continue  # the cards themselves, as they lie before the scanner
            searched += ".sqlite" in file.name
            for secret in secrets:
                assert not found_in(data, secret), f"{file} holds {secret!r}"
    assert searched >= 3


def test_pictures_of_the_day_are_there_and_none_of_a_failure(played_day: PlayedDay) -> None:
    pictures = list(Path(played_day.stage.folders.screens).glob("*.png"))
    names = {picture.stem.split("-", 1)[1] for picture in pictures}
    assert {"signed-out", "transfer", "recall", "training", "shift-closing-unsent"} <= names
    assert "failed" not in names
    for picture in pictures:
        with Image.open(picture) as image:
            assert image.size == (800, 480)
