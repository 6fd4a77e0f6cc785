"""The plan of a campaign: the same from the same seed, to the last kill."""

import json
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from tests.faults.deaths import Death
from tests.faults.province import StoreKind
from tests.faults.steps import SCREEN_STEPS, STEPS, Step, Victim

Misfortune = Literal[
    "hostile", "clock", "full-disk", "flipped-payload", "flipped-database", "restored-backup",
    "cloned-card",
]  # fmt: skip
MISFORTUNES: tuple[Misfortune, ...] = (
    "hostile", "clock", "full-disk", "flipped-payload", "flipped-database", "restored-backup",
    "cloned-card",
)  # fmt: skip
SHARES: dict[Victim, float] = {
    "counter": 0.46, "link": 0.24, "ingest": 0.2, "broker": 0.04, "postgres": 0.03, "ui": 0.03,
}  # fmt: skip
AT_RANDOM = 0.35
"""Of the kills that could be at a step."""
LONGEST_LIFE = {
    "counter": 0.5, "link": 0.8, "ingest": 1.0, "broker": 4.0, "postgres": 4.0, "ui": 4.0,
}  # fmt: skip
"""Seconds until a kill at random."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """One kill -9: at a step, or after so many seconds of life."""

    step: str = ""
    death: Death | None = None
    after: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A storm with its kills, then calm, then one misfortune."""

    kills: dict[str, tuple[Kill, ...]]
    """By victim: "counter 0", "link 2", "ingest"."""
    misfortunes: tuple[Misfortune, ...]

    @property
    def count(self) -> int:
        return sum(map(len, self.kills.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a plan is drawn from; with the seed it says everything."""

    seed: int
    store: StoreKind = "sqlite"
    kills: int = 100
    rounds: int = 4
    outlets: int = 5
    screen: bool = False
    befalls: tuple[Misfortune, ...] = MISFORTUNES


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that will be done to one province."""

    wish: Wish
    rounds: tuple[Round, ...]

    @property
    def kills(self) -> int:
        return sum(one.count for one in self.rounds)

    def save(self, file: Path) -> None:
        file.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")


def make_plan(wish: Wish) -> Plan:
    """Draw a plan: the rounds share the kills, and the misfortunes are shared among the rounds."""
    dice = random.Random(f"{wish.seed}/{wish.store}")  # noqa: S311 - a plan, not a secret
    steps = {victim: _steps_of(victim, dice) for victim in SHARES}
    drawn: list[tuple[Victim, Kill]] = [
        (victim, _draw(victim, number, steps[victim], dice))
        for victim, count in _counts(wish).items()
        for number in range(count)
    ]
    dice.shuffle(drawn)
    befalls = dice.sample(wish.befalls, len(wish.befalls))
    rounds = tuple(
        Round(
            kills=_share_out(drawn[number :: wish.rounds], wish.outlets),
            misfortunes=tuple(befalls[number :: wish.rounds]),
        )
        for number in range(wish.rounds)
    )
    return Plan(wish=wish, rounds=rounds)


def _counts(wish: Wish) -> dict[Victim, int]:
    counts = {victim: max(1, int(wish.kills * share)) for victim, share in SHARES.items()}
    if wish.store == "sqlite":
        counts["postgres"] = 0
    if not wish.screen:
        counts["ui"] = 0
    counts["counter"] += max(0, wish.kills - sum(counts.values()))
    return counts


def _steps_of(victim: Victim, dice: random.Random) -> Iterator[tuple[Step, Death]]:
    """Yield every step before and after, in another order each time round, for ever."""
    mine = [(s, when) for s in (*STEPS, *SCREEN_STEPS) if s.victim == victim for when in s.whens]
    while mine:
        first_time = dice.sample(mine, len(mine))
        for step, when in first_time:
            yield step, Death(place=step.place, when=when, call=dice.choice((1, 2, 3, 4, 6)))


def _draw(
    victim: Victim, number: int, steps: Iterator[tuple[Step, Death]], dice: random.Random
) -> Kill:
    # The first ones go through all the steps, so that even a short campaign leaves out none.
    once_each = 2 * sum(step.victim == victim for step in (*STEPS, *SCREEN_STEPS))
    if once_each and (number < once_each or dice.random() > AT_RANDOM):
        step, death = next(steps)
        return Kill(step=f"{death.when} {step.name}", death=death)
    return Kill(after=round(dice.uniform(0.0, LONGEST_LIFE[victim]), 3))


def _share_out(drawn: list[tuple[Victim, Kill]], outlets: int) -> dict[str, tuple[Kill, ...]]:
    shared: dict[str, list[Kill]] = {}
    turn = 0
    for victim, kill in drawn:
        name: str = victim
        if victim in {"counter", "link"}:
            name, turn = f"{victim} {turn % outlets}", turn + 1
        shared.setdefault(name, []).append(kill)
    return {name: tuple(kills) for name, kills in sorted(shared.items())}
