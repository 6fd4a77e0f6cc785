"""A recall on its way: from the department's commit to the last terminal's stored answer.

Real Mosquitto with TLS and its access list, real `answers`, `ingest`, `follow` and `recall` on
PostgreSQL; the terminals are simulated: each has its own certificate and key, checks who signed the
notice, and answers with a signed batch. PostgreSQL says when each was committed, by one clock.
"""

import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from msgspec import UNSET

from bench.load import mqtt
from bench.load.generator import connect_all
from bench.load.province import PROVINCE, Province
from bench.load.running import Running
from bench.load.shipments import Consignor, Load
from bench.load.switchboard import Caller, Switchboard
from bench.pages.kept import KeptPostgres
from demo.program import run_once
from demo.settings_files import write_toml
from server.oversight.queries.recalls import find_recall, standing
from server.query.filters import Filters
from server.store.database import close_store, keep_open, open_store, reading
from wire import sign, topics
from wire.asking import read_answer
from wire.batch import encode_batch
from wire.chain import origin
from wire.kinds import RecallAcknowledged

NUMBER = "4321/QLD-CL"
DRUG = "SYN002"
_PATIENCE_SECONDS = 60.0
_TURN_SECONDS = 0.01
_LOOK_SECONDS = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How a recall went round, in seconds from its commit."""

    terminals: int
    heard_half: float
    """Until half of them had the notice, checked."""
    heard_all: float
    stored_half: float
    """Until half of the answers were committed."""
    stored_all: float
    shown_all: float
    """Until the page's own query counts all of them."""


class Counters:
    """Terminals that wait for a recall, and acknowledge it."""

    def __init__(self, province: Province, server: Ed25519PublicKey) -> None:
        self._keys = {name: province.signing_key(name) for name in province.terminals}
        self._server = server
        self.heard: list[float] = []
        """When each had the notice; by the machine's clock."""
        self._done: set[str] = set()

    def hear(self, caller: Caller, payload: bytes) -> None:
        """Read what the province says; acknowledge a recall the first time."""
        name = caller.consignor.terminal
        answer = read_answer(sign.verify(payload, self._server, "server", "quay-answer"))
        if answer.terminal != name:
            raise ValueError(f"{name} was told what {answer.terminal} should hear")
        if name in self._done or answer.notices is UNSET:
            return
        if any(notice.number == NUMBER for notice in answer.notices):
            self._done.add(name)
            self.heard.append(time.time())
            message = _acknowledged(name, self._keys[name])
            caller.line.send(mqtt.publish(caller.consignor.topic, message, 1))


def measure(folder: Path, terminals: int) -> Spread:
    """Give out one recall; raise `TimeoutError` where not everybody has acknowledged it."""
    with ExitStack() as stack:
        postgres = KeptPostgres(folder / "postgres")
        stack.callback(postgres.forget)
        stack.enter_context(postgres)
        province = Province(folder / "province", terminals)
        settings = _settings(province, postgres.url)
        papers = [str(file) for file in province.registrations()]
        run_once("server", "register", "--settings", str(settings), *papers, log=province.log)
        stack.enter_context(province.broker())
        for name, ready in (("ingest", "listening"), ("answers", "started"), ("follow", "")):
            stack.enter_context(_running(name, ready, settings))
        counters = Counters(province, _server_key(province))
        board = Switchboard(_load(province), counters.hear)
        stack.callback(board.close)
        connect_all(board, _load(province))
        return _spread(board, counters, settings, postgres.url)


