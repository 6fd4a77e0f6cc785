import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from settings.load import EXIT_SETTINGS_WRONG
from tests.systemd.unit import FOLDER, LASTING, ONCE, SERVER, TERMINAL, UNITS, Unit

PYTHON = "/opt/quay/.venv/bin/python"
needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed"
)
WORST_EXPOSURE = {name: 20 if name == "quay-ui" else 15 for name in UNITS}
"""Tenths of systemd's own figure, 0 (locked in) to 100; the screen needs its devices."""


def installed(unit: Path, folder: Path) -> Path:
    """Return a copy of a unit whose Python is there."""
    copy = folder / unit.name
    copy.write_text(
        unit.read_text(encoding="utf-8").replace(PYTHON, sys.executable), encoding="utf-8"
    )
    return copy


def analyze(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", *map(str, arguments)],  # noqa: S607
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_every_unit_in_the_folder_is_looked_at() -> None:
    assert sorted(file.stem for file in FOLDER.glob("*.service")) == sorted(UNITS)


@needs_systemd
@pytest.mark.parametrize("name", UNITS)
def test_systemd_has_nothing_to_say_against_it(name: str, tmp_path: Path) -> None:
    done = analyze("verify", "--man=no", installed(Unit(name).file, tmp_path))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@needs_systemd
@pytest.mark.parametrize("fault", ["ProtectSytem=strict", "RestartSec=soon", "User=no one"])
def test_systemd_would_have_said_something(fault: str, tmp_path: Path) -> None:
    copy = installed(Unit("quay-ui").file, tmp_path)
    copy.write_text(
        copy.read_text(encoding="utf-8").replace("[Service]\n", f"[Service]\n{fault}\n"),
        encoding="utf-8",
    )
    assert analyze("verify", "--man=no", copy).stderr


@needs_systemd
@pytest.mark.parametrize("name", UNITS)
def test_its_exposure_is_low(name: str, tmp_path: Path) -> None:
    unit = installed(Unit(name).file, tmp_path)
    limit = WORST_EXPOSURE[name]
    done = analyze("security", "--offline=true", f"--threshold={limit}", unit)
    assert done.returncode == 0, done.stdout
    open_to_all = unit.read_text(encoding="utf-8").replace("SystemCallFilter=@", "#")
    unit.write_text(open_to_all.replace("ProtectSystem=strict", ""), encoding="utf-8")
    assert analyze("security", "--offline=true", f"--threshold={limit}", unit).returncode != 0


@pytest.mark.parametrize("name", UNITS)
def test_wrong_settings_end_the_program_for_good(name: str) -> None:
    unit = Unit(name)
    python, *arguments = unit.one("ExecStart").split()
    assert python == PYTHON
    settings = arguments.pop()
    done = subprocess.run(
        [sys.executable, *arguments, "/nowhere" + settings],
        check=False,
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == EXIT_SETTINGS_WRONG, done.stderr
    if name in LASTING:
        assert unit.one("RestartPreventExitStatus") == str(done.returncode)


def test_each_unit_runs_its_own_program_with_its_own_settings() -> None:
    assert {name: Unit(name).one("ExecStart").removeprefix(f"{PYTHON} -m ") for name in UNITS} == {
        "quay-ui": "device ui --settings /etc/quay/device.toml",
        "quay-link": "device link --settings /etc/quay/device.toml",
        "quay-ingest": "server ingest --settings /etc/quay/server.toml",
        "quay-answers": "server answers --settings /etc/quay/server.toml",
        "quay-follow": "server follow --settings /etc/quay/server.toml",
        "quay-web": "server web --settings /etc/quay/server.toml",
        "quay-door": "server door --settings /etc/quay/server.toml",
        "quay-backup": (
            "server backup /var/lib/quay-backup --dated --keep 30"
            " --recipient-file /etc/quay/backup.age.pub --settings /etc/quay/server.toml"
        ),
        "quay-retain": "server retain --delete --settings /etc/quay/server.toml",
        "quay-reconcile": "server reconcile --settings /etc/quay/server.toml",
        "quay-watch": (
            "server watch --journal mosquitto.service --namespace quay-broker"
            " --settings /etc/quay/server.toml"
        ),
    }


def test_each_unit_has_its_own_account_and_folders() -> None:
    for key in ("User", "StateDirectory", "RuntimeDirectory"):
        assert len({Unit(name).one(key) for name in UNITS}) == len(UNITS), key
    assert {Unit(name).one("Group") for name in TERMINAL} == {"quay"}
    assert {Unit(name).one("Group") for name in SERVER} == {"quay-server"}


@pytest.mark.parametrize("name", ONCE)
def test_what_ends_by_itself_is_started_by_a_timer_every_night(name: str, tmp_path: Path) -> None:
    assert Unit(name).one("Type") == "oneshot"
    assert not Unit(name).all("Restart"), "its exit status tells what it found"
    installed(Unit(name).file, tmp_path)
    timer = Path(shutil.copy(FOLDER / f"{name}.timer", tmp_path))
    lines = timer.read_text(encoding="utf-8").splitlines()
    (when,) = [line.removeprefix("OnCalendar=") for line in lines if line.startswith("OnCal")]
    assert "Persistent=true" in lines
    if shutil.which("systemd-analyze"):
        done = analyze("verify", "--man=no", timer)
        assert (done.returncode, done.stderr) == (0, "")
        done = analyze("calendar", when)
        assert (done.returncode, "UTC" in done.stdout) == (0, True)


@pytest.mark.parametrize("name", LASTING)
def test_a_program_that_fails_is_started_again_within_limits(name: str) -> None:
    unit = Unit(name)
    assert unit.one("Restart") == "on-failure"
    assert unit.one("RestartSec").endswith("s")
    seconds = int(unit.one("RestartSec").removesuffix("s"))
    burst, interval = int(unit.one("StartLimitBurst")), unit.one("StartLimitIntervalSec")
    assert interval == "10min"
    assert seconds * burst < 600, "else the limit can never be reached"


@pytest.mark.parametrize("name", UNITS)
def test_every_unit_is_locked_in(name: str) -> None:
    unit = Unit(name)
    for key in (
        "NoNewPrivileges",
        "PrivateTmp",
        "ProtectHome",
        "ProtectKernelModules",
        "ProtectKernelTunables",
        "ProtectControlGroups",
        "RestrictNamespaces",
        "RestrictSUIDSGID",
        "LockPersonality",
    ):
        assert unit.one(key) == "yes", key
    assert unit.one("ProtectSystem") == "strict"
    assert unit.one("CapabilityBoundingSet") == ""
    assert unit.all("SystemCallFilter")[0] == "@system-service"
    assert unit.one("DevicePolicy") == "closed"


def test_only_the_screen_has_devices() -> None:
    for name in UNITS:
        unit = Unit(name)
        if name == "quay-ui":
            assert unit.all("DeviceAllow")
            assert not unit.all("PrivateDevices")
        else:
            assert not unit.all("DeviceAllow")
            assert unit.one("PrivateDevices") == "yes"


def test_the_screen_speaks_to_the_shops_own_network_only() -> None:
    unit = Unit("quay-ui")
    assert unit.one("IPAddressDeny") == "any"
    assert set(unit.words("IPAddressAllow")) == {
        "localhost",
        "link-local",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "fc00::/7",
    }
