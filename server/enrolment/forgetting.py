"""Answers are forgotten when nobody gets them again, whether somebody knocks or not."""

import logging
from datetime import UTC, datetime
from threading import Event, Thread

from server.enrolment import codes
from server.enrolment.judging import AGAIN
from server.store.database import StoreUnavailableError, writing

_EVERY_SECONDS = 3600.0
_LOG = logging.getLogger(__name__)


class Forgetting:
    """Forgets what is due at the beginning of a block, and every hour while it runs."""

    def __init__(self) -> None:
        self._ended = Event()
        self._thread = Thread(target=self._run, name="forgetting", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        forget(datetime.now(UTC))
        while not self._ended.wait(_EVERY_SECONDS):
            forget(datetime.now(UTC))


def forget(now: datetime) -> None:
    """Forget the answers that are due; while the database is away, the next time."""
    try:
        with writing():
            codes.forget_answers(now - AGAIN)
    except StoreUnavailableError as error:
        _LOG.error("database: %s; answers are forgotten later", error)
