"""The window to the counter: a socket in the run folder over which the screen asks the link.

One JSON object a line. What passes here exists in memory only: neither side writes it down.
"""

import logging
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue

import msgspec

from wire.asking import Money, Sheet

log = logging.getLogger(__name__)

SOCKET = "link.sock"
LONGEST_LINE = 256 * 1024


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What the screen wants to know."""

    prescription: str = ""
    measure: bool = False
    """How the line is: a few small questions more."""


class News(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the link tells the screen."""

    prescription: str = ""
    sheet: Sheet | None = None
    """Of that prescription; None: the province does not know it."""
    is_offline: bool = False
    """There is nobody to ask."""
    money: Money | None = None
    recalls: bool = False
    """Notices have changed."""
    messages: bool = False
    """There is something that a person must read."""
    restart: bool = False
    """The province orders a restart: as soon as nobody is in the middle of anything."""


class Window:
    """Takes questions from screens, and tells them news. Has threads of its own."""

    def __init__(self, folder: Path, *, wake: Callable[[], None] = lambda: None) -> None:
        """`wake` is called when a question has come."""
        self._file, self._wake = folder / SOCKET, wake
        self._asked: SimpleQueue[str] = SimpleQueue()
        self._is_line_asked = threading.Event()
        self._screens: list[socket.socket] = []
        self._lock = threading.Lock()
        self._listener = socket.socket(socket.AF_UNIX)
        self._is_closed = False

    def open(self) -> None:
        """Begin to listen; raise `OSError`."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.unlink(missing_ok=True)
        self._listener.bind(str(self._file))
        self._file.chmod(0o660)  # the screen is another account of the same group
        self._listener.listen(4)
        threading.Thread(target=self._accept, name="window", daemon=True).start()

    def close(self) -> None:
        """Listen no more."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            self._is_closed = True
            for screen in list(self._screens):
                self._let_go(screen)
        self._file.unlink(missing_ok=True)

    def asked(self) -> list[str]:
        """Return the prescriptions that were asked for since the last call."""
        found: list[str] = []
        with suppress(Empty):
            while True:
                found.append(self._asked.get_nowait())
        return found

    def wants_line(self) -> bool:
        """Whether somebody wants the line measured, since the last call."""
        is_asked = self._is_line_asked.is_set()
        self._is_line_asked.clear()
        return is_asked

    def tell(self, news: News) -> None:
        """Tell every screen; one that does not listen is let go."""
        line = msgspec.json.encode(news) + b"\n"
        with self._lock:
            for screen in list(self._screens):
                # Never waited for: a screen that hangs must not hold up what is sent.
                try:
                    is_told = screen.send(line, socket.MSG_DONTWAIT) == len(line)
                except OSError:
                    is_told = False
                if not is_told:
                    self._let_go(screen)

    def _accept(self) -> None:
        while True:
            try:
                screen, _address = self._listener.accept()
            except OSError:
                return  # closed
            screen.settimeout(None)
            with self._lock:
                self._screens.append(screen)
                if self._is_closed:
                    self._let_go(screen)
                    return
            # From here on nothing is missed; what came before is looked up.
            self.tell(News(recalls=True, messages=True))
            threading.Thread(target=self._hear, args=(screen,), daemon=True).start()

    def _hear(self, screen: socket.socket) -> None:
        try:
            with screen.makefile("rb") as lines:
                while line := lines.readline(LONGEST_LINE):
                    self._take(msgspec.json.decode(line, type=Wanted))
        except (OSError, ValueError, msgspec.DecodeError) as error:
            log.info("a screen is gone: %s", error)
        with self._lock:
            self._let_go(screen)

    def _take(self, wanted: Wanted) -> None:
        if wanted.measure:
            self._is_line_asked.set()
        if wanted.prescription:
            self._asked.put(wanted.prescription)
        self._wake()

    def _let_go(self, screen: socket.socket) -> None:
        if screen in self._screens:
            self._screens.remove(screen)
        # Shut first: whoever reads from it keeps it open, and the other end would wait for ever.
        with suppress(OSError):
            screen.shutdown(socket.SHUT_RDWR)
        screen.close()
