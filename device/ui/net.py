"""What catches exceptions that nobody expected.

A counter with a queue before it must not vanish because one callback failed, and must not go on as
if nothing had happened either. So each such exception is logged with its traceback and shown, and
the counter goes on: a sale is only ever sold by one transaction of the ledger, which either stands
or does not. The screen gives up where going on is worse: when exceptions come faster than a person
can act (the screen itself cannot be drawn then, and an old drawing would lie), the program ends
with the exception, and systemd starts it afresh within seconds.
"""

import logging
import time
from collections import deque
from collections.abc import Callable

from kivy.base import ExceptionHandler, ExceptionManager

log = logging.getLogger(__name__)

_TOO_MANY = 6
_WITHIN_SECONDS = 10.0


class Net(ExceptionHandler):
    """Hands every unexpected exception of the event loop to `fell`."""

    def __init__(
        self, fell: Callable[[], None], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._fell, self._monotonic = fell, monotonic
        self._times: deque[float] = deque(maxlen=_TOO_MANY)

    def handle_exception(self, inst: BaseException) -> int:
        """Log and show it, and go on; what ends a program ends it."""
        if not isinstance(inst, Exception):
            return int(ExceptionManager.RAISE)
        log.error("the screen met an unexpected exception", exc_info=inst)
        now = self._monotonic()
        self._times.append(now)
        if len(self._times) == _TOO_MANY and now - self._times[0] < _WITHIN_SECONDS:
            log.critical("exceptions come too fast: the screen gives up")
            return int(ExceptionManager.RAISE)
        self._fell()
        return int(ExceptionManager.PASS)