def _spread(board: Switchboard, counters: Counters, settings: Path, database: str) -> Spread:
    count = len(board.callers)
    with _recalling(settings), psycopg.connect(database, autocommit=True) as line:
        stored = _times_stored(line)
        _turn_until(board, lambda: len(stored()) == count, "acknowledged")
        shown = _shown_at(board, database, count)
        (given,) = line.execute(
            "SELECT extract(epoch FROM pg_xact_commit_timestamp(xmin)) FROM notice"
        ).fetchone() or (0,)
        at = [seconds - float(given) for seconds in stored()]
    heard = sorted(seconds - float(given) for seconds in counters.heard)
    return Spread(
        terminals=count,
        heard_half=heard[count // 2],
        heard_all=heard[-1],
        stored_half=at[count // 2],
        stored_all=at[-1],
        shown_all=shown - float(given),
    )


def _times_stored(line: psycopg.Connection[Any]) -> Callable[[], list[float]]:
    def times() -> list[float]:
        found = line.execute(
            "SELECT extract(epoch FROM pg_xact_commit_timestamp(xmin)) FROM entry"
            " WHERE kind = 'recall-acknowledged'"
        )
        return sorted(float(at) for (at,) in found)

    return times


def _turn_until(board: Switchboard, is_done: Callable[[], bool], what: str) -> None:
    """Keep the lines alive, and look now and then."""
    until, look_at = time.monotonic() + _PATIENCE_SECONDS, 0.0
    while True:
        board.turn(_TURN_SECONDS)
        for caller in board.callers:
            board.rearm(caller)
        now = time.monotonic()
        if now >= look_at:
            if is_done():
                return
            look_at = now + _LOOK_SECONDS
        if now > until:
            raise TimeoutError(f"not everybody has {what}")


def _shown_at(board: Switchboard, database: str, count: int) -> float:
    open_store(database)
    keep_open()
    filters = Filters(since=date(2026, 1, 1), until=datetime.now(UTC).date())

    def is_shown() -> bool:
        with reading():
            recall = find_recall(NUMBER)
            return bool(
                recall
                and standing(recall, filters, datetime.now(UTC)).terminals_acknowledged == count
            )

    try:
        _turn_until(board, is_shown, "been counted")
        return time.time()
    finally:
        close_store()


@contextmanager
def _recalling(settings: Path) -> Iterator[None]:
    """Give the recall out by the department's own command, beside what the block does."""
    command = [
        sys.executable, "-m", "server", "recall", "--settings", str(settings), NUMBER,
        "--drug", DRUG, "--name", "Thuốc mẫu", "--batch", "2504A", "--level", "1",
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as program:  # noqa: S603 - our own
        yield
    if program.returncode:
        raise RuntimeError("the recall was not given out")


@contextmanager
def _running(name: str, ready: str, settings: Path) -> Iterator[None]:
    log = settings.parent / f"{name}.log"
    program = Running([sys.executable, "-m", "server", name, "--settings", str(settings)], log)
    try:
        program.wait_for(ready)
        yield
    finally:
        program.stop()


def _acknowledged(terminal: str, key: Ed25519PrivateKey) -> bytes:
    epoch = secrets.token_hex(16)
    entry = RecallAcknowledged(
        terminal=terminal,
        epoch=epoch,
        seq=1,
        prev=origin(terminal, epoch),
        at=datetime.now(UTC),
        staff="DS-01",
        recall=NUMBER,
        lines=(),
    )
    batch = encode_batch(terminal, epoch, [msgspec.json.encode(entry)])
    return sign.sign(batch, key, terminal, "quay-batch")


def _load(province: Province) -> Load:
    """Terminals that send nothing by themselves, and listen for answers."""
    consignors = []
    for terminal in province.terminals:
        papers = province.papers(terminal)
        consignors.append(
            Consignor(
                terminal=terminal,
                certificate=str(papers.certificate),
                key=str(papers.key),
                topic=topics.entries(PROVINCE, terminal),
                receipts=topics.answer(PROVINCE, terminal),
                shipments=[],
            )
        )
    return Load(authority=str(province.authority), port=province.port, consignors=consignors)


def _server_key(province: Province) -> Ed25519PublicKey:
    key = load_pem_public_key((province.keys / "server" / "signing.pub.pem").read_bytes())
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError("the server's key")
    return key


def _settings(province: Province, database: str) -> Path:
    keys = province.keys / "server"
    tables: Mapping[str, dict[str, Any]] = {
        "": {
            "province": PROVINCE,
            "database": database,
            "signing_key": str(keys / "signing.key.pem"),
        },
        "broker": {
            "host": "127.0.0.1",
            "port": province.port,
            "ca": str(province.authority),
            "certificate": str(keys / "ingest.crt.pem"),
            "key": str(keys / "ingest.key.pem"),
        },
        "answers": {
            "certificate": str(keys / "answers.crt.pem"),
            "key": str(keys / "answers.key.pem"),
        },
    }
    return write_toml(province.folder / "server.toml", dict(tables))
