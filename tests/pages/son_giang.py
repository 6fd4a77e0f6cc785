"""The synthetic province at a fixed moment: written, counted and served by the real programs."""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from demo.ports import free_port
from server.accounts.roles import Role
from server.prescriptions import due
from server.sample.planted import PlantedList, read_planted
from server.sample.scale import VIETNAM
from server.store.database import close_store, open_store, reading, rows, writing
from tests.server.process import running, server
from tests.server.web.browser import make_account

UNTIL = datetime(2026, 11, 23, 11, 56, tzinfo=VIETNAM)
"""A Monday, nearly noon: the recall's morning is nearly over."""
EVERYTHING = "ds.ha"
"""Whoever may see every page."""
PATIENCE_SECONDS = 200.0
_REPORTED = timedelta(hours=5)
_REFUSED = ("ma_don_thuoc", "ma_don_thuoc", "ma_dinh_danh_co_so_cung_ung_thuoc")
"""Which fields the national system has found wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SonGiang:
    """The province, being served."""

    address: str
    planted: PlantedList
    store: Path


@contextmanager
def son_giang(folder: Path, *, outlets: int, days: int) -> Iterator[SonGiang]:
    """Make and serve the province until the block ends."""
    settings, port = _settings(folder), _port(folder)
    planted = folder / "planted.json"
    _tell(
        "sample", "--settings", settings, "--until", f"{UNTIL:%Y-%m-%dT%H:%M}",
        "--outlets", outlets, "--days", days, "--planted", planted,
    )  # fmt: skip
    store = folder / "server.db"
    _run(_command("follow", "--settings", settings, "--recount"))
    listed = read_planted(planted.read_bytes())
    _make_accounts(store)
    _tell_the_nation(store)
    with (
        running(*_command("follow", "--settings", settings), ready="counting entries") as follow,
        running(*_command("web", "--settings", settings), ready="startup complete") as web,
    ):
        _wait_until_looked_at(store, listed)
        yield SonGiang(address=f"http://127.0.0.1:{port}", planted=listed, store=store)
        assert not [line for line in (*follow.said, *web.said) if " ERROR " in line]
        assert (follow.terminate(), web.terminate()) == (0, 0)


def account_of(role: Role) -> str:
    """Return the name of somebody who is nothing but this."""
    return f"mot.{role}"


def _settings(folder: Path) -> Path:
    file = folder / "server.toml"
    lines = [
        'province = "99"',
        'database = "server.db"',
        'signing_key = "server.key"',
        "[broker]",
        'host = "127.0.0.1"',
        'ca = "ca"',
        'certificate = "certificate"',
        'key = "key"',
        "[web]",
        'name = "Sở Y tế Sơn Giang"',
        f"port = {free_port()}",
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    secret = folder / "web.secret"
    secret.touch(mode=0o600)
    secret.write_bytes(bytes(32))  # what the accounts below are sealed with
    return file


def _port(folder: Path) -> int:
    return int((folder / "server.toml").read_text(encoding="utf-8").rpartition("=")[2])


def _command(*arguments: object) -> tuple[str, ...]:
    clock = (sys.executable, "-m", "tests.pages.clock", UNTIL.isoformat())
    return (*clock, *map(str, arguments))


def _tell(*arguments: object) -> None:
    _run(server(*map(str, arguments)))


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _make_accounts(store: Path) -> None:
    open_store(store)
    make_account(*Role, name=EVERYTHING, now=UNTIL)
    for role in Role:
        make_account(role, name=account_of(role), now=UNTIL, person=role.words)
    close_store()


def _tell_the_nation(store: Path) -> None:
    """Let the national system have taken all reports of the last hours but a few."""
    open_store(store)
    with writing():
        due.enqueue(datetime.min.replace(tzinfo=UTC), UNTIL + due.BACKFILL - _REPORTED)
        refused, waiting, told = (due.due(UNTIL, most) for most in (3, 5, 10_000))
        for one in told[len(waiting) :]:
            due.settle(one, "told", "", UNTIL)
        for one in waiting:
            due.put_off(one, "status 503", UNTIL, at_least=0)
        for one, fields in zip(refused, _REFUSED, strict=True):
            due.settle(one, "refused", f"status 422, 1 faults: {fields}", UNTIL)
    close_store()


def _wait_until_looked_at(store: Path, planted: PlantedList) -> None:
    """Wait until each round was done once over all entries."""
    open_store(store)
    until = time.monotonic() + PATIENCE_SECONDS
    try:
        while not _is_looked_at(planted):
            assert time.monotonic() < until, "not everything has been looked at"
            time.sleep(0.3)
    finally:
        close_store()


def _is_looked_at(planted: PlantedList) -> bool:
    with reading():
        ((cases, signals, prices),) = rows(
            "SELECT (SELECT count(*) FROM doublecase), (SELECT count(*) FROM fleetsignal),"
            " (SELECT count(*) FROM pricespread)"
        )
    return bool(cases >= len(planted.doubles) and signals > 0 and prices > 0)
