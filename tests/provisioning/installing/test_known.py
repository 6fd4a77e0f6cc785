"""Faults that the server had before its version changes: they are said, and bar no way."""

from pathlib import Path

import pytest

from provisioning.installing.changing import Change
from provisioning.installing.errors import WentBackError
from provisioning.installing.known import Known, faults_in, look
from provisioning.installing.release import InUse, current_version, placed_release
from server.self_test.finding import fault, good, note
from tests.provisioning.installing.told import NEW, OLD, Told, machine
from words import LANGUAGES, speaking

ANY_TEST = "server self-test --settings"
TEST_OF_OLD, TEST_OF_NEW = (f"{one}/.venv/bin/python -m {ANY_TEST}" for one in (OLD, NEW))
TOO_NEW = '{"made": 4, "wanted": 3}'
ENDS = "chứng thư ingest.crt.pem: đến 07/12/2026"
DISK, LATER_DISK = (f"đĩa của /var/lib/postgresql: còn {free} GB" for free in (1, 0))
BROKER_ENDS = "trạm MQTT 127.0.0.1:8883: chứng thư đang dùng: đến 07/12/2026"
NO_TRUST = "trạm MQTT 127.0.0.1:8883: không tin nhau (CERTIFICATE_VERIFY_FAILED)"


def written(*faults: str) -> str:
    """Return what a self-test writes that finds these, and something else."""
    found = (good("khóa riêng"), note("đồng hồ: chưa theo giờ mạng", "apt"))
    lines = [one.told() for one in (*found, *(fault(what, "sửa") for what in faults))]
    return "\n".join([*lines, f"Máy chủ có {len(faults)} chỗ hỏng.\n"])


def change(told: Told, version: str = NEW, said: list[str] | None = None) -> Change:
    return Change(told, placed_release(told, version), (said if said is not None else []).append)


def ailing(tmp_path: Path, before: str, after: str, *, linked: str = OLD) -> Told:
    """Return a machine in whose self-tests this is found: by the version in use, and the other."""
    told = machine(tmp_path, runs_systemd=True)
    InUse(told, linked).apply()
    in_use, other = (TEST_OF_OLD, TEST_OF_NEW) if linked == OLD else (TEST_OF_NEW, TEST_OF_OLD)
    told.finds.update({in_use: before, other: after})
    return told


def test_what_was_wrong_before_an_upgrade_does_not_turn_it_back_and_is_said(tmp_path: Path) -> None:
    told = ailing(tmp_path, written(ENDS, DISK), written(ENDS, LATER_DISK))
    said = change(told).upgrade()
    assert current_version(told) == NEW
    assert said.endswith(f"Những điều này đã có trước khi nâng cấp: {ENDS}; {LATER_DISK}")
    assert told.index(TEST_OF_OLD) < told.index("systemctl stop")
    assert not told.has("RENAME")
    assert told.copies == []


@pytest.mark.parametrize(("before", "new"), [(ENDS, DISK), (BROKER_ENDS, NO_TRUST)])
def test_what_is_new_beside_it_does(before: str, new: str, tmp_path: Path) -> None:
    told = ailing(tmp_path, written(before), written(before, new))
    told.answers[f"{OLD}/.venv/bin/python -m server self-test --schema"] = TOO_NEW
    with pytest.raises(WentBackError, match=f"đã trở lại {OLD}"):
        change(told).upgrade()
    assert current_version(told) == OLD
    assert told.has("RENAME TO quay")


def test_a_machine_that_was_well_says_nothing_of_before(tmp_path: Path) -> None:
    assert "trước khi nâng cấp" not in change(machine(tmp_path, runs_systemd=True)).upgrade()


def test_what_both_versions_find_does_not_bar_the_way_back(tmp_path: Path) -> None:
    told = ailing(tmp_path, written(ENDS, "dịch vụ quay-web.service: failed"), written(ENDS),
                  linked=NEW)  # fmt: skip
    said = change(told, OLD).roll_back()
    assert current_version(told) == OLD
    assert said.endswith(f"Những điều này đã có trước khi trở lại: {ENDS}")
    assert told.index(TEST_OF_NEW) < told.index("systemctl stop")


