"""`make bench-touch`: the commonest tasks through the real screens, counted.

A real till over a real ledger, the real desk and stage in a window, fake scanner, printer and
drawer. Each task is played by scans and touches, then once more by the printed sheet alone. What is
counted is what went through the screen; the milliseconds are those of our own work for the whole
task (frames, rules, ledger), without the people and without the buttons' dead time.
"""

import argparse
import os
import statistics
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.report import Claim, at_most, publish

ROUNDS = 7


@dataclass(slots=True)
class Played:
    """What was counted for one task, played one way."""

    task: str
    way: str
    types: bool
    rounds: list[Any] = field(default_factory=list)
    """`Counts` of each round."""
    stuck: str = ""

    def row(self) -> dict[str, Any]:
        """Return the task's line in the table."""
        names = ("scans", "orders", "touches", "letters", "digits")
        counts: dict[str, Any] = {
            name: max((getattr(one, name) for one in self.rounds), default="-") for name in names
        }
        spent = [1e3 * one.seconds for one in self.rounds]
        own = round(statistics.median(spent), 1) if spent else "-"
        return {"task": self.task, "by": self.way, **counts, "own ms": own}

    def most(self, name: str) -> int:
        """Return the highest count of a round."""
        return max((getattr(one, name) for one in self.rounds), default=sys.maxsize)


def play_all(folder: Path, rounds: int) -> list[Played]:
    """Play every task so many times, both ways."""
    import device.ui  # noqa: PLC0415, F401 - settles Kivy's environment before Kivy is imported
    from bench.touch import counter, tasks  # noqa: PLC0415
    from bench.touch.player import Player, StuckError  # noqa: PLC0415

    touched = [Played(task.name, "touch", task.types) for task in tasks.TASKS]
    ordered = [Played(task.name, "codes", task.types) for task in tasks.TASKS]

    def once(player: Player, task: tasks.Task, played: Played) -> None:
        player.begin(by_codes=False)
        counter.sign_in(player)
        player.begin(by_codes=played.way == "codes")
        try:
            task.play(player)
        except StuckError as error:
            played.stuck = str(error)
        else:
            played.rounds.append(player.counts)
        player.at_rest()

    def play(player: Player) -> None:
        for _round in range(rounds):
            for way in (touched, ordered):
                for task, played in zip(tasks.TASKS, way, strict=True):
                    if played.way == "touch" or task.by_codes:
                        once(player, task, played)

    counter.play_at(counter.open_shop(folder / "shop"), play)
    by_code = {task.name for task in tasks.TASKS if task.by_codes}
    return [*touched, *(played for played in ordered if played.task in by_code)]


def claims_of(played: list[Played]) -> list[Claim]:
    """Return what is promised of scans, touches and typed letters."""
    found = {(one.task, one.way): one for one in played}
    one, prescription = (
        "over the counter: one item, cash",
        "prescription, card, three packs, cash",
    )
    claims = [
        at_most(f"{one}: scans", found[one, "touch"].most("scans"), 1),
        at_most(f"{one}: touches", found[one, "touch"].most("touches"), 1),
        at_most(f"{prescription}: scans", found[prescription, "touch"].most("scans"), 5),
        at_most(f"{prescription}: touches", found[prescription, "touch"].most("touches"), 2),
    ]
    claims += [
        at_most(f"{one.task}, by codes: touches", one.most("touches"), 0)
        for one in played
        if one.way == "codes"
    ]
    letters = sum(one.most("letters") for one in played if not one.types and one.rounds)
    claims.append(at_most("letters typed but for search and manual entry", letters, 0))
    stuck = sum(1 for one in played if one.stuck)
    return [*claims, at_most("tasks that could not be played to their end", stuck, 0)]


def main() -> int:
    """Play, and print what was counted."""
    parser = argparse.ArgumentParser(prog="python -m bench.touch", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    chosen = parser.parse_args()
    os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
    os.environ.setdefault("LIBGL_ALWAYS_SOFTWARE", "1")
    with tempfile.TemporaryDirectory(prefix="quay-touch-") as folder:
        played = play_all(Path(folder), chosen.rounds)
    for one in played:
        if one.stuck:
            print(f"{one.task}, by {one.way}: {one.stuck}", file=sys.stderr)
    return publish("touch", [one.row() for one in played], claims_of(played))


if __name__ == "__main__":
    sys.exit(main())
