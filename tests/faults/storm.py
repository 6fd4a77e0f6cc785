"""Carries out the kills of a round: each victim has a thread that starts and ends it."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from tests.faults.deaths import Death
from tests.faults.plan import Kill

REACH_SECONDS = 25.0
"""How long a program may take to reach the step at which it is to end."""
TRIES = 3
"""How often it may try: in a storm a line may be dead for as long."""
_KILLED = -9


class Victim(Protocol):
    """What can be killed and started again."""

    def start(self, death: Death | None = None) -> None: ...
    def wait(self, seconds: float) -> bool: ...
    def kill(self) -> None: ...
    @property
    def status(self) -> int | None: ...


@dataclass(slots=True)
class Toll:
    """What the kills came to."""

    kills: Counter[str] = field(default_factory=Counter)
    """By victim."""
    steps: Counter[str] = field(default_factory=Counter)
    """Ends at a named step, by step."""
    missed: list[str] = field(default_factory=list)
    """Steps that were not reached in time, however often; the kill came then at random."""
    fell: Counter[str] = field(default_factory=Counter)
    """Programs that ended by themselves, with their exit status."""
    chronicle: list[str] = field(default_factory=list)
    """Every end, in the order in which they came."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, counter: Counter[str], what: str) -> None:
        with self._lock:
            counter[what] += 1


def rage(victims: dict[str, Victim], kills: dict[str, tuple[Kill, ...]], toll: Toll) -> None:
    """Carry out all kills; when it returns every victim has been started again, unharmed."""
    failures: list[BaseException] = []

    def run(name: str) -> None:
        try:
            _haunt(name, victims[name], kills[name], toll)
        except BaseException as error:  # noqa: BLE001 - raised again below
            failures.append(error)

    threads = [threading.Thread(target=run, args=(name,), name=name) for name in kills]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def _haunt(name: str, victim: Victim, kills: tuple[Kill, ...], toll: Toll) -> None:
    kind = name.split(maxsplit=1)[0]
    victim.kill()
    for kill in kills:
        for _try in range(TRIES):
            victim.start(kill.death)
            began = time.monotonic()
            is_as_planned = _awaits_end(victim, kill, kind, toll)
            toll.note(toll.kills, kind)
            where = (kill.step if is_as_planned else "") or "at random"
            toll.chronicle.append(f"{name}: {where}, after {time.monotonic() - began:.2f} s")
            if is_as_planned:
                break
        else:
            toll.missed.append(f"{kind}: {kill.step}")
    victim.start()


def _awaits_end(victim: Victim, kill: Kill, kind: str, toll: Toll) -> bool:
    """Wait until the victim has ended; return whether it ended where it should."""
    until = time.monotonic() + (REACH_SECONDS if kill.death else kill.after)
    while victim.wait(max(0.0, until - time.monotonic())):
        if victim.status == _KILLED:
            toll.note(toll.steps, kill.step)
            return True
        toll.note(toll.fell, f"{kind} ended with status {victim.status}")
        time.sleep(0.1)
        victim.start(kill.death)
    victim.kill()
    return kill.death is None


@dataclass(slots=True)
class Simple:
    """A victim that knows no steps, such as the broker."""

    begin: Callable[[], None]
    end: Callable[[], None]
    status: int | None = None

    def start(self, death: Death | None = None) -> None:
        assert death is None
        self.begin()

    def wait(self, seconds: float) -> bool:
        time.sleep(seconds)
        return False

    def kill(self) -> None:
        self.end()
