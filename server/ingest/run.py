"""The ingest process: its threads, and how it stops."""

import logging
import os
import signal
from pathlib import Path
from threading import Event, Thread

from server.ingest.inbox import Inbox
from server.ingest.recorder import Recorder
from server.ingest.source import Source
from server.settings import ServerSettings, check_tls, read_signing_key
from server.store.database import open_store

_STOP_SIGNALS = {signal.SIGTERM, signal.SIGINT}
_LOG = logging.getLogger(__name__)


def run_ingest(file: Path, settings: ServerSettings) -> int:
    """Run until SIGTERM and return the exit status; the batch in hand is finished first.

    Raises `SettingsError` and `StoreUnavailableError` before anything has been started.
    """
    key = read_signing_key(file, settings)
    check_tls(file, settings.broker)
    open_store(settings.database)
    # Blocked before any thread is born, so that a signal waits for `sigwait` below and no lock
    # is ever held by what a signal interrupts.
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOP_SIGNALS)
    stop, inbox = Event(), Inbox()
    source = Source(broker=settings.broker, inbox=inbox, stop=stop)
    recorder = _Watched(
        Recorder(inbox=inbox, send=source.send, province=settings.province, key=key, stop=stop)
    )
    recorder.start()
    source.start()
    _LOG.info("ingest has started")
    signal.sigwait(_STOP_SIGNALS)
    inbox.close()
    stop.set()
    recorder.join()
    source.close()
    _LOG.info("ingest has stopped")
    return 1 if recorder.has_failed else 0


class _Watched(Thread):
    """The recorder's thread. If it fails, the process ends, and is started anew from outside."""

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
