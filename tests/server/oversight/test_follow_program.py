"""The program that counts: real processes, killed, doubled, and left without a database."""

import secrets
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import httpx
import pytest

from demo.ports import free_port
from demo.postgres import Postgres
from server.oversight.rounds import Round
from server.programs.follow import Clock, _beside
from server.store import entries, marks
from server.store.database import (
    StoreUnavailableError,
    close_store,
    open_store,
    reading,
    rows,
    writing,
)
from server.store.entries import Ledger, NewEntry
from server.store.marks import Advance
from tests.server.outlet import Outlet
from tests.server.process import run_server, running, server
from tests.server.stores import drop_database, new_database

READY = "counting entries"
ENTRIES, LEDGERS, KILLS = 3000, 4, 6


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a store is that no connection of this process holds."""
    if request.param == "sqlite":
        yield str(tmp_path / "server.db")
        close_store()
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    url = new_database(postgres)
    yield url
    close_store()
    drop_database(postgres, url)


@pytest.fixture
def settings(tmp_path: Path, database: str) -> Path:
    file = tmp_path / "server.toml"
    file.write_text(
        f"""
        province = "33"
        database = "{database}"
        signing_key = "server.key"
        [broker]
        host = "127.0.0.1"
        ca = "ca.pem"
        certificate = "ingest.pem"
        key = "ingest.key"
        """
    )
    return file


def fill(database: str, count: int = ENTRIES) -> None:
    """Store ledgers as ingest does, with a void for every tenth sale; the store stays open."""
    open_store(database)
    for number in range(LEDGERS):
        outlet = Outlet(id=f"Q33-{number:04}", epoch=secrets.token_hex(16))
        new = []
        for seq in range(1, count + 1):
            at = datetime(2026, 11, 1, 2, tzinfo=UTC) + timedelta(minutes=seq)
            prev = f"{seq - 1:064x}"
            if seq % 10:
                kind, body = "sale", outlet.sale(seq, prev, at=at)
            else:
                meant = {"epoch": outlet.epoch, "seq": seq - 1, "sha256": f"{seq - 1:064x}"}
                kind = "void"
                outlet.bodies = [b""] * (seq - 1)
                body = outlet.write("void", at=at, staff="1", sale=meant, lines=[], total_vnd=0)
            new.append(
                NewEntry(outlet.id, outlet.epoch, seq, f"{seq:064x}", prev, kind, at, 0, body)
            )
        with writing():
            entries.add(new, datetime.now(UTC))
            marks.advance(
                [Advance(Ledger(outlet.id, outlet.epoch), count, "", count, has_aside=False)],
                datetime.now(UTC),
            )


def ask(query: str) -> tuple[Any, ...]:
    with reading():
        (found,) = rows(query)
    return found


TOTALS = "SELECT sum(sales), sum(voids), sum(entries), sum(takings_vnd) FROM dayfigure"


def expected(count: int = ENTRIES) -> tuple[int, ...]:
    sales, voids = count * LEDGERS * 8 // 10, count * LEDGERS // 10
    return sales, voids, count * LEDGERS, sales * 25_000


SMALL_PORTIONS = """
import sys
import threading
from server.oversight.follow import follow
from server.store.database import open_store
open_store(sys.argv[1])
print("counting", file=sys.stderr, flush=True)
while follow(most=60):
    pass
"""


def counted() -> int:
    return int(ask("SELECT coalesce(sum(entries), 0) FROM dayfigure")[0])


def test_killed_again_and_again_it_neither_loses_nor_doubles(database: str, settings: Path) -> None:
    fill(database)
    moment, on_the_way = Event(), 0
    for _ in range(KILLS):
        before = counted()
        command = (sys.executable, "-c", SMALL_PORTIONS, database)
        with running(*command, ready="counting") as program:
            while counted() == before < ENTRIES * LEDGERS:
                moment.wait(0.001)
            program.kill()
        on_the_way += before < counted() < ENTRIES * LEDGERS
    assert on_the_way > 1, "it was never killed on its way"
    with running(*server("follow", "--settings", settings), ready=READY) as program:
        while counted() < ENTRIES * LEDGERS:
            moment.wait(0.05)
        assert program.terminate() == 0
    assert ask(TOTALS) == expected()
    done = run_server("follow", "--settings", settings, "--recount")
    assert (done.returncode, done.stdout) == (0, f"Đã cộng lại {ENTRIES * LEDGERS} phiếu\n")
    assert ask(TOTALS) == expected()


def test_a_second_process_is_turned_away(database: str, settings: Path) -> None:
    fill(database, 10)
    with running(*server("follow", "--settings", settings), ready=READY) as program:
        second = run_server("follow", "--settings", settings)
        assert (second.returncode, second.stdout) == (1, "")
        assert "đang chạy" in second.stderr
        assert program.terminate() == 0
    assert run_server("follow", "--settings", settings, "--recount").returncode == 0


def test_a_database_that_was_away_is_counted_when_it_is_back(tmp_path: Path) -> None:
    with Postgres(tmp_path / "own") as postgres:
        database = postgres.url
        file = tmp_path / "server.toml"
        file.write_text(
            f"""
            province = "33"
            database = "{database}"
            signing_key = "server.key"
            [broker]
            host = "127.0.0.1"
            ca = "ca.pem"
            certificate = "ingest.pem"
            key = "ingest.key"
            """
        )
        fill(database, 10)
        close_store()
        with running(*server("follow", "--settings", file), ready=READY) as program:
            postgres.kill()
            program.wait_for("database: ")
            postgres.start()
            program.wait_for("the database is back")
            fill(database, 10)
            while counted() < 2 * 10 * LEDGERS:
                Event().wait(0.05)
            assert program.terminate() == 0
        assert ask(TOTALS) == tuple(2 * figure for figure in expected(10))
        close_store()


def test_prometheus_reads_at_the_port_of_the_settings(tmp_path: Path) -> None:
    port = free_port()
    file = tmp_path / "server.toml"
    file.write_text(
        f"""
        province = "33"
        database = "server.db"
        signing_key = "server.key"
        [broker]
        host = "127.0.0.1"
        ca = "ca.pem"
        certificate = "ingest.pem"
        key = "ingest.key"
        [follow]
        metrics_port = {port}
        """
    )
    with running(*server("follow", "--settings", file), ready=READY) as program:
        said = httpx.get(f"http://127.0.0.1:{port}/metrics").text
        assert "quay_store_readable 1.0" in said
        assert program.terminate() == 0


def test_rounds_beside_go_on_until_the_end_of_the_block() -> None:
    struck = Event()
    with _beside(Clock((Round(60, lambda _now: struck.set()),))):
        assert struck.wait(10)
    assert not [thread for thread in threading.enumerate() if thread.name == "rounds"]


def test_a_round_that_fails_stops_no_other_and_strikes_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    struck: list[str] = []

    def fails(_now: datetime) -> None:
        struck.append("fails")
        raise ValueError("patient's name")

    now = [0.0]
    clock = Clock(
        (Round(60, fails), Round(10, lambda _now: struck.append("goes"))), now=lambda: now[0]
    )
    for moment in (0.0, 5.0, 10.0, 61.0):
        now[0] = moment
        clock.strike()
    assert struck == ["fails", "goes", "goes", "fails", "goes"]
    assert "a round failed: ValueError at" in caplog.text
    assert "patient" not in caplog.text


def test_a_round_without_a_database_is_no_failed_round() -> None:
    def away(_now: datetime) -> None:
        raise StoreUnavailableError("gone")

    with pytest.raises(StoreUnavailableError):
        Clock((Round(60, away),)).strike()
