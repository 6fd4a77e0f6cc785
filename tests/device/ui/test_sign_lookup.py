"""The service screen of a real till: what takes its time is looked up beside it, once a want."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from device.counter.event import Confirmed, Opened, PowerChanged, TurnedPage
from device.counter.power import PowerNow, Supplied
from device.counter.state import Ending, Ready, State
from device.counter.states.asking import Item
from device.facts import Fact, gather_facts
from device.parts import Part
from device.self_test import probe as probing
from device.self_test.board import FactBoard
from device.self_test.probe import Prober
from device.settings import (
    BrokerSettings,
    KeySettings,
    OutletSettings,
    StaffSettings,
    TerminalSettings,
)
from device.signs import Probed, SeenHere, Signs
from device.till import Till
from device.ui.desk import Desk
from device.ui.sign_lookup import signs_of
from device.ui.view import Fittings
from hardware.kit import Kit
from hardware.power.api import Power, Source
from hardware.settings import HardwareSettings
from tests.device.ui.counter import open_counter

WELL = SeenHere(scanner="ok")


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[tuple[Till, Kit]]:
    with open_counter(tmp_path) as opened:
        yield opened


@pytest.fixture
def settings(tmp_path: Path) -> TerminalSettings:
    nowhere = tmp_path / "nowhere"
    return TerminalSettings(
        terminal="Q-SCREEN-01",
        province="01",
        ledger=tmp_path / "ledger.db",
        run=tmp_path,
        outlet=OutletSettings(name="Quầy", address="Xã", licence="0"),
        staff=StaffSettings(badge="NV01", name="Cô Lan"),
        broker=BrokerSettings(
            host="localhost", port=1, ca=nowhere, certificate=nowhere, key=nowhere
        ),
        keys=KeySettings(signing=nowhere, server=nowhere, book=nowhere),
        hardware=HardwareSettings(kind="fake"),
    )


@pytest.fixture
def probers(monkeypatch: pytest.MonkeyPatch) -> list[Prober]:
    made: list[Prober] = []

    class Watched(Prober):
        def __init__(self, look: Any) -> None:
            super().__init__(look)
            made.append(self)

    monkeypatch.setattr("device.ui.sign_lookup.Prober", Watched)
    return made


def _fact(signs: Signs, part: Part) -> Fact:
    [found] = [fact for fact in gather_facts(signs) if fact.part is part]
    return found


def test_what_takes_its_time_is_looked_up_once_for_each_want(
    counter: tuple[Till, Kit],
    settings: TerminalSettings,
    probers: list[Prober],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    till, _kit = counter
    looked: list[Power | None] = []

    def probe(_settings: TerminalSettings, power: Power | None) -> Probed:
        looked.append(power)
        return probing.probe(settings, power)

    monkeypatch.setattr("device.ui.sign_lookup.probe", probe)
    supply = Power(source=Source.BATTERY, percent=80)
    look = signs_of(settings, till, lambda: supply)
    [prober] = probers
    till.handle(Opened(Item.SERVICE))
    first = look(WELL)
    assert not _fact(replace(first, probed=None), Part.LEDGER).is_known
    prober.wait(30)
    signs = look(WELL)
    assert _fact(signs, Part.LEDGER).is_well
    assert _fact(signs, Part.LEDGER).is_known
    assert "80%" in _fact(signs, Part.POWER).detail
    assert looked == [supply]
    till.handle(TurnedPage())
    look(WELL)
    assert looked == [supply]
    till.handle(Confirmed())
    look(WELL)
    prober.wait(30)
    assert looked == [supply, supply]


def test_a_look_that_fails_is_no_end(caplog: pytest.LogCaptureFixture) -> None:
    def fails() -> Probed:
        raise RuntimeError("odd hardware")

    prober = Prober(fails)
    assert prober.look(1)
    prober.wait(30)
    assert prober.found is None
    assert "looked over" in caplog.text


@pytest.mark.usefixtures("window")
def test_the_screen_shows_facts_and_leaves_them_for_the_paper(
    counter: tuple[Till, Kit], settings: TerminalSettings, probers: list[Prober]
) -> None:
    till, kit = counter
    board = FactBoard()
    desk = Desk(
        till,
        kit,
        fittings=Fittings(staff="Cô Lan"),
        size=(800, 480),
        leave=lambda: None,
        signs=signs_of(settings, till),
        board=board,
    )
    assert board.read() == ()
    till.handle(Opened(Item.SERVICE))
    desk.redraw()
    [prober] = probers
    prober.wait(30)
    desk.redraw()
    assert {fact.part for fact in board.read()} == set(Part)
    assert all(fact.is_known for fact in board.read() if fact.part in {Part.CARD, Part.LEDGER})
    assert desk.stage.find_button("Xem tiếp")
    desk.close()


def test_the_till_ends_on_a_low_battery_and_goes_on_with_the_mains(
    counter: tuple[Till, Kit],
) -> None:
    till, _kit = counter
    states: list[State] = []
    till.watch(lambda: states.append(till.state))
    till.handle(PowerChanged(PowerNow(supplied=Supplied.ENDING)))
    till.handle(PowerChanged(PowerNow()))
    assert states == [Ending(behind=Ready()), Ready()]
