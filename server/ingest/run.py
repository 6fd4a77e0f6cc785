"""The ingest process: its threads and workers, and how it stops."""

import logging
import os
import signal
from pathlib import Path
from threading import Event, Thread

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.ingest.clerk import WorkerClerk
from server.ingest.desk import Desk
from server.ingest.inbox import Inbox
from server.ingest.message import LONGEST_WAIT_SECONDS
from server.ingest.recorder import Clerk, Recorder
from server.ingest.source import Source
from server.settings import ServerSettings, check_tls, read_signing_key
from server.store.address import is_postgresql
from server.store.database import StoreUnavailableError, close_store, open_store
from settings import alive
from settings.alive import Pulse
from wire.backoff import Backoff

_STOP_SIGNALS = {signal.SIGTERM, signal.SIGINT}
_LOOK_SECONDS = 1.0
"""Between two looks whether those who work still do."""
_WORK_SECONDS = 120.0
"""For one batch at most; a database that is away is tried again and again in less."""
_LOG = logging.getLogger(__name__)


def run_ingest(file: Path, settings: ServerSettings) -> int:
    """Run until SIGTERM and return the exit status; the batch in hand is finished first.

    Raises `SettingsError`, and `StoreUnavailableError` for a file that cannot be used, before
    anything has been started.
    """
    key = read_signing_key(file, settings)
    check_tls(file, settings.broker)
    # Blocked before any thread is born, so that a signal waits for `sigwait` below and no lock
    # is ever held by what a signal interrupts.
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOP_SIGNALS)
    if not _open(settings.database):
        return 0
    stop, inbox = Event(), Inbox(lanes=settings.ingest.workers)
    source = Source(broker=settings.broker, inbox=inbox, stop=stop, settings=settings.ingest)
    workers = _workers(file, settings)
    clerks: list[Clerk] = [*workers] or [_desk(settings, key)]
    pulses = [Pulse(_WORK_SECONDS) for _ in clerks]
    recorders = [
        _Watched(
            Recorder(
                inbox=inbox,
                clerk=clerk,
                send=source.send,
                stop=stop,
                lane=lane,
                dropped=source.dropped,
                pulse=pulse,
            )
        )
        for lane, (clerk, pulse) in enumerate(zip(clerks, pulses, strict=True))
    ]
    for recorder in recorders:
        recorder.start()
    source.start()
    _LOG.info("ingest has started")
    _watch(source, [*pulses, source.pulse])
    alive.stopping()
    inbox.close()
    stop.set()
    for recorder in recorders:
        recorder.join()
    source.close()
    for worker in workers:
        worker.close()
    _LOG.info("ingest has stopped")
    return 1 if any(recorder.has_failed for recorder in recorders) else 0


def _watch(source: Source, pulses: list[Pulse]) -> None:
    """Tell the supervisor how it goes, until told to stop."""
    was_heard = False
    while not signal.sigtimedwait(_STOP_SIGNALS, _LOOK_SECONDS):
        if source.is_listening:
            was_heard = True
            alive.ready()
            alive.status("listening to the broker")
        elif was_heard:
            alive.status("the broker is away; trying on")
        else:
            alive.starting("waiting for the broker")
        alive.beat(pulses)


def _open(database: str) -> bool:
    """Open the store, and wait for a server that is away; return False if told to stop meanwhile.

    A file that cannot be used will not mend itself: raises `StoreUnavailableError`.
    """
    backoff = Backoff(first_seconds=1.0, most_seconds=LONGEST_WAIT_SECONDS)
    while True:
        try:
            open_store(database)
        except StoreUnavailableError as error:
            if not is_postgresql(database):
                raise
            delay = backoff.next_seconds()
            _LOG.error("database: %s; again in %.1f s", error, delay)
            alive.starting("waiting for the database")
            if signal.sigtimedwait(_STOP_SIGNALS, delay):
                return False
        else:
            close_store()
            return True


def _workers(file: Path, settings: ServerSettings) -> list[WorkerClerk]:
    """Start worker processes; none where the one that listens does it itself."""
    if settings.ingest.workers == 1:
        return []
    workers = [WorkerClerk(file) for _ in range(settings.ingest.workers)]
    for worker in workers:
        worker.start()
    return workers


def _desk(settings: ServerSettings, key: Ed25519PrivateKey) -> Desk:
    return Desk(province=settings.province, key=key, keeps_sealed=settings.sealed is not None)


class _Watched(Thread):
    """A recorder's thread. If it fails, the process ends, and is started anew from outside."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__(name="recorder")
        self._recorder = recorder
        self.has_failed = False

    def run(self) -> None:
        """Record until the inbox is closed."""
        try:
            self._recorder.run()
        # The outermost loop of this thread; the process must not live on with nobody recording.
        except Exception:  # noqa: BLE001
            _LOG.exception("recording has failed")
            self.has_failed = True
            os.kill(os.getpid(), signal.SIGTERM)
