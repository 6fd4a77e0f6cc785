"""From a code, given in another thread, to the flip that shows what it changed."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.screens.children import Child
from bench.screens.outlet import Outlet, gtin_of, needs_prescription

_PACKS = 40
WORDS = {
    "label": "a bare Kivy label's text to its frame",
    "label, interrupt": "the same, with Kivy's interruptible clock",
    "pack": "a pack's code to its frame",
    "money": "the code of cash, the sale on the disk, to its frame",
}


@dataclass(slots=True)
class Latency:
    """How long something took, again and again."""

    what: str
    seconds: list[float] = field(default_factory=list)

    @property
    def p50_ms(self) -> float:
        """Half were faster."""
        return 1e3 * statistics.median(self.seconds)

    @property
    def p99_ms(self) -> float:
        """One of a hundred was slower."""
        return 1e3 * statistics.quantiles(self.seconds, n=100, method="inclusive")[98]

    def row(self) -> dict[str, Any]:
        """Return a line of the table."""
        return {
            "what": self.what,
            "times": len(self.seconds),
            "p50": round(self.p50_ms, 1),
            "p99": round(self.p99_ms, 1),
            "unit": "ms",
        }


def measure_frames(
    child: Child, outlet: Outlet, rounds: int, trials: int, *, numbers: Sequence[int]
) -> dict[str, Latency]:
    """Let label and terminal take turns; `numbers` are of drugs on the shelf.

    Returns what was found, by the keys of `WORDS`.
    """
    found = {name: Latency(words) for name, words in WORDS.items()}
    codes = [gtin_of(number)[1:] for number in numbers if not needs_prescription(number)][:_PACKS]
    for seed in range(rounds):
        for name, clock in (("label", "default"), ("label, interrupt", "interrupt")):
            _begun, (taken,) = child.run("bench.screens.frames", "label", trials, seed, clock)
            found[name].seconds += taken["label"]
        _begun, (taken,) = child.run(
            "bench.screens.frames", "terminal", outlet.file, trials, seed, *codes
        )
        for name, seconds in taken.items():
            found[name].seconds += seconds
    return found
