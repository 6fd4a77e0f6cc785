"""`python -m server fleet`, as a person types it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest

from server import __main__ as program
from server.fleet import commands, rings, rollouts
from server.fleet.commands import CommandState
from server.fleet.health import State
from server.fleet.rollouts import RolloutState
from server.fleet_words import command_state, order_words, rollout_state, state_words
from server.store.database import reading, writing
from tests.server.fleet.fleet import Fleet
from wire.command import Order, Outcome

DAY = timedelta(days=1)


@pytest.fixture
def settings(tmp_path: Path, database: str) -> Path:
    file = tmp_path / "server.toml"
    file.write_text(
        f"""
        province = "99"
        database = "{database}"
        signing_key = "server.key"
        [broker]
        host = "127.0.0.1"
        ca = "ca"
        certificate = "certificate"
        key = "key"
        """
    )
    return file


@pytest.fixture
def today(fleet: Fleet) -> Fleet:
    """Two terminals in area T and one in D, heard just now."""
    fleet.add("99001", 2)
    fleet.add("99003")
    fleet.say(fleet.ids, datetime.now(UTC))
    fleet.say(fleet.ids[1:2], datetime.now(UTC), printer="fault", software="4.1.6")
    return fleet


def call(settings: Path, *arguments: str) -> int:
    return program.main(["fleet", "--settings", str(settings), *arguments])


def waiting(name: str) -> list[str]:
    with reading():
        return [one.order for one in commands.waiting(name, datetime.now(UTC))]


def test_machines_are_listed_and_narrowed(
    settings: Path, today: Fleet, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(settings, "list") == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith(f"{today.ids[1]}  Quầy thuốc {today.ids[1]}  Cần xem  ")
    assert told[0].endswith("  4.1.6")
    assert told[-1] == "3 máy"
    assert call(settings, "list", "--area", "D") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 máy"


def test_a_command_goes_to_those_who_are_meant_and_to_nobody_by_mistake(
    settings: Path, today: Fleet, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(settings, "command", "restart", "--by", "Nam") == 1
    assert "Không ra lệnh được" in capsys.readouterr().err
    assert call(settings, "command", "restart", "--area", "T") == 1
    assert "Thiếu --by" in capsys.readouterr().err
    assert [waiting(name) for name in today.ids] == [[], [], []]
    assert call(settings, "command", "restart", "--area", "T", "--by", "Nam") == 0
    assert capsys.readouterr().out == "Đã ra lệnh cho 2 máy\n"
    assert [waiting(name) for name in today.ids] == [["restart"], ["restart"], []]
    assert call(settings, "command", "self-test", "--terminal", today.ids[2], "--by", "Nam") == 0
    assert waiting(today.ids[2]) == ["self-test"]
    assert call(settings, "command", "send-logs", "--all", "--by", "Nam") == 0
    assert all("send-logs" in waiting(name) for name in today.ids)


def test_answers_can_be_read(
    settings: Path, today: Fleet, capsys: pytest.CaptureFixture[str]
) -> None:
    name, now = today.ids[0], datetime.now(UTC)
    with writing():
        (id_,) = commands.give([name], "self-test", by="Nam", now=now, until=now + DAY)
        said = Outcome(id=id_, state="failed", at=now, detail="faults: printer\nprinter: absent")
        commands.heard(name, [said], now)
    assert call(settings, "command") == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith(f"{id_}  {name}  Tự kiểm tra  ")
    assert told[0].endswith("Nam  không làm được")
    assert told[1:] == ["    faults: printer", "    printer: absent"]


def test_a_version_goes_out_by_rings_and_not_around_them(
    settings: Path, today: Fleet, capsys: pytest.CaptureFixture[str]
) -> None:
    first = today.ids[0]
    assert call(settings, "rings") == 0
    assert "Chưa có bản nào" in capsys.readouterr().out
    assert call(settings, "rings", "--put", "0", "--terminal", first, "--by", "Nam") == 0
    assert call(settings, "rings", "--start", "4.3.0") == 1
    assert "Thiếu --by" in capsys.readouterr().err
    assert call(settings, "rings", "--start", "new", "--by", "Nam") == 1
    assert "Không làm được" in capsys.readouterr().err
    assert call(settings, "rings", "--start", "4.3.0", "--by", "Nam") == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "Bản 4.3.0: đang chạy"
    assert told[1] == "  Đợt 0, thử: 0 / 1"
    update = ("command", "update-to", "--to-version", "4.3.0", "--by", "Nam")
    assert call(settings, *update, "--all") == 1
    assert call(settings, *update, "--terminal", first) == 0
    assert waiting(first) == ["update-to"]
    assert call(settings, "rings", "--pause", "4.3.0", "--by", "Nam") == 0
    assert call(settings, "rings", "--resume", "4.3.0", "--by", "Nam") == 0
    with reading():
        assert (rollouts.offered(first), rings.members()) == ("4.3.0", {first: 0})


def test_every_state_has_its_words() -> None:
    for words, states in (
        (command_state, get_args(CommandState)),
        (rollout_state, get_args(RolloutState)),
        (order_words, get_args(Order)),
        (state_words, tuple(State)),
    ):
        said = [words(state) for state in states]
        assert len(set(said)) == len(said)
        assert not set(said) & set(states)
