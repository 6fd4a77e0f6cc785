"""A worker process, as the process that listens sees it: hands it messages and waits.

A worker that dies is started again and gets the same messages, one by one: they are still in hand
and not acknowledged, so there is no need to have them brought again. What kills a worker twice is
set aside unlooked at. Storing twice is storing once, whatever it had committed before it died.
"""

import logging
import os
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec

from server.ingest.desk import Payload
from server.ingest.message import Letter
from server.ingest.worker import Done, Work
from server.store.database import StoreUnavailableError

_GOODBYE_SECONDS = 20.0
_LOG = logging.getLogger(__name__)


class WorkerDiedError(RuntimeError):
    """The worker ended with work in its hands."""


class WorkerClerk:
    """A clerk that has a worker do it. One thread uses it."""

    def __init__(self, settings: Path) -> None:
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None

    @property
    def pid(self) -> int | None:
        """The worker's process; None before the first."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start a worker."""
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 (our own module)
                [
                    sys.executable,
                    *("-m", "server.ingest.worker", str(self._settings), str(theirs.fileno())),
                ],
                stdin=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
            )
        self._line = Connection(os.dup(ours.fileno()))
        ours.close()

    def close(self) -> None:
        """End the worker, which has nothing in hand."""
        if self._line:
            self._line.close()
            self._line = None
        if self._process:
            try:
                self._process.wait(_GOODBYE_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def see_through(
        self, messages: Sequence[Payload], dropped: Mapping[str, int] | None = None
    ) -> list[Letter]:
        """Have messages recorded and return the receipts; raise `StoreUnavailableError`."""
        try:
            return self._ask(Work(list(messages), dict(dropped or {})))
        except WorkerDiedError:
            return [letter for message in messages for letter in self._see_one(message)]

    def _see_one(self, message: Payload) -> list[Letter]:
        try:
            return self._ask(Work([message], {}))
        except WorkerDiedError:
            pass
        try:
            return self._ask(Work([message], {}, is_poison=True))
        except WorkerDiedError as error:
            raise StoreUnavailableError("a worker does not stay alive") from error

    def _ask(self, work: Work) -> list[Letter]:
        if self._line is None:
            self.start()
        assert self._line is not None  # noqa: S101 (for the type checker)
        try:
            self._line.send_bytes(msgspec.msgpack.encode(work))
            done = msgspec.msgpack.decode(self._line.recv_bytes(), type=Done)
        except (EOFError, OSError) as error:
            _LOG.error("a worker has died; another one takes over")
            self.close()
            raise WorkerDiedError from error
        if done.unavailable is not None:
            raise StoreUnavailableError(done.unavailable)
        return [Letter(topic=topic, payload=payload) for topic, payload in done.receipts]
