"""The pages from several processes: one that dies is replaced, and all end together."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from server.web.workers import Workers
from tests.server.process import Program, running, server
from tests.server.web.test_program import written

COUNT = 3
PATIENCE_S = 30.0


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[tuple[Program, str]]:
    settings, port = written(tmp_path, f"processes = {COUNT}")
    with running(*server("web", "--settings", settings), ready="serving the pages") as web:
        web.wait_for("serving the pages", COUNT)
        yield web, f"http://127.0.0.1:{port}"


def serving(web: Program) -> set[int]:
    return {child.pid for child in psutil.Process(web.process.pid).children()}


def is_dead(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def wait_until(is_so: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE_S
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def test_who_dies_is_replaced_and_nobody_notices(pages: tuple[Program, str]) -> None:
    web, address = pages
    before = serving(web)
    assert len(before) == COUNT
    killed = min(before)
    os.kill(killed, signal.SIGKILL)
    # What it had in hand dies with it; a busy computer lets it take more for a moment.
    assert wait_until(lambda: is_dead(killed))
    for _time in range(20):
        assert httpx.get(f"{address}/health").json() == {"status": "ok"}
    web.wait_for("serving the pages", COUNT + 1)
    assert len(serving(web) - {killed}) == COUNT
    assert web.terminate() == 0


def test_told_to_stop_all_of_them_end(pages: tuple[Program, str]) -> None:
    web, address = pages
    those = serving(web)
    assert web.terminate() == 0
    assert not [pid for pid in those if psutil.pid_exists(pid)]
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{address}/health")


def test_nobody_is_left_when_the_first_one_is_killed(pages: tuple[Program, str]) -> None:
    web, _address = pages
    those = [psutil.Process(pid) for pid in serving(web)]
    os.kill(web.process.pid, signal.SIGKILL)
    _gone, alive = psutil.wait_procs(those, PATIENCE_S)
    assert not alive


def test_one_that_never_served_ends_all() -> None:
    def fail(_tell: Callable[[], None]) -> None:
        raise SystemExit(3)

    pid = os.fork()
    if not pid:
        os._exit(Workers(2, fail).run())
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 3