def test_where_a_bad_version_has_no_self_test_the_one_to_go_back_to_is_asked(
    tmp_path: Path,
) -> None:
    told = ailing(tmp_path, "ModuleNotFoundError: x", written(ENDS), linked=NEW)
    assert ENDS in change(told, OLD).roll_back()
    assert told.index(TEST_OF_OLD) < told.index("systemctl stop")


def test_a_new_fault_of_the_older_version_bars_it(tmp_path: Path) -> None:
    told = ailing(tmp_path, written(ENDS), written(ENDS, DISK), linked=NEW)
    with pytest.raises(WentBackError, match=f"đã trở lại {NEW}"):
        change(told, OLD).roll_back()


def test_where_no_service_ran_before_an_upgrade_starts_them(tmp_path: Path) -> None:
    told = ailing(tmp_path, written("dịch vụ quay-web.service: inactive"), "")
    told.answers["is-active"] = "inactive\n"
    assert "trước khi nâng cấp" not in change(told).upgrade()
    assert told.has("restart quay-web")


def test_a_service_that_could_not_run_before_need_not_start(tmp_path: Path) -> None:
    follow = "dịch vụ quay-follow.service"
    told = ailing(tmp_path, written(f"{follow}: activating"), written(f"{follow}: failed"))
    told.answers["is-active quay-follow"] = "activating\n"
    told.finds["restart quay-follow"] = "it does not"
    said: list[str] = []
    assert follow in change(told, said=said).upgrade()
    assert "  không chạy được: quay-follow.service" in said
    assert told.index("restart quay-follow") < told.index("restart quay-web")


def test_one_that_somebody_had_stopped_has_to(tmp_path: Path) -> None:
    told = machine(tmp_path, runs_systemd=True)
    told.answers["is-active"] = "inactive\n"
    told.fails_once.append("restart quay-follow")
    with pytest.raises(WentBackError):
        change(told).upgrade()
    assert current_version(told) == OLD


def test_on_the_way_back_one_that_does_not_start_keeps_no_other_from_it(tmp_path: Path) -> None:
    told = machine(tmp_path, "restart quay-signer", runs_systemd=True)
    said: list[str] = []
    with pytest.raises(WentBackError, match=f"đã trở lại {OLD}"):
        change(told, said=said).upgrade()
    assert "  không chạy được: quay-signer.service" in said
    assert told.has("restart quay-web")


def test_what_would_be_done_comes_with_what_fails_now(tmp_path: Path) -> None:
    told = ailing(tmp_path, written(ENDS), "")
    said = change(told).told()
    assert "chưa đổi gì" in said
    assert said.endswith(ENDS)
    assert not [line for line in told.told if "systemctl stop" in line or "restart" in line]


@pytest.mark.parametrize("language", LANGUAGES)
def test_faults_are_read_in_every_language_of_the_server(language: str) -> None:
    with speaking(language):
        said = written(ENDS, DISK)
    assert faults_in(said) == (ENDS, DISK)


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("cách đây 49 giờ", "cách đây 50 giờ", True),
        ("dịch vụ x: activating", "dịch vụ x: failed", True),
        ("dịch vụ x: inactive", "dịch vụ x: failed", False),
        (BROKER_ENDS, NO_TRUST, False),
    ],
)
def test_a_fault_is_known_again_by_what_does_not_change(
    before: str, after: str, *, same: bool
) -> None:
    assert Known((before,)).covers((after,)) is same


def test_a_test_that_names_no_fault_is_not_covered() -> None:
    assert not Known((ENDS,)).covers(())


def test_without_systemd_there_is_nothing_to_look_at(tmp_path: Path) -> None:
    told = machine(tmp_path)
    assert look(told, placed_release(told, OLD)) == Known()
    assert told.told == []
