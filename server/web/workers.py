"""Processes that serve the pages side by side, on as many cores: one listener, one database.

Sessions, throttles and the log are in the database; what pages remember for some seconds is
forgotten in all of them at once (`server.query.memory`).

The first process answers nobody: it starts the others, replaces one that has died, and tells the
supervisor that all of them go on.
"""

import logging
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn

from settings import alive

_STOP = {signal.SIGTERM, signal.SIGINT}
_HEARD = {*_STOP, signal.SIGCHLD}
_LOOK_SECONDS = 1.0
_SILENT_SECONDS = 30.0
"""A process whose loop has not come by for so long hangs."""
_GOODBYE_SECONDS = 10.0
_CHUNK = 4096
_LOG = logging.getLogger(__name__)

Serve = Callable[[Callable[[], None]], None]
"""Serves until SIGTERM; calls what it is given now and then, from the loop that answers."""


@dataclass(slots=True)
class _Worker:
    """One process that serves."""

    pid: int
    line: int
    """Where it is heard."""
    heard_at: float | None = None

    def hear(self) -> None:
        """Note whether it has said anything."""
        while select.select([self.line], [], [], 0)[0]:
            if not os.read(self.line, _CHUNK):
                return
            self.heard_at = time.monotonic()

    @property
    def is_well(self) -> bool:
        """Whether it serves, and goes on."""
        return self.heard_at is not None and time.monotonic() - self.heard_at < _SILENT_SECONDS


@dataclass(slots=True)
class Workers:
    """So many processes alike. No thread may have been started before."""

    count: int
    serve: Serve
    _workers: list[_Worker] = field(default_factory=list)

    def run(self) -> int:
        """Serve until SIGTERM and return the exit status; a process that never served ends all."""
        # Blocked, so that none of them comes between two lines here; each worker lets them in.
        signal.pthread_sigmask(signal.SIG_BLOCK, _HEARD)
        for _number in range(self.count):
            self._start()
        status = 0
        while not status:
            found = signal.sigtimedwait(_HEARD, _LOOK_SECONDS)
            if found and found.si_signo in _STOP:
                break
            status = self._look()
        self._stop()
        return status

    def _look(self) -> int:
        """Replace who has died; return the exit status of one that never served."""
        for worker in self._workers:
            worker.hear()
        for worker in list(self._workers):
            pid, status = os.waitpid(worker.pid, os.WNOHANG)
            if not pid:
                continue
            self._workers.remove(worker)
            os.close(worker.line)
            code = os.waitstatus_to_exitcode(status)
            _LOG.error("a process that served has ended: %d", code)
            if worker.heard_at is None:
                return code if code > 0 else 1
            self._start()
        if all(worker.is_well for worker in self._workers):
            alive.ready(f"serving the pages in {self.count} processes")
            alive.beat()
        return 0

    def _start(self) -> None:
        heard, told = os.pipe()
        pid = os.fork()
        if not pid:
            # Whoever holds the other end of a line would keep its worker when the first one dies.
            for line in (heard, *(worker.line for worker in self._workers)):
                os.close(line)
            self._serve(told)
        os.close(told)
        self._workers.append(_Worker(pid, heard))

    def _serve(self, line: int) -> NoReturn:
        """Be a worker, and end with it."""
        for name in ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"):
            os.environ.pop(name, None)  # only the first process speaks for all
        os.set_blocking(line, False)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _HEARD)
        status = 1
        try:
            self.serve(lambda: _tell(line))
            status = 0
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else 1
        except BaseException:  # noqa: BLE001 - whatever it is, this process ends here
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def _stop(self) -> None:
        alive.stopping()
        for worker in self._workers:
            os.kill(worker.pid, signal.SIGTERM)
        until = time.monotonic() + _GOODBYE_SECONDS
        for worker in self._workers:
            while not os.waitpid(worker.pid, os.WNOHANG)[0]:
                signal.sigtimedwait({signal.SIGCHLD}, 0.1)
                if time.monotonic() > until:
                    os.kill(worker.pid, signal.SIGKILL)
                    until = float("inf")
            os.close(worker.line)


def _tell(line: int) -> None:
    """Say that the loop goes on; end when nobody listens any more."""
    try:
        os.write(line, b".")
    except BlockingIOError:
        pass  # it has heard enough
    except BrokenPipeError:
        signal.raise_signal(signal.SIGTERM)
