"""Upgrades that are broken off, by Ctrl+C, a line that drops or a power cut, and the next run."""

import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from provisioning.errors import ProvisioningError
from provisioning.installing.changing import Change
from provisioning.installing.errors import TablesAreNewerError, WentBackError
from provisioning.installing.machine import Machine
from provisioning.installing.release import InUse, current_version, placed_release
from provisioning.installing.signals import deaf_to
from tests.provisioning.installing.told import NEW, OLD, Told, machine, place

TOO_NEW = '{"made": 4, "wanted": 3}'
SCHEMA_OF_OLD = f"{OLD}/.venv/bin/python -m server self-test --schema"
TEST_OF_NEW = f"{NEW}/.venv/bin/python -m server self-test --settings"


@pytest.fixture(autouse=True)
def hears_ctrl_c() -> Iterator[None]:
    """Ctrl+C means what it does in a program of its own, whatever ran here before."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    mask = signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGHUP})
    yield
    signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    signal.signal(signal.SIGINT, before)


def change(told: Told, version: str = NEW) -> Change:
    return Change(told, placed_release(told, version), lambda _line: None)


def left_over(tmp_path: Path, *, linked: str, version: str = OLD, hours: int = 1) -> Told:
    """Return a machine on which an upgrade was broken off by a power cut."""
    told = machine(tmp_path, runs_systemd=True)
    InUse(told, linked).apply()
    at = datetime.now(UTC) - timedelta(hours=hours)
    told.copies.append(f"{version} {at.isoformat()}")
    return told


def starts_after(told: Told, part: str) -> list[str]:
    return [line for line in told.told[told.index(part) :] if "systemctl restart quay" in line]


@pytest.mark.parametrize(
    "part",
    [
        "stop quay-ingest",
        "server backup",
        "CREATE DATABASE",
        "server retain",
        "restart quay-follow",
    ],
)
def test_after_ctrl_c_the_old_version_serves_with_the_database_as_it_was(
    part: str, tmp_path: Path
) -> None:
    told = machine(tmp_path, runs_systemd=True)
    told.hears[part] = signal.SIGINT
    with pytest.raises(KeyboardInterrupt):
        change(told).upgrade()
    assert current_version(told) == OLD
    assert "quay-web" in " ".join(starts_after(told, part))
    assert told.copies == []


def test_a_line_that_drops_breaks_nothing_off(tmp_path: Path) -> None:
    told = machine(tmp_path, runs_systemd=True)
    told.hears["server retain"] = signal.SIGHUP
    before = signal.getsignal(signal.SIGHUP)
    change(told).upgrade()
    assert current_version(told) == NEW
    assert signal.getsignal(signal.SIGHUP) is before


def test_the_way_back_is_not_broken_off(tmp_path: Path) -> None:
    told = machine(tmp_path, "server retain", runs_systemd=True)
    told.hears["RENAME TO quay"] = signal.SIGINT
    with pytest.raises(WentBackError):
        change(told).upgrade()
    assert starts_after(told, "RENAME TO quay")


def test_ctrl_c_does_not_reach_the_commands_of_what_must_not_be_broken_off() -> None:
    asked = ("python3", "-c", "import os; print(os.getpgrp() == os.getpid())")
    with deaf_to(signal.SIGINT):
        assert Machine().run(*asked) == "True\n"
    assert Machine().run(*asked) == "False\n"


def test_what_was_broken_off_after_the_switch_is_started_and_tested(tmp_path: Path) -> None:
    told = left_over(tmp_path, linked=NEW)
    assert "đã khởi động lại" in change(told).upgrade()
    assert told.index("restart quay-ingest") < told.index(TEST_OF_NEW)
    assert told.copies == []
    assert not told.has("RENAME")


@pytest.mark.parametrize("part", ["DROP DATABASE quay_after", "--came-back"])
def test_terminals_are_asked_by_the_next_run_where_a_way_back_was_broken_off_before(
    part: str, tmp_path: Path
) -> None:
    told = machine(tmp_path, runs_systemd=True)
    told.fails_once.extend([TEST_OF_NEW, part])
    told.answers[SCHEMA_OF_OLD] = TOO_NEW
    with pytest.raises(WentBackError):
        change(told).upgrade()
    asked = told.asked_again()
    place(told, NEW)
    told.answers[SCHEMA_OF_OLD] = told.answers["--schema"]
    change(told).upgrade()
    assert told.unasked == []
    assert told.asked_again() == asked + (part == "--came-back")


def test_what_does_not_start_then_keeps_its_way_back(tmp_path: Path) -> None:
    told = left_over(tmp_path, linked=NEW)
    told.fails_once.append(TEST_OF_NEW)
    with pytest.raises(ProvisioningError):
        change(told).upgrade()
    assert told.copies
    told.answers[SCHEMA_OF_OLD] = TOO_NEW
    assert "--release TÊN" in change(told, OLD).roll_back()
    assert current_version(told) == OLD
    assert told.index("RENAME TO quay") < told.index("--came-back")
    assert starts_after(told, "--came-back")


@pytest.mark.parametrize(("version", "hours"), [(OLD, 25), ("0.9.0", 1)])
def test_a_copy_that_is_old_or_of_another_version_is_no_way_back(
    version: str, hours: int, tmp_path: Path
) -> None:
    told = left_over(tmp_path, linked=NEW, version=version, hours=hours)
    told.answers[SCHEMA_OF_OLD] = TOO_NEW
    with pytest.raises(TablesAreNewerError):
        change(told, OLD).roll_back()
    assert current_version(told) == NEW
    assert told.copies
    assert not told.has("stop quay")


def test_programs_that_do_not_run_are_started_before_all_is_said_to_be_well(
    tmp_path: Path,
) -> None:
    told = machine(tmp_path, runs_systemd=True)
    InUse(told, NEW).apply()
    assert "đã khởi động lại" in change(told).upgrade()
    told.answers["is-active"] = "active\n"
    assert "đã khởi động lại" not in change(told).upgrade()


def test_a_copy_that_was_left_is_not_needed_where_the_tables_are_still_the_old_ones(
    tmp_path: Path,
) -> None:
    told = left_over(tmp_path, linked=OLD)
    change(told).upgrade()
    assert current_version(told) == NEW
    assert told.index("DROP DATABASE IF EXISTS quay_before") < told.index("CREATE DATABASE")
    assert not told.has("RENAME")


def test_tables_that_came_forward_already_are_not_what_was_before(tmp_path: Path) -> None:
    told = left_over(tmp_path, linked=OLD)
    told.answers[SCHEMA_OF_OLD] = TOO_NEW
    change(told).upgrade()
    assert current_version(told) == NEW
    order = (
        "RENAME TO quay",
        "--came-back",
        "restart quay-ingest",
        "CREATE DATABASE",
        "server retain",
    )
    assert [told.index(part) for part in order] == sorted(told.index(part) for part in order)


def test_a_copy_of_another_version_is_not_put_in_the_place_of_newer_tables(tmp_path: Path) -> None:
    told = left_over(tmp_path, linked=OLD, version="0.9.0")
    told.answers[SCHEMA_OF_OLD] = TOO_NEW
    with pytest.raises(ProvisioningError):
        change(told).upgrade()
    assert told.copies
    assert not told.has("RENAME")
