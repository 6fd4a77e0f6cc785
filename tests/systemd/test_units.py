import subprocess
import sys

import pytest

from settings.load import EXIT_SETTINGS_WRONG
from tests.systemd.unit import DEEDS, FOLDER, LASTING, ONCE, STORE, TERMINAL, UNITS, Unit

PYTHON = "/opt/quay/.venv/bin/python"
SCREENS = ("quay-ui", "quay-display")


def test_every_unit_in_the_folder_is_looked_at() -> None:
    assert sorted(file.stem for file in FOLDER.glob("*.service")) == sorted((*UNITS, *DEEDS))


@pytest.mark.parametrize("name", UNITS)
def test_wrong_settings_end_the_program_for_good(name: str) -> None:
    unit = Unit(name)
    python, *arguments = unit.one("ExecStart").split()
    assert python == PYTHON
    gone = [f"/nowhere{word}" if word.startswith(("/etc", "/var")) else word for word in arguments]
    assert gone != arguments
    done = subprocess.run(
        [sys.executable, *gone],
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
        "quay-display": "device display --settings /etc/quay/device.toml",
        "quay-link": "device link --settings /etc/quay/device.toml",
        "quay-ingest": "server ingest --settings /etc/quay/server.toml",
        "quay-answers": "server answers --settings /etc/quay/server.toml",
        "quay-follow": "server follow --settings /etc/quay/server.toml",
        "quay-web": "server web --settings /etc/quay/server.toml",
        "quay-door": "server door --settings /etc/quay/server.toml",
        "quay-enrol-door": "server enrol --settings /etc/quay/server.toml",
        "quay-signer": (
            "provisioning signer --folder /var/lib/quay-signer"
            " --password-file /etc/quay/signer.password --socket /run/quay-signer/signer.sock"
            " --caller quay-enrol-door"
        ),
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
    assert {Unit(name).one("Group") for name in STORE} == {"quay-server"}
    assert Unit("quay-signer").one("Group") == "quay-signing", "it has no business in the store"


@pytest.mark.parametrize("name", ONCE)
def test_what_ends_by_itself_is_started_by_a_timer_every_night(name: str) -> None:
    assert Unit(name).one("Type") == "oneshot"
    assert not Unit(name).all("Restart"), "its exit status tells what it found"
    lines = (FOLDER / f"{name}.timer").read_text(encoding="utf-8").splitlines()
    (when,) = [line.removeprefix("OnCalendar=") for line in lines if line.startswith("OnCal")]
    assert when.endswith("Asia/Ho_Chi_Minh"), "shops are closed by the clock on their wall"
    assert "Persistent=true" in lines


@pytest.mark.parametrize("name", LASTING)
def test_a_program_that_fails_is_started_again_within_limits(name: str) -> None:
    unit = Unit(name)
    assert unit.one("Restart") == "on-failure"
    seconds = int(unit.one("RestartSec").removesuffix("s"))
    burst, interval = int(unit.one("StartLimitBurst")), unit.one("StartLimitIntervalSec")
    assert interval == "1h"
    assert seconds * burst < 3600, "else the limit can never be reached"
    assert seconds * burst >= 240, "a database that restarts takes some minutes"


@pytest.mark.parametrize("name", LASTING)
def test_a_program_says_when_it_serves_and_that_it_goes_on(name: str) -> None:
    unit = Unit(name)
    assert unit.one("Type") == "notify"
    assert unit.one("WatchdogSec")
    assert unit.one("TimeoutStartSec")
    assert not unit.all("NotifyAccess"), "only the main process speaks, not its children"


@pytest.mark.parametrize("name", UNITS)
def test_no_program_takes_the_machine_for_itself(name: str) -> None:
    unit = Unit(name)
    assert unit.one("MemoryMax")[-1] in "MG%"
    assert 0 < int(unit.one("TasksMax")) <= 192
    for key in ("CPUWeight", "IOWeight"):
        assert 1 <= int(unit.one(key)) <= 1000
    assert unit.one("LimitCORE") == "0"


def test_selling_and_storing_come_before_everything_else() -> None:
    def weight(name: str) -> int:
        return int(Unit(name).one("CPUWeight"))

    assert max(TERMINAL, key=weight) == "quay-ui"
    assert all(weight("quay-ingest") >= weight(name) for name in STORE)
    assert all(weight(name) < weight("quay-web") for name in ONCE)


@pytest.mark.parametrize("name", UNITS)
def test_the_journal_is_the_only_log(name: str) -> None:
    assert {Unit(name).one(f"Standard{way}") for way in ("Output", "Error")} == {"journal"}


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


def test_only_screens_have_devices() -> None:
    for name in UNITS:
        unit = Unit(name)
        if name in SCREENS:
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
