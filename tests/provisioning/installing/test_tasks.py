"""The tasks as a person types them, on a machine that writes down what it is told."""

from pathlib import Path

import pytest

from provisioning.__main__ import main
from provisioning.installing.release import current_version
from tests.provisioning.installing.told import NEW, OLD, Told, machine
from tests.systemd.unit import FOLDER


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Told:
    made = machine(tmp_path / "machine")
    monkeypatch.setattr("provisioning.installing.tasks.Machine", lambda: made)
    monkeypatch.setattr("provisioning.installing.tasks._check_root", lambda: None)
    return made


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    release = tmp_path / "release"
    (release / "wheels").mkdir(parents=True)
    (release / "systemd").symlink_to(FOLDER)
    (release / "version").write_text(f"{NEW}\n", encoding="utf-8")
    return release


def install(release: Path, *more: str) -> int:
    office = release.with_name("office")
    asked = ("--province", "33", "--name", "quay.example.vn", "--release", str(release))
    return main(["server", str(office), *asked, *more])


def test_a_dry_run_of_another_version_upgrades_nothing(
    told: Told, newer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert install(newer, "--dry-run") == 0
    said = capsys.readouterr().out
    assert f"Sẽ nâng cấp từ {OLD} lên {NEW}" in said
    assert "chưa đổi gì" in said
    assert told.told == []
    assert current_version(told) == OLD


def test_another_version_is_an_upgrade(
    told: Told, newer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert install(newer) == 0
    assert f"Đã lên {NEW}" in capsys.readouterr().out
    assert current_version(told) == NEW
