"""What is started, and what has to be started anew."""

import os
from pathlib import Path

import pytest

from provisioning.installing.units import KEYS, Started
from tests.provisioning.installing.told import Told, machine

BEGUN = 1_795_000_000
"""When every program of these machines was started; seconds, Unix."""


@pytest.fixture
def running(tmp_path: Path) -> Told:
    told = machine(tmp_path, runs_systemd=True)
    told.answers["is-active"] = "active\n"
    told.answers["ActiveEnterTimestamp"] = f"@{BEGUN}\n\n@{BEGUN + 5}\n"
    return told


def place(told: Told, folder: str, name: str, at: int) -> None:
    told.write(f"{folder}/{name}", b"x")
    os.utime(told.path(f"{folder}/{name}"), (at, at))


@pytest.mark.parametrize("folder", KEYS)
def test_what_was_there_when_the_programs_started_is_in_use(folder: str, running: Told) -> None:
    place(running, folder, "broker.crt.pem", BEGUN - 1)
    assert Started(running).check()


@pytest.mark.parametrize("folder", KEYS)
def test_a_certificate_that_came_later_has_the_programs_started_anew(
    folder: str, running: Told
) -> None:
    place(running, folder, "broker.crt.pem", BEGUN + 1)
    step = Started(running)
    assert not step.check()
    step.apply()
    for name in ("mosquitto", "quay-signer", "quay-ingest", "quay-enrol-door"):
        assert running.has(f"systemctl restart {name}.service")


def test_what_the_signer_writes_itself_starts_nothing(running: Told) -> None:
    place(running, "/var/lib/quay-signer/ca", "issued.jsonl", BEGUN + 1)
    assert Started(running).check()


def test_a_machine_without_systemd_is_left_alone(tmp_path: Path) -> None:
    assert Started(machine(tmp_path)).check()
