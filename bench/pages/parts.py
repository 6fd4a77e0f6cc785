"""The parts of a long measurement: each ends for itself, and the last of each makes the table."""

import json
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.report import Claim

Row = dict[str, Any]


@dataclass(slots=True)
class Part:
    """What was measured of one part, and what is promised of it."""

    rows: list[Row] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

    def add(self, what: str, **figures: object) -> None:
        """Add a row; figures that do not belong to it are left empty."""
        empty = dict.fromkeys(("n", "p50 ms", "p95 ms", "worst ms", "psql ms", "times"), "-")
        self.rows.append({"what": what, **empty, **figures})


def measured(name: str, into: Part, measure: Callable[[], None]) -> None:
    """Measure a part; one that breaks off is a claim that does not hold, and the others go on."""
    began = time.monotonic()
    try:
        measure()
    except Exception:  # noqa: BLE001 - whatever it is, the other parts are worth having
        traceback.print_exc(file=sys.stderr)
        into.claims.append(Claim(f"the part {name} came to its end", 0, 1, holds=False))
    at = datetime.now(UTC).isoformat(timespec="minutes")
    seconds = round(time.monotonic() - began)
    into.add(f"part {name}, measured {at}, seconds", n=seconds)


def keep(folder: Path, name: str, part: Part) -> None:
    """Keep a part for the table, instead of what was measured of it before."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {"rows": part.rows, "claims": [asdict(claim) for claim in part.claims]}
    (folder / f"{name}.json").write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


def together(folder: Path, names: Iterable[str]) -> Part:
    """Return the parts, each as it was last measured; one that never was is left out."""
    every = Part()
    for file in (folder / f"{name}.json" for name in names):
        if file.exists():
            found = json.loads(file.read_text(encoding="utf-8"))
            every.rows += found["rows"]
            every.claims += [Claim(**claim) for claim in found["claims"]]
    return every
