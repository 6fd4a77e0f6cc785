"""Upgrades and ways back, on a machine that writes down what it is told."""

import os
from pathlib import Path

import pytest

from provisioning.errors import MissingError, ProvisioningError, RefusedError
from provisioning.installing.changing import Change
from provisioning.installing.copy_of_store import CopyOfStore, NoCopyError, NoRoomError
from provisioning.installing.errors import TablesAreNewerError, WentBackError
from provisioning.installing.machine import Machine
from provisioning.installing.release import (
    InUse,
    Release,
    current_version,
    placed_release,
    version_before,
    versions,
)
from tests.provisioning.installing.told import NEW, OLD, Told, machine

TOO_NEW = '{"made": 4, "wanted": 3}'


def change(told: Told, version: str = NEW) -> Change:
    return Change(told, placed_release(told, version), lambda _line: None)


def test_an_upgrade_backs_up_copies_brings_forward_and_switches(tmp_path: Path) -> None:
    told = machine(tmp_path)
    said = change(told).upgrade()
    assert current_version(told) == NEW
    assert "2026-11-23" in said
    order = (
        f"{OLD}/.venv/bin/python -m server backup",
        "CREATE DATABASE quay_before",
        f"{NEW}/.venv/bin/python -m server retain",
    )
    assert [told.index(part) for part in order] == sorted(told.index(part) for part in order)
    assert "DROP DATABASE IF EXISTS quay_before" in told.told[-1]


def test_what_fails_on_the_way_goes_back_with_the_database_as_it_was(tmp_path: Path) -> None:
    told = machine(tmp_path, f"{NEW}/.venv/bin/python -m server retain")
    with pytest.raises(WentBackError, match=f"đã trở lại {OLD}"):
        change(told).upgrade()
    assert current_version(told) == OLD
    assert versions(told) == [OLD], "nobody is to go there by mistake"
    assert told.has("ALTER DATABASE quay_before RENAME TO quay")
    assert not told.has("came-back"), "nothing came in"


TEST_OF_NEW = f"{NEW}/.venv/bin/python -m server self-test --settings"


@pytest.mark.parametrize("fault", ["restart quay-follow", TEST_OF_NEW])
def test_what_came_in_since_the_start_stays_where_the_old_version_reads_it(
    fault: str, tmp_path: Path
) -> None:
    told = machine(tmp_path, runs_systemd=True)
    told.fails_once.append(fault)
    with pytest.raises(WentBackError, match=f"đã trở lại {OLD}"):
        change(told).upgrade()
    assert current_version(told) == OLD
    assert not told.has("RENAME")
    assert not told.has("came-back")
    assert told.copies == [], "nobody needs it any more"


def test_where_it_does_not_terminals_are_asked_for_what_came_in_since_the_start(
    tmp_path: Path,
) -> None:
    told = machine(tmp_path, TEST_OF_NEW, runs_systemd=True)
    told.answers[f"{OLD}/.venv/bin/python -m server self-test --schema"] = TOO_NEW
    with pytest.raises(WentBackError, match="--release TÊN"):
        change(told).upgrade()
    back = told.index("RENAME TO quay")
    asked = told.index(f"{OLD}/.venv/bin/python -m server restore --came-back 20")
    (started,) = [
        n for n, line in enumerate(told.told) if "restart quay-ingest" in line and n > back
    ]
    assert back < asked < started


def test_a_database_that_cannot_be_told_that_it_came_back_leaves_that_to_a_person(
    tmp_path: Path,
) -> None:
    told = machine(tmp_path, TEST_OF_NEW, "server restore", runs_systemd=True)
    told.answers[f"{OLD}/.venv/bin/python -m server self-test --schema"] = TOO_NEW
    with pytest.raises(WentBackError, match=r"Phải chạy ngay .*--came-back 20"):
        change(told).upgrade()
    assert current_version(told) == OLD


