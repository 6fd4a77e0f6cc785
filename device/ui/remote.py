"""The remote: touches, keys and pictures by a Unix socket, where the settings name one.

One JSON object per line in, one per line out: {"ok": true, ...} or {"ok": false, "error": "..."}.
An answer comes when everything ordered before has been drawn, so that a script needs no pauses.
"""

import logging
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Protocol, TypeVar

import msgspec
from kivy.base import EventLoop, stopTouchApp
from kivy.clock import Clock
from kivy.input import MotionEvent

from device.ui import keys
from device.ui.bridge import Bridge, HeardCount
from device.ui.command import Lay
from device.ui.drawing import Button
from device.ui.orders import AnyOrder, Keys, Press, Printer, Quit, Shot, State, Touch
from device.ui.stage import Stage
from words import _

log = logging.getLogger(__name__)

Result = TypeVar("Result")
_FRAMES = 3
"""So many frames later everything that was asked for is on the glass."""
_ANSWER_SECONDS = 60.0
_SCAN_SECONDS = 30.0
_SEPARATOR = "\x1d"


class OrderError(ValueError):
    """An order that cannot be carried out."""


class Deskside(Protocol):
    """What the remote reaches: a screen with its scanners."""

    bridge: Bridge
    stage: Stage
    heard: HeardCount

    def redraw(self) -> None:
        """Show what there is now."""

    def told(self) -> dict[str, object]:
        """Tell how things are, without any person's data."""

    def run_out_of_paper(self, *, after_rows: int = 0) -> bool:
        """Let the fake printer's paper end; return whether there is one."""

    def load_paper(self) -> bool:
        """Put paper into the fake printer; return whether there is one."""


class RemoteTouch(MotionEvent):
    """A touch that comes by the remote."""

    def __init__(self, number: int, place: tuple[float, float]) -> None:
        super().__init__("remote", number, place, is_touch=True, type_id="touch")
        self.profile = ("pos",)

    def depack(self, args: tuple[float, float]) -> None:
        """Take the place, in parts of the window."""
        self.sx, self.sy = args
        super().depack(args)


class Remote:
    """Serves the socket in threads of its own; everything it does, the UI's thread does."""

    def __init__(self, path: Path, desk: Deskside, window: Any) -> None:
        self._path, self._desk, self._window = path, desk, window
        self._server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._one_at_a_time = threading.Lock()
        self._touches = 0

    def start(self) -> None:
        """Open the socket, for this user only. Its file appears when it can be connected to."""
        unfinished = self._path.with_name(f"{self._path.name}.new")
        unfinished.unlink(missing_ok=True)
        self._server.bind(str(unfinished))
        unfinished.chmod(0o600)
        self._server.listen()
        unfinished.replace(self._path)
        threading.Thread(target=self._accept, name="remote", daemon=True).start()

    def close(self) -> None:
        """Close the socket and remove its file."""
        self._server.close()
        self._path.unlink(missing_ok=True)

    def _accept(self) -> None:
        while True:
            try:
                connection, _address = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with connection, connection.makefile("rwb") as lines:
                for line in lines:
                    lines.write(msgspec.json.encode(self._answer(line)) + b"\n")
                    lines.flush()
        except OSError:
            log.info("the remote's other end has gone")

    def _answer(self, line: bytes) -> dict[str, object]:
        try:
            order = msgspec.json.decode(line, type=AnyOrder)
            with self._one_at_a_time:
                return {"ok": True, **self._carry_out(order)}
        except (ValueError, OSError, TimeoutError) as error:
            return {"ok": False, "error": str(error)}

    def _carry_out(self, order: AnyOrder) -> dict[str, object]:
        match order:
            case Touch(x=x, y=y):
                self._touch(x, self._window.height - y)
            case Press(button=words):
                self._press(words)
            case Keys(text=text, enter=enter):
                self._in_ui(lambda: self._type(text, enter=enter))
            case Shot(file=file):
                self._settle()
                self._in_ui(lambda: self._desk.stage.picture().save(Path(file), "PNG"))
            case State():
                self._settle()
                return self._in_ui(self._desk.told)
            case Printer():
                self._in_ui(lambda: self._printer(order))
            case Quit():
                self._desk.bridge.post(stopTouchApp)
                return {}
        self._settle()
        return {}

    def _in_ui(self, work: Callable[[], Result]) -> Result:
        return self._desk.bridge.ask(work).result(_ANSWER_SECONDS)

    def _settle(self) -> None:
        """Wait until what was ordered before has been drawn."""
        done: Future[None] = Future()

        def frame(left: int) -> None:
            if left:
                Clock.schedule_once(lambda _dt: frame(left - 1), 0)
            else:
                done.set_result(None)

        self._desk.bridge.post(lambda: frame(_FRAMES))
        done.result(_ANSWER_SECONDS)

    def _press(self, words: str) -> None:
        """Press a button as a finger does. A sample counts as pressed when it was read."""
        self._settle()
        button, place = self._find(words)
        while wait := self._in_ui(lambda: self._desk.stage.finger.dead_for(button)):
            threading.Event().wait(wait)
        heard = self._desk.heard.count
        self._touch(*place)
        if isinstance(button.act, Lay) and not self._desk.heard.wait_beyond(heard, _SCAN_SECONDS):
            raise OrderError("the sample was not read")

    def _find(self, words: str) -> tuple[Button, tuple[float, float]]:
        """Find a button that shows; the tray's pages are turned for it."""
        stage = self._desk.stage
        # What was heard a moment ago may not be on the glass yet: it is drawn with the next frame.
        self._in_ui(self._desk.redraw)
        for _page in range(max(1, stage.pages)):
            found = self._in_ui(lambda: stage.find_button(words))
            if found:
                return found
            if stage.pages > 1:
                self._press(_("Xem tiếp"))
        shown = [button.words for button in stage.terminal.drawing.buttons]
        raise OrderError(f"no button says {words!r}; there are {shown}")

    def _touch(self, x: float, y: float) -> None:
        """Touch a place in the window, pixels from the bottom left, and let go a frame later."""
        window = self._window
        self._touches += 1
        touch = RemoteTouch(self._touches, (x / (window.width - 1), y / (window.height - 1)))
        self._in_ui(lambda: EventLoop.post_dispatch_input("begin", touch))
        self._settle()
        self._in_ui(lambda: EventLoop.post_dispatch_input("end", touch))

    def _type(self, text: str, *, enter: bool) -> None:
        for letter in text:
            if letter == _SEPARATOR:
                self._window.dispatch("on_key_down", keys.CLOSING_BRACKET, 48, None, ["ctrl"])
            else:
                self._window.dispatch("on_textinput", letter)
        if enter:
            self._window.dispatch("on_key_down", keys.ENTER, 40, None, [])

    def _printer(self, order: Printer) -> None:
        desk, what = self._desk, order.what
        if not (
            desk.run_out_of_paper(after_rows=order.after_rows)
            if what == "run_out_of_paper"
            else desk.load_paper()
        ):
            raise OrderError("there is no fake printer")
