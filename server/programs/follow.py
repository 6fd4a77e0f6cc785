"""Counts entries as they come in, and looks for what is wrong: the work behind the pages."""

import argparse
import logging
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from threading import Event, Thread

from server.fleet.metrics import serve_metrics
from server.oversight import follow
from server.oversight.alone import alone
from server.oversight.rounds import ROUNDS, Round
from server.prescriptions.follow import follow as follow_prescriptions
from server.prescriptions.reports import reporting
from server.programs.face import fail
from server.settings import ServerSettings
from server.store.database import StoreUnavailableError, open_store
from settings import alive
from words import _

EVERY_SECONDS = 1.0
"""Between one look for new entries and the next."""
REPORT_SECONDS = 5.0
"""Between two attempts to tell the national system what was sold on prescription."""
AWAY_SECONDS = 5.0
"""Before the next try while the database is away."""
_STOP_SIGNALS = {signal.SIGTERM, signal.SIGINT}
_LOG = logging.getLogger(__name__)


def told() -> str:
    """Return what the program does."""
    return _("Cộng số liệu từ phiếu mới về và dò việc cần xem, liên tục.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to count anew."""
    parser.add_argument(
        "--recount",
        action="store_true",
        help=_("xóa số liệu đã cộng, cộng lại từ đầu rồi dừng"),
    )


def run(called: argparse.Namespace, settings: ServerSettings) -> int:
    """Count until told to stop; with `--recount` once, from nothing."""
    open_store(settings.database)
    with alone(settings.database) as is_alone:
        if not is_alone:
            return fail(_("Chương trình này đang chạy rồi"))
        if called.recount:
            print(_("Đã cộng lại {n} phiếu").format(n=_recount()))
            return 0
        return _run(called, settings)


def _recount() -> int:
    """Count from nothing, and look once at everything that is looked at over and over."""
    counted = follow.recount()
    while follow_prescriptions():
        pass
    Clock(ROUNDS).strike()
    return counted


class Clock:
    """Which rounds are due. What fails in one of them is logged, and stops no other."""

    def __init__(self, due: tuple[Round, ...], now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._next = dict.fromkeys(due, 0.0)

    def strike(self) -> None:
        """Look at what is due."""
        for one, due in self._next.items():
            if self._now() < due:
                continue
            self._next[one] = self._now() + one.every_seconds
            try:
                one.look(datetime.now(UTC))
            except StoreUnavailableError:
                raise
            except Exception as error:  # noqa: BLE001 - the other rounds go on
                _LOG.error("a round failed: %s", _named(error))


def _run(called: argparse.Namespace, settings: ServerSettings) -> int:
    # Blocked before any thread is born: no lock is ever held by what a signal interrupts.
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOP_SIGNALS)
    national = reporting(called.settings, settings)
    with ExitStack() as beside:
        if national:
            beside.enter_context(_beside(Clock((Round(REPORT_SECONDS, national.round),))))
        if settings.follow.metrics_port:
            try:
                port = settings.follow.metrics_port
                beside.enter_context(closing(serve_metrics(settings.follow.metrics_host, port)))
            except OSError as error:
                return fail(_("Không mở được cổng số đo: {why}").format(why=error))
        _LOG.info("counting entries")
        alive.ready("counting entries")
        for pause in _steps(Clock(ROUNDS)):
            alive.beat()
            if signal.sigtimedwait(_STOP_SIGNALS, pause):
                break
        alive.stopping()
    return 0


@contextmanager
def _beside(clock: Clock) -> Iterator[None]:
    """Do rounds in a thread of their own: they wait for somebody else's system."""
    ended = Event()

    def run_on() -> None:
        while not ended.wait(EVERY_SECONDS):
            try:
                clock.strike()
            except StoreUnavailableError:
                ended.wait(AWAY_SECONDS)  # the counting beside says so

    thread = Thread(target=run_on, name="rounds", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(AWAY_SECONDS)


def _steps(clock: Clock) -> Iterator[float]:
    """Do one step after the other; yield how long to rest after each, in seconds."""
    is_away = False
    while True:
        try:
            counted = follow.follow()
            clock.strike()
        except StoreUnavailableError as error:
            if not is_away:
                _LOG.error("database: %s; trying on", error)
            is_away = True
            yield AWAY_SECONDS
            continue
        if is_away:
            _LOG.info("the database is back")
            is_away = False
        yield 0.0 if counted else EVERY_SECONDS


def _named(error: Exception) -> str:
    """Return an error's kind and place: its text might quote what it was about."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} at {where}"
