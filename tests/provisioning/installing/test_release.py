from pathlib import Path

import pytest

from provisioning.errors import MissingError, UnusableFileError
from provisioning.installing.machine import Machine
from provisioning.installing.release import (
    InUse,
    Placed,
    current_version,
    placed_release,
    read_release,
    versions,
)


def carried(folder: Path, version: str = "1.0.0") -> Path:
    for part in ("wheels", "systemd"):
        (folder / part).mkdir(parents=True)
    (folder / "version").write_text(f"{version}\n", encoding="utf-8")
    return folder


def lying(machine: Machine, *names: str) -> None:
    for name in names:
        folder = machine.path(f"/opt/quay/releases/{name}")
        folder.mkdir(parents=True)
        (folder / "whole").touch()


def test_a_release_names_its_version_and_its_place(tmp_path: Path) -> None:
    release = read_release(carried(tmp_path / "r", "1.2.0+ab12"))
    assert release.place == "/opt/quay/releases/1.2.0+ab12"
    assert release.python == "/opt/quay/releases/1.2.0+ab12/.venv/bin/python"


@pytest.mark.parametrize("part", ["wheels", "systemd", "version"])
def test_a_release_that_lacks_a_part_is_named(part: str, tmp_path: Path) -> None:
    folder = carried(tmp_path / "r")
    (folder / part).rename(tmp_path / part)
    with pytest.raises(MissingError, match=part):
        read_release(folder)


@pytest.mark.parametrize("version", ["", "../../etc", "-rf", "a b", "x" * 65])
def test_a_version_that_leads_elsewhere_is_refused(version: str, tmp_path: Path) -> None:
    with pytest.raises(UnusableFileError):
        read_release(carried(tmp_path / "r", version))


def test_the_link_says_which_version_is_in_use(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    lying(machine, "1.0.0", "1.1.0")
    assert current_version(machine) == ""
    step = InUse(machine, "1.0.0")
    assert not step.check()
    step.apply()
    assert step.check()
    assert current_version(machine) == "1.0.0"
    InUse(machine, "1.1.0").apply()
    assert current_version(machine) == "1.1.0"
    assert (tmp_path / "opt/quay/.venv").readlink() == Path("current/.venv")


def test_a_release_that_was_broken_off_is_none(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    lying(machine, "1.0.0")
    (tmp_path / "opt/quay/releases/1.1.0/.venv").mkdir(parents=True)
    assert versions(machine) == ["1.0.0"]
    with pytest.raises(MissingError):
        placed_release(machine, "1.1.0")
    assert not Placed(machine, read_release(carried(tmp_path / "r", "1.1.0"))).check()
