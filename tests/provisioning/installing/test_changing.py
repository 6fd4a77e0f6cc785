"""Upgrades and ways back, on a machine that writes down what it is told."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from provisioning.errors import MissingError, ProvisioningError, RefusedError
from provisioning.installing.changing import Change, TablesAreNewerError, WentBackError
from provisioning.installing.copy_of_store import NoRoomError
from provisioning.installing.machine import CommandFailedError, Machine
from provisioning.installing.release import (
    InUse,
    Release,
    current_version,
    placed_release,
    version_before,
    versions,
)
from tests.systemd.unit import FOLDER


@dataclass(frozen=True)
class Told(Machine):
    """A machine without commands of its own: each is noted, and fails if it is to."""

    told: list[str] = field(default_factory=list)
    fails: tuple[str, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)

    def run(
        self,
        *command: str | Path,
        account: str = "",
        surroundings: Mapping[str, str] | None = None,
        seconds: float | None = None,
    ) -> str:
        """Note a command, and fail if it holds one of the words that fail."""
        del account, surroundings, seconds
        line = " ".join(map(str, command)).replace(str(self.root), "")
        self.told.append(line)
        if any(word in line for word in self.fails):
            raise CommandFailedError("x", "it does not")
        return next((said for part, said in self.answers.items() if part in line), "")

    def room(self, place: str) -> int:
        """Some."""
        return 10_000 if place else 0

    def index(self, part: str) -> int:
        """Return when something was told first."""
        return next(number for number, line in enumerate(self.told) if part in line)


ANSWERS = {
    "pg_lsclusters": "15 main 5432 online postgres x y\n",
    "pg_database_size": "4000\n",
    "--schema": '{"made": 3, "wanted": 3, "missing": []}',
}
OLD, NEW = "1.0.0", "1.1.0"


def machine(tmp_path: Path, *fails: str) -> Told:
    """Return a machine with the old version in use and the new one beside it."""
    made = Told(tmp_path, fails=fails, answers=dict(ANSWERS))
    for version in (OLD, NEW):
        folder = made.path(f"/opt/quay/releases/{version}")
        folder.mkdir(parents=True)
        (folder / "systemd").symlink_to(FOLDER)
        (folder / "whole").touch()
    made.path("/var/lib/quay-backup/2026-11-23").mkdir(parents=True)
    made.path("/etc").mkdir()
    made.path("/etc/passwd").touch()
    InUse(made, OLD).apply()
    return made


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
    dropped = told.index("DROP DATABASE quay WITH (FORCE)")
    assert "RENAME TO quay" in told.told[dropped + 1]


def test_without_a_backup_nothing_is_changed(tmp_path: Path) -> None:
    told = machine(tmp_path, "server backup")
    with pytest.raises(ProvisioningError):
        change(told).upgrade()
    assert current_version(told) == OLD
    assert not [line for line in told.told if "retain" in line or "DROP DATABASE quay " in line]


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
    assert told.told == []


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
    assert not [line for line in told.told if "DATABASE" in line]


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
    told.answers["--schema"] = '{"made": 4, "wanted": 3}'
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
