"""What is PostgreSQL's own: durability by session, and a server that goes away."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from peewee import ProgrammingError

from demo.postgres import Postgres
from server.store import terminals
from server.store.database import (
    StoreUnavailableError,
    close_store,
    open_store,
    reading,
    rows,
    run,
    writing,
)
from tests.server.desk import Desk
from tests.server.outlet import Outlet
from tests.server.stores import drop_database, new_database


@pytest.fixture
def url(postgres: Postgres) -> Iterator[str]:
    url = new_database(postgres)
    yield url
    drop_database(postgres, url)


@pytest.fixture
def opened(url: str) -> Iterator[str]:
    open_store(url)
    yield url
    close_store()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Postgres]:
    """A server that a test may kill."""
    with Postgres(tmp_path) as server:
        yield server


def as_administrator(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def registered(number: int = 1) -> Outlet:
    outlet = Outlet(id=f"Q33-{number:04}")
    with writing():
        terminals.register(outlet.registration)
    return outlet


def test_commits_wait_for_the_disk_whatever_the_database_says_by_default(url: str) -> None:
    name = url.rpartition("/")[2]
    as_administrator(url, f"ALTER DATABASE {name} SET synchronous_commit = off")
    open_store(url)
    assert rows("SHOW synchronous_commit") == [("on",)]
    close_store()


def test_a_server_that_does_not_wait_for_its_disk_is_refused(own: Postgres) -> None:
    as_administrator(own.url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    own.stop()
    own.start()
    with pytest.raises(StoreUnavailableError, match="fsync is off"):
        open_store(own.url)
    close_store()


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    with pytest.raises(StoreUnavailableError) as caught:
        open_store("postgresql://quay:secretword@127.0.0.1:1/quay")
    assert "127.0.0.1" in str(caught.value)
    assert "secretword" not in str(caught.value)


def test_both_spellings_of_the_address_are_one(url: str) -> None:
    open_store(url.replace("postgresql://", "postgres://"))
    assert rows("SELECT count(*) FROM entry") == [(0,)]
    close_store()


def test_processes_that_start_at_the_same_time_make_one_database(postgres: Postgres) -> None:
    url = postgres.create("together")
    code = "import sys; from server.store.database import open_store; open_store(sys.argv[1])"
    running = [subprocess.Popen([sys.executable, "-c", code, url]) for _ in range(4)]
    assert [process.wait(60) for process in running] == [0] * 4
    drop_database(postgres, url)


def test_a_database_of_a_newer_schema_is_left_alone(opened: str) -> None:
    run("UPDATE schema_version SET version = 99")
    with pytest.raises(StoreUnavailableError, match="99"):
        open_store(opened)


def test_keys_are_compared_as_bytes_whatever_the_language(opened: str) -> None:
    assert opened
    assert rows(
        """
        SELECT DISTINCT collation_name FROM information_schema.columns
        WHERE table_name = 'entry' AND data_type = 'text'
        """
    ) == [("C",)]


def test_a_killed_server_is_told_and_found_again_when_it_is_back(own: Postgres) -> None:
    open_store(own.url)
    outlet = registered()
    outlet.sell(6)
    desk = Desk()
    assert desk.receive_batch(outlet, outlet.bodies[:3]).through == 3
    own.kill()
    for _ in range(2):
        with pytest.raises(StoreUnavailableError):
            desk.desk.see_through([(outlet.entries_topic, outlet.batch(outlet.bodies))])
    own.start()
    assert desk.receive_batch(outlet, outlet.bodies).through == 6
    close_store()


def test_a_connection_that_the_server_ended_costs_one_failure(opened: str) -> None:
    outlet = registered()
    as_administrator(
        opened,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )
    with pytest.raises(StoreUnavailableError), writing():
        terminals.revoke(outlet.id)
    with reading():
        assert terminals.find([outlet.id])[outlet.id].active


def in_thread(work: "threading.Event", outlet: Outlet, order: list[str]) -> threading.Thread:
    def hold() -> None:
        with writing():
            terminals.hold([outlet.id])
            order.append("held")
            work.wait(20)
            order.append("let go")
        close_store()

    thread = threading.Thread(target=hold)
    thread.start()
    return thread


def test_two_who_write_to_one_ledger_do_so_one_after_the_other(opened: str) -> None:
    assert opened
    outlet, order, may_end = registered(), list[str](), threading.Event()
    holding = in_thread(may_end, outlet, order)
    while not order:
        assert holding.is_alive()
    threading.Timer(0.2, may_end.set).start()
    with writing():
        terminals.hold([outlet.id])
        order.append("other")
    holding.join(20)
    assert order == ["held", "let go", "other"]


def test_whoever_waits_too_long_for_a_ledger_fails_and_may_try_again(opened: str) -> None:
    outlet, order, may_end = registered(), list[str](), threading.Event()
    holding = in_thread(may_end, outlet, order)
    while not order:
        assert holding.is_alive()
    assert opened

    def wait_for_it() -> None:
        with writing():
            run("SET LOCAL lock_timeout = '50ms'")
            terminals.hold([outlet.id])

    with pytest.raises(StoreUnavailableError, match="lock timeout"):
        wait_for_it()
    may_end.set()
    holding.join(20)


def test_a_deadlock_is_a_reason_to_try_again_and_not_an_error_of_ours(opened: str) -> None:
    assert opened
    first, second = registered(1), registered(2)
    both_hold = threading.Barrier(2)
    failed: list[str] = []

    def hold(one: Outlet, other: Outlet) -> None:
        try:
            with writing():
                terminals.hold([one.id])
                both_hold.wait(20)
                terminals.hold([other.id])
        except StoreUnavailableError as error:
            failed.append(str(error))
        close_store()

    threads = [
        threading.Thread(target=hold, args=pair) for pair in ((first, second), (second, first))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(failed) == 1
    assert "deadlock" in failed[0]


def test_an_error_that_somebody_swallows_does_not_pass_for_a_commit(opened: str) -> None:
    assert opened

    def swallow() -> None:
        with writing():
            run("UPDATE terminal SET outlet = 'half'")
            with pytest.raises(ProgrammingError):
                run("SELECT nowhere FROM entry")

    with pytest.raises(StoreUnavailableError, match="transaction has failed"):
        swallow()
