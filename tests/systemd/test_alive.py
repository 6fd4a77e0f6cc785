"""Each program under a supervisor: ready when it serves, and silent when its loop hangs."""

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from demo.folders import Folders
from demo.settings_files import write_terminal_settings
from provisioning.authority import make_authority
from provisioning.book import Keeper
from provisioning.server import make_server
from provisioning.terminal import Particulars, make_terminal
from tests.server.broker import free_port
from tests.server.door import make_door
from tests.server.real import Province, make_province
from tests.systemd.notified import PATIENCE_SECONDS, WATCHDOG_SECONDS, Notified, notified

SCREEN = {"SDL_VIDEODRIVER": "offscreen", "LIBGL_ALWAYS_SOFTWARE": "1"}
Program = Callable[[Path], AbstractContextManager[Notified]]


def settings_with(folder: Path, more: str) -> Path:
    """Write the settings of a server with SQLite and a broker that is not there."""
    door = make_door(folder, folder / "store.sqlite")
    door.settings.write_text(door.settings.read_text() + more)
    return door.settings


@contextmanager
def web(folder: Path) -> Iterator[Notified]:
    settings = settings_with(folder, f"[web]\nport = {free_port()}\n")
    with notified(folder, "server", "web", "--settings", str(settings)) as program:
        yield program


@contextmanager
def door(folder: Path) -> Iterator[Notified]:
    settings = settings_with(folder, "")
    with notified(folder, "server", "door", "--settings", str(settings)) as program:
        yield program


@contextmanager
def follow(folder: Path) -> Iterator[Notified]:
    settings = settings_with(folder, "")
    with notified(folder, "server", "follow", "--settings", str(settings)) as program:
        yield program


@contextmanager
def watch(folder: Path) -> Iterator[Notified]:
    log = folder / "broker.log"
    log.touch()
    words = ("watch", "--log", str(log), "--settings", str(settings_with(folder, "")))
    with notified(folder, "server", *words) as program:
        yield program


@contextmanager
def link(folder: Path) -> Iterator[Notified]:
    folders = Folders(folder / "run")
    lock = folders.make()
    now = datetime.now(UTC)
    authority = make_authority(folders.keys, at=now)
    make_server(folders.keys, authority, at=now)
    make_terminal(
        folders.keys,
        Particulars(terminal="Q33-0001", province="33", outlet="Mẫu", commune="Xã Mẫu"),
        keeper=Keeper(badge="B" * 20, pin="123456"),
        authority=authority,
        at=now,
    )
    settings = write_terminal_settings(
        folders,
        broker_port=free_port(),
        scanner=folder / "none",
        remote=folder / "remote",
        width=800,
        height=480,
    )
    with lock, notified(folder, "device", "link", "--settings", str(settings)) as program:
        yield program


@contextmanager
def screen(folder: Path) -> Iterator[Notified]:
    program = ("tests.device.ui.counter_program", str(folder))
    with notified(folder, *program, environment=SCREEN) as program_:
        yield program_


@contextmanager
def display(folder: Path) -> Iterator[Notified]:
    program = ("tests.device.ui.customer.display_program", str(folder))
    with notified(folder, *program, environment=SCREEN) as program_:
        yield program_


@contextmanager
def ingest(folder: Path) -> Iterator[Notified]:
    province = make_province(folder)
    command = ("server", "ingest", "--settings", str(province.settings))
    with province.broker.running(), notified(folder, *command) as program:
        yield program


@contextmanager
def answers(folder: Path) -> Iterator[Notified]:
    province = with_answers(folder)
    command = ("server", "answers", "--settings", str(province.settings))
    with province.broker.running(), notified(folder, *command) as program:
        yield program


def with_answers(folder: Path) -> Province:
    province = make_province(folder)
    pair = province.broker.pki.issue("answers")
    table = f'\n[answers]\ncertificate = "{pair.certificate}"\nkey = "{pair.key}"\n'
    province.settings.write_text(province.settings.read_text() + table)
    return province


PROGRAMS: tuple[Program, ...] = (
    web,
    door,
    follow,
    watch,
    link,
    screen,
    display,
    ingest,
    answers,
)


NAMES = [program.__name__ for program in PROGRAMS]


@pytest.mark.parametrize("program", PROGRAMS, ids=NAMES)
def test_it_says_when_it_serves_beats_and_is_silent_when_its_loop_hangs(
    program: Program, tmp_path: Path
) -> None:
    with program(tmp_path) as running:
        running.wait_for("READY=1", never="WATCHDOG=1")
        running.wait_for("WATCHDOG=1")
        running.wait_for("WATCHDOG=1")
        running.hang()
        assert running.hear(WATCHDOG_SECONDS) == []
        assert running.process.poll() is None, "it lives, and its threads with it"


@pytest.mark.parametrize("program", [web, follow, watch, link, ingest, answers])
def test_it_says_that_it_ends_when_it_is_told_to(program: Program, tmp_path: Path) -> None:
    with program(tmp_path) as running:
        running.wait_for("READY=1")
        running.process.send_signal(signal.SIGTERM)
        running.wait_for("STOPPING=1")
        assert running.process.wait(PATIENCE_SECONDS) == 0


@pytest.mark.parametrize("name", ["ingest", "answers"])
def test_a_program_is_not_ready_before_the_broker_hears_it(name: str, tmp_path: Path) -> None:
    province = with_answers(tmp_path)
    command = ("server", name, "--settings", str(province.settings))
    with notified(tmp_path, *command) as running:
        running.wait_for("STATUS=waiting for the broker", never="READY=1")
        running.wait_for("STATUS=waiting for the broker", never="READY=1")
        with province.broker.running():
            running.wait_for("READY=1")
            running.wait_for("STATUS=listening to the broker")
        running.wait_for("STATUS=the broker is away; trying on")
        running.wait_for("WATCHDOG=1")


def test_whoever_hears_that_the_door_is_open_may_come_in(tmp_path: Path) -> None:
    one = make_door(tmp_path, tmp_path / "store.sqlite")
    with notified(tmp_path, "server", "door", "--settings", str(one.settings)) as running:
        running.wait_for("READY=1")
        socket.create_connection(("127.0.0.1", one.port), 1).close()


def test_a_door_that_cannot_open_never_says_so(tmp_path: Path) -> None:
    one = make_door(tmp_path, tmp_path / "store.sqlite")
    command = ("server", "door", "--settings", str(one.settings))
    with (
        socket.create_server(("127.0.0.1", one.port)),
        notified(tmp_path, *command) as running,
    ):
        assert running.process.wait(PATIENCE_SECONDS) == 1
        assert running.hear(0.1) == []
