"""Ingest, its workers, broker and PostgreSQL are killed at random moments: no sale is lost."""

import contextlib
import queue
import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import psutil
import pytest

from demo.postgres import Postgres
from tests.server.broker import Line, connected
from tests.server.process import Program, run_server, running, server
from tests.server.real import Province, make_province

pytestmark = pytest.mark.broker

SALES, BATCH, KILLS = 300, 5, 8


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Postgres]:
    with Postgres(tmp_path) as server:
        yield server


class Storm:
    """Kills one thing after the other, and lets it come back."""

    def __init__(self, province: Province, postgres: Postgres, seed: int) -> None:
        self._province, self._postgres = province, postgres
        self._random = random.Random(seed)  # noqa: S311
        self._stack = contextlib.ExitStack()
        self._ingest = self._started()
        self.killed: list[str] = []
        self.is_over = threading.Event()
        self._thread = threading.Thread(target=self._rage)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._thread.join(120)
        self._stack.close()

    def _rage(self) -> None:
        try:
            for _ in range(KILLS):
                self.is_over.wait(self._random.uniform(0.0, 0.6))
                what = self._random.choice(["ingest", "worker", "postgres"])
                self.killed.append(what)
                {"ingest": self._ingest_dies, "worker": self._worker_dies}.get(
                    what, self._postgres_dies
                )()
        finally:
            self.is_over.set()

    def _ingest_dies(self) -> None:
        self._ingest.kill()
        self._ingest = self._started()

    def _worker_dies(self) -> None:
        for worker in psutil.Process(self._ingest.process.pid).children():
            with contextlib.suppress(psutil.NoSuchProcess):
                worker.kill()
            return

    def _postgres_dies(self) -> None:
        self._postgres.kill()
        self.is_over.wait(self._random.uniform(0.0, 0.3))
        self._postgres.start()

    def _started(self) -> Program:
        return self._stack.enter_context(self._province.ingest())


def send_all(province: Province, line: Line) -> None:
    """Send as a terminal does: one batch at a time, again until its receipt has come."""
    outlet, confirmed = province.outlet, 0
    until = time.monotonic() + 100
    while confirmed < SALES and time.monotonic() < until:
        line.publish(outlet.batch(outlet.bodies[confirmed : confirmed + BATCH]))
        with contextlib.suppress(queue.Empty):
            confirmed = max(confirmed, line.receipt(province.key, wait_s=1.0).through)
    assert confirmed == SALES


@pytest.mark.timeout(200)
@pytest.mark.parametrize("workers", [1, 2])
def test_whatever_is_killed_everything_is_stored_once(
    tmp_path: Path, own: Postgres, workers: int
) -> None:
    province = make_province(tmp_path, database=own.url, more=f"[ingest]\nworkers = {workers}")
    province.outlet.sell(SALES)
    with (
        province.broker.running(),
        connected(province.broker, province.outlet) as line,
        Storm(province, own, seed=workers) as storm,
    ):
        send_all(province, line)
        assert storm.is_over.wait(120)
        send_all(province, line)
    assert len(storm.killed) == KILLS
    assert province.stored() == province.ledger()
    assert province.count("quarantine") == province.count("alarm") == 0
    assert province.ask("SELECT sum(stored) FROM mark") == SALES
    assert run_server("verify", "--settings", province.settings).returncode == 0


def test_ingest_that_starts_before_its_database_waits_for_it_and_stops_when_asked(
    tmp_path: Path, own: Postgres
) -> None:
    province = make_province(tmp_path, database=own.url)
    ingest = server("ingest", "--settings", province.settings)
    own.stop()
    with running(*ingest, ready="database: ") as early:
        assert early.terminate() == 0
    with province.broker.running(), running(*ingest, ready="database: ") as waiting:
        own.start()
        waiting.wait_for("connected to the broker")
        assert waiting.terminate() == 0
