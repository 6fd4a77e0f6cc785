"""What the broker refused becomes an alarm: the real Mosquitto, its real log, the real program."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from paho.mqtt.client import Client, MQTTv5, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion

from server.broker_log import ELSEWHERE, follow, read_line
from server.store import alarms
from server.store.alarms import OVERFLOW, Alarm, Finding, Raised
from server.store.database import StoreUnavailableError, close_store, open_store, reading
from server.store.quarantine import Reason
from server.tally import Tally
from tests.server.broker import MOSQUITTO, free_port
from tests.server.outlet import NOW, Outlet
from tests.server.process import TIMEOUT_S, running, server
from wire import topics

MINE, OTHERS = topics.entries("33", "Q33-0001"), topics.entries("33", "Q33-0002")
DENIED = f"1795382410: Denied PUBLISH from Q33-0001 (d0, q1, r0, m1, '{OTHERS}', ... (2 bytes))"


def open_alarms() -> list[Raised]:
    with reading():
        return alarms.list_alarms(open_only=True)


def test_a_denied_publish_names_who_sent_it_and_whose_topic_it_was() -> None:
    assert read_line(DENIED + "\n") == Alarm(Finding.DENIED, "Q33-0001", subject=OTHERS)
    assert read_line(DENIED.partition(" ")[2]) == read_line(DENIED)
    assert read_line("2026-11-23T03:41:00+0000: " + DENIED.partition(" ")[2]) == read_line(DENIED)


def test_a_message_that_the_broker_finds_too_large_is_told_too() -> None:
    line = DENIED.replace("Denied", "Dropped too large")
    assert read_line(line) == Alarm(Reason.TOO_LARGE, "Q33-0001")


def test_topics_that_are_none_of_ours_are_one_alarm() -> None:
    for topic in ("x", "'", "Denied PUBLISH from B (d0", "quay/v1/33/00/Q33-0002/entries"):
        found = read_line(DENIED.replace(OTHERS, topic))
        assert found == Alarm(Finding.DENIED, "Q33-0001", subject=ELSEWHERE)


def test_a_client_that_has_no_terminals_name_is_nobody() -> None:
    found = read_line(DENIED.replace("Q33-0001", "auto-1B2C"))
    assert found == Alarm(Finding.DENIED, "", subject=OTHERS)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "1795382410: Received PUBLISH from Q33-0001 (d0, q1, r0, m1, 'q/A1/x', ... (2 bytes))",
        "1795382410: Sending PUBACK to Q33-0001 (m1, rc135)",
        # What a hostile client can put into a topic that it may write:
        f"1795382410: Received PUBLISH from Q33-0001 (d0, q1, r0, m1, '{DENIED}', ... (2 bytes))",
        "Denied PUBLISH from",
    ],
)
def test_other_lines_tell_nothing(line: str) -> None:
    assert read_line(line) is None


def test_refusals_are_counted_and_written_once(store: object) -> None:
    assert store
    tally = Tally()
    for _each in range(1200):
        tally.add(Alarm(Finding.DENIED, "Q33-0001", subject=OTHERS))
    assert (tally.write(NOW), tally.write(NOW)) == (1200, 0)
    (found,) = open_alarms()
    assert (found.kind, found.terminal, found.times) == ("denied", "Q33-0001", 1200)


def test_nothing_is_forgotten_while_the_database_is_away(store: Path) -> None:
    tally = Tally()
    tally.add(Alarm(Finding.DENIED, "Q33-0001"))
    close_store()
    away = store.with_name("away")
    store.rename(away)
    store.mkdir()
    with pytest.raises(StoreUnavailableError):
        tally.write(NOW)
    store.rmdir()
    away.rename(store)
    open_store(store)
    assert tally.write(NOW) == 1
    assert [alarm.times for alarm in open_alarms()] == [1]


def test_a_flood_of_names_is_counted_together(store: object) -> None:
    assert store
    tally = Tally()
    for number in range(1100):
        tally.add(Alarm(Finding.DENIED, f"Q33-{number:05}"))
    assert tally.write(NOW) == 1100
    found = {alarm.subject: alarm.times for alarm in open_alarms()}
    assert found[OVERFLOW] == 100


class Reading:
    """Lines that come out of a log while it is written."""

    def __init__(self, file: Path) -> None:
        self.lines: list[str] = []
        self._stop, self._came = Event(), Event()
        self._thread = Thread(target=self._run, args=(follow(file, self._stop),))
        self._thread.start()

    def _run(self, lines: Iterator[str]) -> None:
        for line in lines:
            self.lines.append(line)
            self._came.set()

    def wait_for(self, line: str) -> None:
        while line not in self.lines:
            assert self._came.wait(TIMEOUT_S), (line, self.lines)
            self._came.clear()

    def end(self) -> None:
        self._stop.set()
        self._thread.join(TIMEOUT_S)


@contextmanager
def following(file: Path) -> Iterator[Reading]:
    found = Reading(file)
    try:
        yield found
    finally:
        found.end()


def test_a_log_is_followed_through_half_lines_and_rotation(tmp_path: Path) -> None:
    file = tmp_path / "log"
    with following(file) as log:
        with file.open("a") as out:  # it may come later than its reader
            out.write("first\nsec")
            out.flush()
            log.wait_for("first\n")
            out.write("ond\n")
            out.flush()
            log.wait_for("second\n")
        file.rename(tmp_path / "log.1")
        file.write_text("third\n")
        log.wait_for("third\n")
        file.write_text("4\n")  # cut short, as copytruncate does
        log.wait_for("4\n")
        with file.open("ab") as rest:
            rest.write(b"\xff\xfe " + b"x" * 200_000 + b"\nlast\n")
        log.wait_for("last\n")
    assert log.lines[:4] == ["first\n", "second\n", "third\n", "4\n"]
    assert max(map(len, log.lines)) <= 70_000


def publish(port: int, client: str, topic: str, protocol: int) -> None:
    """Publish at QoS 1 and return when the broker has acknowledged it, whatever it did with it."""
    sender = Client(CallbackAPIVersion.VERSION2, client_id=client, protocol=protocol)  # type: ignore[arg-type]
    sender.connect("127.0.0.1", port)
    sender.loop_start()
    try:
        sender.publish(topic, b"hi", qos=1).wait_for_publish(TIMEOUT_S)
    finally:
        sender.disconnect()
        sender.loop_stop()


@pytest.mark.broker
@pytest.mark.parametrize("protocol", [MQTTv311, MQTTv5])
def test_a_terminal_that_publishes_to_anothers_topic_is_seen_by_the_operator(
    tmp_path: Path, store: Path, outlet: Outlet, protocol: int
) -> None:
    port, log = free_port(), tmp_path / "broker.log"
    conf, settings = tmp_path / "mosquitto.conf", tmp_path / "server.toml"
    (tmp_path / "acl").write_text("pattern write quay/v1/+/+/%c/entries\n")
    conf.write_text(
        f"listener {port} 127.0.0.1\nallow_anonymous true\nacl_file {tmp_path}/acl\n"
        f"log_dest stderr\nlog_dest file {log}\nlog_type all\nuser root\n"
    )
    settings.write_text(
        f'province = "33"\ndatabase = "{store}"\nsigning_key = "k"\n'
        '[broker]\nhost = "x"\nca = "x"\ncertificate = "x"\nkey = "x"\n'
    )
    with (
        running(MOSQUITTO, "-c", str(conf), ready=" running"),
        running(*server("watch", "--settings", settings, "--log", log), ready="watching") as watch,
    ):
        publish(port, outlet.id, MINE, protocol)
        publish(port, outlet.id, OTHERS, protocol)
        watch.wait_for("the broker refused 1 messages")
        assert watch.terminate() == 0
    (found,) = open_alarms()
    assert (found.kind, found.terminal, found.subject) == ("denied", outlet.id, OTHERS)
    assert found.outlet == "Quầy thuốc Thử Nghiệm"


def test_a_journal_that_ends_ends_the_program_with_an_error(tmp_path: Path, store: Path) -> None:
    settings, fake = tmp_path / "server.toml", tmp_path / "bin"
    settings.write_text(
        f'province = "33"\ndatabase = "{store}"\nsigning_key = "k"\n'
        '[broker]\nhost = "x"\nca = "x"\ncertificate = "x"\nkey = "x"\n'
    )
    fake.mkdir()
    (fake / "journalctl").write_text(f'#!/bin/sh\necho "{DENIED}"\necho "$@" > {tmp_path}/called\n')
    (fake / "journalctl").chmod(0o755)
    done = subprocess.run(
        server("watch", "--settings", settings, "--journal", "mosquitto.service"),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=os.environ | {"PATH": f"{fake}:{os.environ['PATH']}"},
    )
    assert (done.returncode, "Nhật ký đã ngừng" in done.stderr) == (1, True)
    assert "--unit=mosquitto.service" in (tmp_path / "called").read_text()
    assert [alarm.subject for alarm in open_alarms()] == [OTHERS]