def test_where_no_self_test_can_be_made_the_machine_goes_back_and_says_so(
    tmp_path: Path,
) -> None:
    told = machine(tmp_path, "server self-test --settings", runs_systemd=True)
    with pytest.raises(WentBackError, match=f"đã trở lại {OLD}"):
        change(told).upgrade()
    assert current_version(told) == OLD
    ailing = machine(tmp_path / "another", "server self-test --settings", runs_systemd=True)
    InUse(ailing, NEW).apply()
    with pytest.raises(WentBackError, match=f"đã trở lại {NEW}"):
        change(ailing, OLD).roll_back()


def test_without_a_copy_the_database_is_left_alone(tmp_path: Path) -> None:
    told = machine(tmp_path)
    with pytest.raises(NoCopyError):
        CopyOfStore(told).bring_back(has_served=False)
    assert not told.has("ALTER DATABASE")


def test_without_a_backup_nothing_is_changed(tmp_path: Path) -> None:
    told = machine(tmp_path, "server backup")
    with pytest.raises(ProvisioningError):
        change(told).upgrade()
    assert current_version(told) == OLD
    assert not [line for line in told.told if "retain" in line or "RENAME" in line]


def test_without_room_for_a_copy_nothing_is_changed(tmp_path: Path) -> None:
    told = machine(tmp_path)
    told.answers["pg_database_size"] = "9000\n"
    with pytest.raises(NoRoomError):
        change(told).upgrade()
    assert current_version(told) == OLD
    assert not [line for line in told.told if "retain" in line]


def test_the_version_in_use_is_no_upgrade(tmp_path: Path) -> None:
    told = machine(tmp_path)
    assert "đã dùng" in change(told, OLD).upgrade()
    assert not told.has("restart")
    assert not told.has("DATABASE")


def test_a_machine_without_a_version_is_installed_and_not_upgraded(tmp_path: Path) -> None:
    told = machine(tmp_path)
    told.path("/opt/quay/current").unlink()
    with pytest.raises(MissingError):
        change(told).upgrade()


def test_a_rollback_switches_back(tmp_path: Path) -> None:
    told = machine(tmp_path)
    InUse(told, NEW).apply()
    change(told, OLD).roll_back()
    assert current_version(told) == OLD
    assert not told.has("RENAME")
    assert not told.has("CREATE DATABASE")


def test_the_way_back_leads_to_the_version_before_the_one_in_use(tmp_path: Path) -> None:
    told = machine(tmp_path)
    for number, version in enumerate((OLD, NEW, "1.2.0")):
        mark = told.path(f"/opt/quay/releases/{version}/whole")
        mark.parent.mkdir(exist_ok=True)
        mark.touch()
        os.utime(mark, (number, number))
    assert version_before(told) == ""
    InUse(told, NEW).apply()
    assert version_before(told) == OLD, "not the newer one that was left"


def test_an_older_version_that_cannot_read_the_tables_is_refused(tmp_path: Path) -> None:
    told = machine(tmp_path)
    told.answers["--schema"] = TOO_NEW
    InUse(told, NEW).apply()
    with pytest.raises(TablesAreNewerError):
        change(told, OLD).roll_back()
    assert current_version(told) == NEW


def test_going_back_to_where_one_is_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError):
        change(machine(tmp_path), OLD).roll_back()


def test_the_last_three_releases_stay_and_older_ones_go(tmp_path: Path) -> None:
    told = machine(tmp_path)
    for number, version in enumerate(("0.7.0", "0.8.0", "0.9.0")):
        mark = told.path(f"/opt/quay/releases/{version}")
        mark.mkdir(parents=True)
        (mark / "whole").touch()
        os.utime(mark / "whole", (number, number))
    change(told).upgrade()
    assert set(versions(told)) == {"0.9.0", OLD, NEW}


def test_a_release_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match=r"9\.9\.9"):
        placed_release(machine(tmp_path), "9.9.9")
    assert isinstance(placed_release(Machine(tmp_path), NEW), Release)
