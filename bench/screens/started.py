"""Starts a screen program and says on the standard output when its first frame is there.

`python -m bench.screens.started empty WIDTH HEIGHT` is an empty Kivy window;
`python -m bench.screens.started terminal SETTINGS SALES CODE` is the terminal's own program,
unchanged, which sells one pack so many times and then reports once more.

Each report is a line of JSON: the monotonic time, and the process's proportional set size in KB.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_SMAPS = Path("/proc/self/smaps_rollup")
_FRAMES_AFTER = 10
"""So many frames after the last sale the screen is at rest."""


def report(**more: object) -> None:
    """Say how it is now. The time comes first: looking the memory up takes some."""
    now = time.monotonic()
    print(json.dumps({"at": now, "pss_kb": pss_kb(), **more}), flush=True)


def pss_kb() -> int:
    """Return the memory of this process in KB, what it shares with others counted by its part."""
    lines = _SMAPS.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def after_first_frame(window: Any, do: Callable[[], None]) -> None:
    """Call `do` once, when the window has shown its first frame."""
    flip = window.flip

    def first() -> None:
        flip()
        window.flip = flip
        do()

    window.flip = first


def _empty(width: int, height: int) -> None:
    from kivy.uix.widget import Widget  # noqa: PLC0415

    from device.ui.window import open_window  # noqa: PLC0415 - timed

    window = open_window(width, height, fullscreen=False)
    from kivy.base import runTouchApp, stopTouchApp  # noqa: PLC0415

    def shown() -> None:
        report()
        stopTouchApp()

    after_first_frame(window, shown)
    runTouchApp(Widget())


def run_terminal(file: str, begun: Callable[[Any, Any, Callable[[], None]], None]) -> None:
    """Run the terminal's own program; at its first frame `begun` gets desk, window, how to stop.

    Nothing of the program is replaced: its desk and its event loop are only looked at.
    """
    # A terminal has not got the server's libraries; peewee would load them where they are.
    sys.modules.update(dict.fromkeys(("psycopg", "psycopg2")))  # type: ignore[arg-type]
    from device.__main__ import main  # noqa: PLC0415 - timed from here on
    from device.ui import app  # noqa: PLC0415

    looked_at: dict[str, Any] = vars(app)
    run, desk_class, desks = looked_at["runTouchApp"], looked_at["Desk"], []

    def make_desk(*args: Any, **names: Any) -> Any:
        desks.append(desk_class(*args, **names))
        return desks[-1]

    def run_watched(root: Any) -> None:
        from kivy.base import EventLoop, stopTouchApp  # noqa: PLC0415

        window, desk = EventLoop.window, desks[0]

        def stop() -> None:
            desk.bridge.post(stopTouchApp)

        after_first_frame(window, lambda: begun(desk, window, stop))
        run(root)

    looked_at.update(Desk=make_desk, runTouchApp=run_watched)
    if main(["ui", "--settings", file]):
        raise SystemExit(1)


def _terminal(file: str, sales: int, code: str) -> None:
    def begun(desk: Any, _window: Any, stop: Callable[[], None]) -> None:
        report()
        if not sales:
            stop()
            return
        from bench.screens.customers import serve  # noqa: PLC0415 - not timed

        def done() -> None:
            report()
            stop()

        serve(desk, code, sales, done)

    run_terminal(file, begun)


if __name__ == "__main__":
    if sys.argv[1] == "empty":
        _empty(int(sys.argv[2]), int(sys.argv[3]))
    else:
        _terminal(sys.argv[2], int(sys.argv[3]), sys.argv[4])
