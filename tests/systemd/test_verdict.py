"""What systemd itself says of every unit, ours and the image's."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.systemd.unit import DEEDS, FOLDER, UNITS, Unit

pytestmark = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed"
)

PYTHON = "/opt/quay/.venv/bin/python"
IMAGE = FOLDER.parent / "provisioning" / "image"
ON_THE_IMAGE = sorted(IMAGE.glob("**/units/*.service"))
"""Units that only the terminal's image has."""
EVERY = [FOLDER / f"{name}.service" for name in (*UNITS, *DEEDS)] + ON_THE_IMAGE
TIMERS = sorted([*FOLDER.glob("*.timer"), *IMAGE.glob("**/units/*.timer")])
WORST_EXPOSURE = 20
"""Tenths of systemd's own figure, 0 (locked in) to 100."""
_PROGRAM = re.compile(r"^(Exec[A-Za-z]+=[-+!@:]*)(/[^ \n]*)", re.MULTILINE)


def installed(unit: Path, folder: Path) -> Path:
    """Return a copy of a unit whose programs are there."""
    copy = folder / unit.name
    text = unit.read_text(encoding="utf-8").replace(PYTHON, sys.executable)
    if unit in ON_THE_IMAGE:  # what it runs lies on the image, not on this machine
        text = _PROGRAM.sub(lambda found: f"{found[1]}/bin/true", text)
    copy.write_text(text, encoding="utf-8")
    return copy


def analyze(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", *map(str, arguments)],  # noqa: S607
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


def exposure(unit: Path) -> float:
    """Return systemd's figure, 0 to 10."""
    done = analyze("security", "--offline=true", "--no-pager", unit)
    found = re.search(r"Overall exposure level for \S+: ([0-9.]+)", done.stdout)
    assert found, done.stdout + done.stderr
    return float(found[1])


@pytest.mark.parametrize("unit", EVERY, ids=lambda unit: unit.stem)
def test_systemd_has_nothing_to_say_against_it(unit: Path, tmp_path: Path) -> None:
    done = analyze("verify", "--man=no", installed(unit, tmp_path))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("fault", ["ProtectSytem=strict", "RestartSec=soon", "User=no one"])
def test_systemd_would_have_said_something(fault: str, tmp_path: Path) -> None:
    copy = installed(Unit("quay-ui").file, tmp_path)
    copy.write_text(
        copy.read_text(encoding="utf-8").replace("[Service]\n", f"[Service]\n{fault}\n"),
        encoding="utf-8",
    )
    assert analyze("verify", "--man=no", copy).stderr


@pytest.mark.parametrize("unit", EVERY, ids=lambda unit: unit.stem)
def test_its_exposure_is_low(unit: Path, tmp_path: Path) -> None:
    copy = installed(unit, tmp_path)
    found = exposure(copy)
    print(f"{unit.stem}: {found}")  # noqa: T201 - shown with -rP
    assert found <= WORST_EXPOSURE / 10
    lines = copy.read_text(encoding="utf-8").splitlines()
    open_to_all = ("SystemCallFilter=", "ProtectSystem=", "CapabilityBoundingSet=", "User=")
    opened = [line for line in lines if not line.startswith(open_to_all)]
    copy.write_text("\n".join(opened), encoding="utf-8")
    assert exposure(copy) > WORST_EXPOSURE / 10


@pytest.mark.parametrize("timer", TIMERS, ids=lambda timer: timer.stem)
def test_every_timer_has_its_service_and_a_time_that_comes(timer: Path, tmp_path: Path) -> None:
    installed(timer.with_suffix(".service"), tmp_path)
    copy = Path(shutil.copy(timer, tmp_path))
    done = analyze("verify", "--man=no", copy)
    assert (done.returncode, done.stderr) == (0, "")
    lines = timer.read_text(encoding="utf-8").splitlines()
    for when in [line.removeprefix("OnCalendar=") for line in lines if line.startswith("OnCal")]:
        assert analyze("calendar", when).returncode == 0, when


def test_what_starts_slower_and_slower_is_for_newer_systemd_only() -> None:
    """systemd 252 has no word for it, and would complain of a unit that uses it."""
    newer = ("RestartSteps=", "RestartMaxDelaySec=")
    for unit in EVERY:
        assert not any(word in unit.read_text(encoding="utf-8") for word in newer), unit
    text = (FOLDER / "quay-restart.dropin.conf").read_text(encoding="utf-8")
    settings = [line for line in text.splitlines() if line and not line.startswith(("#", "["))]
    assert [line.partition("=")[0] + "=" for line in settings] == list(newer)
