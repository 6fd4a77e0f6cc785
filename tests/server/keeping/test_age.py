"""Somebody is told when backups have stopped, where they were ever made."""

from datetime import timedelta

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from server import alarm_texts
from server.fleet.alarm_list import alarm_list
from server.fleet.metrics import Metrics
from server.keeping import age
from server.oversight.rounds import ROUNDS
from server.store import alarms
from server.store.alarms import Finding
from server.store.database import reading, run, to_text, writing
from server.web.pages import fleet_words
from tests.server.outlet import NOW

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _open(store: object) -> None:
    assert store


def backup(hours: float) -> None:
    """Note a backup that was made so many hours ago."""
    with writing():
        run(
            "INSERT INTO backuptaken (made_at, folder, size, entries, is_encrypted, has_keys)"
            " VALUES (?, 'x', 1, 0, 1, 0)",
            (to_text(NOW - hours * HOUR),),
        )


def told() -> list[tuple[str, str, str]]:
    with reading():
        found = alarms.list_alarms(open_only=True)
    return [(one.kind, alarm_texts.what(one), alarm_texts.where(one)) for one in found]


def test_where_none_was_ever_made_nobody_is_told() -> None:
    age.look(NOW)
    assert told() == []
    assert "quay_newest_backup" not in metrics()


def test_one_night_may_be_missed_and_the_next_backup_ends_the_alarm() -> None:
    backup(47)
    age.look(NOW)
    assert told() == []
    age.look(NOW + 2 * HOUR)
    age.look(NOW + 30 * HOUR)
    said = ("backup-old", "Không có bản sao lưu mới: bản gần nhất cách đây 3 ngày")
    assert told() == [(*said, "máy chủ của Sở")]
    backup(1)
    age.look(NOW + 31 * HOUR)
    assert told() == []


def test_the_page_of_alarms_shows_it_without_machines() -> None:
    backup(60)
    age.look(NOW)
    with reading():
        (found,) = alarm_list(NOW).alarms
    assert (found.kind, found.terminals) == (Finding.BACKUP_OLD, 0)
    words = (
        fleet_words.alarm_title(found),
        fleet_words.judgement(found.kind),
        fleet_words.next_step(found.kind),
    )
    assert words == ("Không có bản sao lưu mới", "Hỏng máy chủ là mất sổ", "Sao lưu tay một bản")
    assert "quay-backup" in alarm_texts.advice(found.kind)


def test_the_age_of_the_newest_is_a_figure() -> None:
    backup(60)
    backup(5)
    assert f"quay_newest_backup_seconds {5 * 3600.0}" in metrics()


def test_it_is_looked_at_over_and_over() -> None:
    assert age.look in [one.look for one in ROUNDS]


def metrics() -> str:
    registry = CollectorRegistry()
    registry.register(Metrics(lambda: NOW))
    return generate_latest(registry).decode()
