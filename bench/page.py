"""`python -m bench.page`: draws docs/charts and fills the tables of docs/performance.md.

Both from what the last whole runs left in var/bench.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

from bench import charts
from bench.report import FOLDER

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
_DRAWN = {"queue": charts.draw_queue, "ingest": charts.draw_ingest}
_RUNS = (*_DRAWN, "touch", "screen", "web")
"""Whose tables stand on the page; not all of them have a chart."""
Row = dict[str, Any]


def markdown(rows: list[Row]) -> str:
    """Lay rows out as a table: figures to the right."""
    heads = list(rows[0])
    right = [all(isinstance(row[head], (int, float)) for row in rows) for head in heads]
    rule = ["---:" if number else "---" for number in right]
    lines = [heads, rule, *([_text(row[head]) for head in heads] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def fill(page: str, name: str, table: str) -> str:
    """Put a table between its two marks; raise `ValueError` where they are missing."""
    marks = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if not marks.search(page):
        raise ValueError(f"the page has no place for {name}")
    return marks.sub(lambda found: f"{found[1]}{table}\n{found[2]}", page)


def main() -> int:
    """Draw and fill; return 1 where a run is missing."""
    page = PAGE.read_text(encoding="utf-8")
    missing = [name for name in _RUNS if not (FOLDER / f"{name}.json").exists()]
    for name in set(_RUNS) - set(missing):
        found = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
        if name in _DRAWN:
            _DRAWN[name](found["rows"], charts.FOLDER / f"{name}.svg")
        for part, rows in (("rows", found["rows"]), ("claims", found["claims"])):
            page = fill(page, f"{name} {part}", markdown(rows))
    PAGE.write_text(page, encoding="utf-8")
    for name in missing:
        print(f"no whole run of bench.{name} in {FOLDER}", file=sys.stderr)
    return 1 if missing else 0


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return f"{value:,}" if isinstance(value, (int, float)) else str(value)


if __name__ == "__main__":
    sys.exit(main())
