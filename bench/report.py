"""What every benchmark leaves: a table on the screen, and var/bench/NAME.json."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "var" / "bench"


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that is promised, with what was measured."""

    claim: str
    value: float
    limit: float
    holds: bool


def at_least(claim: str, value: float, limit: float) -> Claim:
    """A value that must not be smaller than the limit."""
    return Claim(claim, round(value, 3), round(limit, 3), value >= limit)


def at_most(claim: str, value: float, limit: float) -> Claim:
    """A value that must not be larger than the limit."""
    return Claim(claim, round(value, 3), round(limit, 3), value <= limit)


def publish(name: str, rows: list[dict[str, Any]], claims: list[Claim]) -> int:
    """Print rows and claims, write them to var/bench; return 1 where a claim does not hold."""
    print(table(rows))
    print()
    print(table([asdict(claim) for claim in claims]))
    FOLDER.mkdir(parents=True, exist_ok=True)
    found = {"rows": rows, "claims": [asdict(claim) for claim in claims]}
    (FOLDER / f"{name}.json").write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
    return 0 if all(claim.holds for claim in claims) else 1


def table(rows: list[dict[str, Any]]) -> str:
    """Lay rows out in columns: figures to the right, words to the left."""
    if not rows:
        return ""
    heads = list(rows[0])
    cells = [[_text(row[head]) for head in heads] for row in rows]
    widths = [max(len(head), *(len(line[n]) for line in cells)) for n, head in enumerate(heads)]
    numeric = [isinstance(rows[0][head], (int, float)) for head in heads]
    lines = [heads, *cells]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(line, widths, numeric, strict=True)
        ).rstrip()
        for line in lines
    )


def _text(value: object) -> str:
    return f"{value:.1f}" if isinstance(value, float) else str(value)
