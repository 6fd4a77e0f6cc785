"""The programs beside ours: Node-RED, mqttwarn, and a reader that throws everything away."""

import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bench.installed import PINS
from bench.load.progress import Progress
from bench.load.province import Province
from bench.load.running import Running
from bench.load.targets import Taking
from wire import topics

_SALES = (
    "CREATE TABLE sale (terminal TEXT, epoch TEXT, seq INTEGER, body TEXT,"
    " PRIMARY KEY (terminal, epoch, seq))"
)
_SUBSCRIBING_SECONDS = 0.5
_PAYLOADS = "CREATE TABLE sale (payload TEXT)"


class _Rows:
    """What is asked of another program's database. Its rows are only ever added."""

    def __init__(self, stages: dict[str, int], file: Path) -> None:
        self.stages = stages
        self._database = sqlite3.connect(f"file:{file}?mode=ro", uri=True, isolation_level=None)

    def stored(self) -> int:
        """Return the last row's number."""
        return self._one("SELECT coalesce(max(rowid), 0) FROM sale")

    def counted(self) -> int:
        """Return how many rows there are."""
        return self._one("SELECT count(*) FROM sale")

    def close(self) -> None:
        """Hang up."""
        self._database.close()

    def _one(self, query: str) -> int:
        return int(self._database.execute(query).fetchone()[0])


class NodeRed:
    """Node-RED with its SQLite node: a sale is a row, as prepared statement."""

    checks = "nothing"
    name = "Node-RED, SQLite"

    def __init__(self, installed: Path, *, batches: bool) -> None:
        self._installed, self._flow = installed, "batches" if batches else "singles"

    @contextmanager
    def running(self, province: Province, folder: Path) -> Iterator[Taking]:
        """Start it with its flow."""
        file = _database(folder, _SALES)
        flow = (PINS / "node-red" / f"{self._flow}.json").read_text(encoding="utf-8")
        reader = province.reader
        for word, value in {
            "{port}": str(province.port),
            "{topic}": topics.ALL_ENTRIES,
            "{database}": str(file),
            "{authority}": str(province.authority),
            "{certificate}": str(reader.certificate),
            "{key}": str(reader.key),
        }.items():
            flow = flow.replace(word, value)
        (folder / "flows.json").write_text(flow, encoding="utf-8")
        shutil.copy(PINS / "node-red" / "settings.js", folder / "settings.js")
        # Found there by Node-RED: its user folder may bring nodes along.
        (folder / "node_modules").symlink_to(self._installed / "node_modules")
        program = Running(
            ["node", str(self._installed / "node_modules/node-red/red.js"), "-u", str(folder)],
            folder / "node-red.log",
        )
        try:
            program.wait_for("Connected to broker")
            with closing(_Rows({"Node-RED": program.pid}, file)) as taking:
                yield taking
        finally:
            program.stop()


class Mqttwarn:
    """mqttwarn with its SQLite service: a message is a row."""

    checks = "nothing"
    name = "mqttwarn, SQLite"

    def __init__(self, environment: Path) -> None:
        self._environment = environment

    @contextmanager
    def running(self, province: Province, folder: Path) -> Iterator[Taking]:
        """Start it with its configuration."""
        file, reader = _database(folder, _PAYLOADS), province.reader
        settings = (PINS / "mqttwarn.ini").read_text(encoding="utf-8")
        (folder / "mqttwarn.ini").write_text(
            settings.format(
                port=province.port,
                topic=topics.ALL_ENTRIES,
                database=file,
                authority=province.authority,
                certificate=reader.certificate,
                key=reader.key,
            ),
            encoding="utf-8",
        )
        program = Running(
            [str(self._environment / "bin" / "mqttwarn")],
            folder / "mqttwarn.log",
            MQTTWARNINI=str(folder / "mqttwarn.ini"),
        )
        try:
            # It says nothing itself when it is quiet; the subscription follows at once.
            program.wait_for(" as ingest ", province.broker_log)
            time.sleep(_SUBSCRIBING_SECONDS)
            with closing(_Rows({"mqttwarn": program.pid}, file)) as taking:
                yield taking
        finally:
            program.stop()


class _Thrown:
    """What a bare reader has thrown away, in sales."""

    def __init__(self, stages: dict[str, int], progress: Progress, each: int) -> None:
        self.stages = stages
        self._progress, self._each = progress, each

    def stored(self) -> int:
        """Return how many sales it has acknowledged."""
        return self._progress.count * self._each

    counted = stored


class Bare:
    """The limit: nothing is looked at and nothing kept."""

    checks = "nothing, and stores nothing"
    name = "the limit: read and throw away"

    def __init__(self, *, batch: int) -> None:
        self._batch = batch

    @contextmanager
    def running(self, province: Province, folder: Path) -> Iterator[Taking]:
        """Start it."""
        reader, progress = province.reader, folder / "thrown"
        count = Progress(progress)
        program = Running(
            [
                sys.executable, "-m", "bench.load.bare", str(province.authority),
                str(reader.certificate), str(reader.key), str(province.port), str(progress),
            ],
            folder / "bare.log",
        )  # fmt: skip
        try:
            program.wait_for("listening")
            yield _Thrown({"reader": program.pid}, count, self._batch)
        finally:
            program.stop()


def _database(folder: Path, table: str) -> Path:
    """Make an empty database, as fast and as durable as ours: WAL, and FULL by default."""
    file = folder / "other.sqlite"
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode = wal")
        database.execute(table)
    return file
