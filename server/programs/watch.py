"""Watches the broker's log for what the broker refused."""

import argparse
import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from server.broker_log import follow, journal, read_line
from server.programs.face import fail
from server.settings import ServerSettings
from server.store.database import open_store
from server.tally import WRITE_SECONDS, Tally, write
from settings import alive
from words import _

_STOP_SIGNALS = {signal.SIGTERM, signal.SIGINT}
_LOG = logging.getLogger(__name__)


def told() -> str:
    """Return what the program does."""
    return _("Theo dõi nhật ký của trạm MQTT: máy nào gửi vào kênh không phải của mình.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the log is."""
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--log", type=Path, metavar=_("TỆP"), help=_("tệp nhật ký của trạm"))
    where.add_argument(
        "--journal", metavar=_("DỊCH_VỤ"), help=_("dịch vụ của trạm trong nhật ký hệ thống")
    )
    parser.add_argument(
        "--namespace", metavar=_("TÊN"), help=_("nhật ký riêng của dịch vụ, nếu có")
    )


def run(called: argparse.Namespace, settings: ServerSettings) -> int:
    """Watch until told to stop."""
    open_store(settings.database)
    # Blocked before any thread is born: no lock is ever held by what a signal interrupts.
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOP_SIGNALS)
    ended, tally, asked = Event(), Tally(), None
    try:
        with _lines(called, ended) as lines:
            Thread(target=_read, args=(lines, tally, ended), name="log", daemon=True).start()
            _LOG.info("watching the broker's log")
            alive.ready("watching the broker's log")
            while asked is None and not ended.is_set():
                asked = signal.sigtimedwait(_STOP_SIGNALS, WRITE_SECONDS)
                _write(tally)
                alive.beat()
            alive.stopping()
            _write(tally)  # what came with the end
            ended.set()
    except OSError as error:
        return fail(_("Không đọc được nhật ký: {why}").format(why=error))
    return 0 if asked else fail(_("Nhật ký đã ngừng"))


@contextmanager
def _lines(called: argparse.Namespace, stop: Event) -> Iterator[Iterator[str]]:
    if called.log:
        yield follow(called.log, stop)
        return
    with journal(called.journal, called.namespace) as reader:
        try:
            yield iter(reader.stdout or ())
        finally:
            reader.kill()  # it has our mask, so a gentler signal would wait for ever


def _read(lines: Iterator[str], tally: Tally, stop: Event) -> None:
    """Count refusals as fast as they are logged; a log that ends, ends the program."""
    for line in lines:
        alarm = read_line(line)
        if alarm:
            tally.add(alarm)
    stop.set()


def _write(tally: Tally) -> None:
    refused = write(tally)
    if refused:
        _LOG.warning("the broker refused %d messages", refused)
