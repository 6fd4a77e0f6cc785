"""The certificate before comes back: of the last exchange alone, and only while it is good."""

from datetime import timedelta
from pathlib import Path

import pytest

from provisioning.authority import Authority
from provisioning.broker import Door, make_broker
from provisioning.certificate import LIFE
from provisioning.holder import (
    broker_of,
    certify_anew,
    door_of,
    holders,
    last_exchanged,
    program_of,
    take_back,
)
from provisioning.server import certify_door
from tests.provisioning.conftest import NOW
from tests.provisioning.test_holder import papers, serving
from tests.provisioning.test_program import run

LAST_MONTH = NOW - timedelta(days=30)


@pytest.fixture
def whole(root: Path, office: Authority) -> Authority:
    """An office with a broker and what others call."""
    make_broker(root, Door(), authority=office, at=LAST_MONTH)
    for program in ("door", "web"):
        certify_door(root, program, office, names=["localhost"], at=LAST_MONTH)
    return office


def test_a_certificate_that_has_ended_is_not_taken_back_but_forgotten(
    root: Path, whole: Authority
) -> None:
    mosquitto = broker_of(root)
    certify_anew(mosquitto, whole, new_key=True, at=NOW)
    at_work = papers(mosquitto)
    assert not take_back(mosquitto, at=NOW + LIFE)
    assert papers(mosquitto) == at_work
    assert list(mosquitto.folder.glob("*former*")) == []


def test_what_comes_back_is_of_the_last_exchange_alone(root: Path, whole: Authority) -> None:
    door, ingest, mosquitto = door_of(root, "door"), program_of(root, "ingest"), broker_of(root)
    certify_anew(door, whole, at=NOW - timedelta(days=20))
    certify_anew(ingest, whole, at=NOW - timedelta(hours=3))
    certify_anew(mosquitto, whole, at=NOW)
    at_work = papers(door)
    assert last_exchanged(root) == [mosquitto, ingest]
    told = run("ca", "take-back", root).stdout
    assert "broker, ingest" in told
    assert "door" not in told
    assert papers(door) == at_work


def test_an_exchange_that_was_cut_is_always_among_the_last(root: Path, whole: Authority) -> None:
    ingest, mosquitto = program_of(root, "ingest"), broker_of(root)
    worked = papers(mosquitto)
    certify_anew(mosquitto, whole, new_key=True, at=NOW - timedelta(days=9))
    mosquitto.certificate.write_bytes(worked[1])  # as if the plug had been pulled before it
    certify_anew(ingest, whole, at=NOW)
    assert last_exchanged(root) == [mosquitto, ingest]
    assert take_back(mosquitto, at=NOW)
    assert papers(mosquitto) == worked


@pytest.mark.usefixtures("whole")
def test_with_nothing_exchanged_nothing_comes_back(root: Path) -> None:
    assert len(holders(root)) == 5
    assert last_exchanged(root) == []


@pytest.mark.parametrize("program", ["door", "web"])
def test_what_others_call_needs_no_former_once_it_was_seen(
    root: Path, whole: Authority, program: str
) -> None:
    called = door_of(root, program)
    certify_anew(called, whole, at=NOW)
    with serving(called) as port:
        proven = run("ca", "prove", root, f"--{program}", f"localhost:{port}")
    assert (proven.returncode, program in proven.stdout) == (0, True), proven
    assert not called.former.exists()
