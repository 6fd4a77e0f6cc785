"""Bears programs: loads the libraries once, then forks a process for each program to be killed.

One JSON object per line on standard input (`Birth`), one per line out: {"born": name, "pid": n} and
{"ended": pid, "status": n}. It ends with its input, and so do its children.
"""

import importlib
import json
import os
import selectors
import signal
import sys
import traceback
from contextlib import suppress
from ctypes import CDLL
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.faults.deaths import Death, arm
from tests.faults.pace import hurry, set_clock

LOADED = (
    "device.__main__",
    "device.programs.link",
    "device.programs.book",
    "server.__main__",
    "server.ingest.run",
    "tests.faults.counter",
)
_PR_SET_PDEATHSIG = 1


def main() -> None:
    for module in LOADED:
        importlib.import_module(module)
    with suppress(ImportError):
        importlib.import_module("psycopg")
    hurry()
    wake, ring = os.pipe()
    os.set_blocking(ring, False)
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(ring)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    said = selectors.DefaultSelector()
    said.register(sys.stdin.fileno(), selectors.EVENT_READ)
    said.register(wake, selectors.EVENT_READ)
    rest = b""
    _say({"ready": True})
    while True:
        for key, _mask in said.select():
            if key.fd == wake:
                with suppress(BlockingIOError):
                    os.read(wake, 4096)
                _bury()
                continue
            data = os.read(sys.stdin.fileno(), 65536)
            if not data:
                return
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                birth = json.loads(line)
                _say({"born": birth["name"], "pid": _bear(birth)})


def _bear(birth: dict[str, Any]) -> int:
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        _leave_the_nursery(birth)
        if not birth["module"]:
            os.execvp(birth["arguments"][0], birth["arguments"])  # noqa: S606 - a test's own
        status = importlib.import_module(birth["module"]).main(birth["arguments"]) or 0
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 1
    except BaseException:  # noqa: BLE001 - whatever it was, the log has it
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _leave_the_nursery(birth: dict[str, Any]) -> None:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.setsid()
    os.environ.update(birth["environment"])
    CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    log = os.open(birth["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(number, target)
    os.closerange(3, 64)
    if birth.get("clock_days"):
        set_clock(timedelta(days=birth["clock_days"]))
    if death := birth.get("death"):
        arm(Death(**death), Path(birth["witness"]))


def _bury() -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        _say({"ended": pid, "status": status})


def _say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
