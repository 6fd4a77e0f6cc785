"""A screen into which codes are given from another thread: how long until a frame shows them.

`python -m bench.screens.frames label TRIALS SEED CLOCK` is one Kivy label whose text is set, with
that clock of Kivy's (`default` is what an app gets that does not ask for another);
`python -m bench.screens.frames terminal SETTINGS TRIALS SEED CODE...` is the terminal's program,
unchanged, which sells these packs one after the other. Prints the seconds of each trial as JSON.
"""

import json
import os
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

from codes import Command, ControlCode

WARM_UP = 20
LINES = 4
"""Packs of a sale; the fifth code is the money."""
_SHORTEST, _LONGEST = 0.04, 0.14
"""Seconds between two codes: the frame that they fall into is left to chance."""
_LOST_SECONDS = 10.0
Give = Callable[[], None]


class Flips:
    """Watches a window's frames; another thread waits until one has shown something new."""

    def __init__(self, window: Any, shows: Callable[[], object]) -> None:
        """`shows`: what the window would draw now; another value is another picture."""
        self._flip, self._shows, self._seen = window.flip, shows, shows()
        self._changed = threading.Event()
        self._at = 0.0
        window.flip = self._flipped

    def _flipped(self) -> None:
        self._flip()
        at = time.monotonic()
        shown = self._shows()
        if shown is not self._seen:
            self._seen, self._at = shown, at
            self._changed.set()

    def seconds_after(self, give: Give) -> float:
        """Do something; return the seconds until a frame showed it."""
        self._changed.clear()
        begun = time.monotonic()
        give()
        if not self._changed.wait(_LOST_SECONDS):
            raise TimeoutError("no frame has shown it")
        return self._at - begun


def give_all(
    flips: Flips, given: Iterator[tuple[str, Give]], trials: int, chance: random.Random
) -> None:
    """Give so many after the warm-up; print what each took."""
    taken: dict[str, list[float]] = {}
    for number in range(WARM_UP + trials):
        threading.Event().wait(chance.uniform(_SHORTEST, _LONGEST))
        name, give = next(given)
        seconds = flips.seconds_after(give)
        if number >= WARM_UP:
            taken.setdefault(name, []).append(seconds)
    print(json.dumps(taken), flush=True)


def _label(trials: int, seed: int, clock: str) -> None:
    import device.ui  # noqa: PLC0415, F401 - settles Kivy's environment

    os.environ["KIVY_CLOCK"] = clock
    from device.ui.window import open_window  # noqa: PLC0415

    window = open_window(800, 480, fullscreen=False)
    from kivy.base import runTouchApp, stopTouchApp  # noqa: PLC0415
    from kivy.clock import Clock  # noqa: PLC0415
    from kivy.uix.label import Label  # noqa: PLC0415

    label, numbers = Label(text="0", font_size=40), iter(range(1, 1_000_000))

    def change(_seconds: float) -> None:
        label.text = f"Paracetamol 500 mg {next(numbers)}"

    trigger = Clock.create_trigger(change)

    def play() -> None:
        flips = Flips(window, lambda: label.text)
        try:
            give_all(flips, cycle([("label", trigger)]), trials, random.Random(seed))
        finally:
            Clock.schedule_once(lambda _seconds: stopTouchApp())

    _after_first_frame(window, play)
    runTouchApp(label)


def _after_first_frame(window: Any, play: Callable[[], None]) -> None:
    from bench.screens.started import after_first_frame  # noqa: PLC0415

    after_first_frame(window, threading.Thread(target=play, daemon=True).start)


def _terminal(file: str, trials: int, seed: int, codes: list[str]) -> None:
    from bench.screens.started import run_terminal  # noqa: PLC0415

    def begun(desk: Any, window: Any, stop: Callable[[], None]) -> None:
        scanner = desk.kit.controls.scanner
        scans = [*codes, ControlCode(Command.PAY_CASH).text]
        chance = random.Random(seed)

        def given() -> Iterator[tuple[str, Give]]:
            while True:
                for code in (*chance.sample(codes, LINES), scans[-1]):
                    name = "money" if code == scans[-1] else "pack"
                    yield name, lambda code=code: scanner.read(code.encode())  # type: ignore[misc]

        def play() -> None:
            flips = Flips(window, lambda: desk.stage.terminal.drawing)
            try:
                give_all(flips, given(), trials, chance)
            finally:
                stop()

        threading.Thread(target=play, daemon=True).start()

    run_terminal(file, begun)


if __name__ == "__main__":
    if sys.argv[1] == "label":
        _label(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
    else:
        _terminal(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5:])
