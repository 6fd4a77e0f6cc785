"""The door as a program: its settings, its database, its end, and who keeps it busy."""

import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from demo.postgres import Postgres
from server.store.database import close_store, open_store, run, writing
from server.store.terminals import register
from tests.server.door import alarm_of, make_door, refused, stored
from tests.server.outlet import Outlet
from tests.server.process import TIMEOUT_S, run_server
from tests.server.stores import drop_database, new_database


def test_a_terminal_that_sends_too_much_is_told_to_wait_and_others_are_not(
    tmp_path: Path, store: Path
) -> None:
    busy, calm = Outlet(id="V33-0001"), Outlet(id="V33-0002")
    with writing():
        for outlet in (busy, calm):
            register(outlet.registration)
    busy.sell()
    calm.sell()
    door = make_door(tmp_path, store)
    text = door.settings.read_text()
    door.settings.write_text(text + "\n[ingest]\nrate = 0.1\nburst = 3\n")
    with door.opened():
        answers = [door.post(busy.batch(busy.bodies)) for _each in range(5)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
        assert refused(answers[-1]) == (429, "too many")
        assert int(answers[-1].headers["retry-after"]) > 0
        assert door.receipt(calm.batch(calm.bodies)).through == 1
        assert alarm_of(busy.id, "flood", times=2)
    assert stored(busy) == busy.hashes


def test_without_its_database_the_door_says_when_to_come_again(tmp_path: Path, store: Path) -> None:
    outlet = Outlet(id="V33-0001")
    with writing():
        register(outlet.registration)
    close_store()
    outlet.sell()
    batch = outlet.batch(outlet.bodies)
    door = make_door(tmp_path, store)
    with door.opened():
        away = store.with_name("away")
        store.rename(away)
        store.mkdir()
        answer = door.post(batch)
        assert refused(answer) == (503, "unavailable")
        assert int(answer.headers["retry-after"]) > 0
        store.rmdir()
        away.rename(store)
        assert door.receipt(batch).through == 1


def test_it_ends_in_good_order_when_it_is_asked_to(tmp_path: Path, store: Path) -> None:
    with make_door(tmp_path, store).opened() as program:
        assert program.terminate() == 0


def test_a_door_without_settings_or_certificate_says_which(tmp_path: Path, store: Path) -> None:
    door = make_door(tmp_path, store)
    text = door.settings.read_text()
    door.settings.write_text(text.replace("broker.pem", "nowhere.pem"))
    done = run_server("door", "--settings", door.settings)
    assert (done.returncode, done.stderr.count("\n")) == (78, 1)
    assert "door.certificate" in done.stderr
    door.settings.write_text(text[: text.index("[door]")])
    done = run_server("door", "--settings", door.settings)
    assert (done.returncode, done.stderr.count("\n")) == (78, 1)
    assert "[door]" in done.stderr


def test_a_ledger_that_is_locked_for_long_is_answered_and_not_left_hanging(
    tmp_path: Path, store: Path
) -> None:
    outlet = Outlet(id="V33-0001")
    with writing():
        register(outlet.registration)
    outlet.sell()
    door = make_door(tmp_path, store)
    with door.opened(), writing():
        run("UPDATE terminal SET outlet = outlet")
        assert refused(door.post(outlet.batch(outlet.bodies))) == (503, "unavailable")


def test_on_postgresql_entries_are_stored_once_and_a_killed_database_is_waited_for(
    tmp_path: Path, postgres: Postgres
) -> None:
    url = new_database(postgres)
    open_store(url)
    outlet = Outlet(id="V33-0001")
    with writing():
        register(outlet.registration)
    outlet.sell(20)
    batches = [outlet.batch(outlet.bodies[n : n + 10]) for n in (0, 10)]
    door = make_door(tmp_path, url)
    with door.opened():
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(door.receipt, batches * 4))
        assert stored(outlet) == outlet.hashes
        close_store()
        outlet.sell()
        latest = outlet.batch(outlet.bodies[20:])
        postgres.kill()
        assert refused(door.post(latest)) == (503, "unavailable")
        postgres.start()
        assert door.receipt(latest).through == 21
    open_store(url)
    assert stored(outlet) == outlet.hashes
    close_store()
    drop_database(postgres, url)


def test_who_connects_and_asks_nothing_is_closed_and_locks_nobody_out(
    tmp_path: Path, store: Path
) -> None:
    outlet = Outlet(id="V33-0001")
    with writing():
        register(outlet.registration)
    outlet.sell()
    door = make_door(tmp_path, store)
    context = ssl.create_default_context(cafile=str(door.pki.ca))
    with door.opened():
        silent = [
            context.wrap_socket(
                socket.create_connection(("localhost", door.port)), server_hostname="localhost"
            )
            for _each in range(20)
        ]
        silent[0].sendall(b"POST /v1/ledger HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        assert door.receipt(outlet.batch(outlet.bodies)).through == 1
        for line in silent:
            line.settimeout(TIMEOUT_S)
            assert line.recv(1) == b""
            line.close()
