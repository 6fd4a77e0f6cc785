"""The table that ends a campaign, for the console and as Markdown."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from tests.faults.verdict import Verdict

_FIGURES = (
    ("sales_confirmed", "sales confirmed at the counter"),
    ("sales_unconfirmed", "sales committed in the moment of a kill, and never confirmed"),
    ("sales_stored", "sales stored by the province"),
    ("stored", "entries stored, of all kinds"),
    ("carried", "of these carried over from another epoch"),
    ("lost", "lost"),
    ("doubled", "doubled"),
    ("declared", "destroyed unsent with the terminal's own database, and declared as missing"),
    ("chains_broken", "chains broken"),
    ("alarms_due", "alarms due"),
    ("alarms_missing", "due and not raised"),
    ("alarms_raised", "alarms raised"),
    ("alarms_false", "raised for nothing"),
)

_COUNTED = ("kills", "steps", "line_faults", "misfortunes", "fell")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One province of a campaign."""

    seed: int
    store: str
    seconds: float
    kills: Counter[str]
    steps: Counter[str]
    line_faults: Counter[str]
    misfortunes: Counter[str]
    fell: Counter[str]
    verdict: Verdict
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            **{name: getattr(self, name) for name in ("seed", "store", "seconds", "notes")},
            **{name: dict(getattr(self, name)) for name in _COUNTED},
            "verdict": asdict(self.verdict),
        }


def render(outcomes: Iterable[Outcome], *, markdown: bool = False) -> str:
    """Return one table of all provinces, a column each."""
    columns = list(outcomes)
    rows: list[tuple[str, list[str]]] = [
        ("seed", [str(one.seed) for one in columns]),
        ("minutes", [f"{one.seconds / 60:.1f}" for one in columns]),
        ("kills (-9)", [str(one.kills.total()) for one in columns]),
        *_counted("kill -9 of", [one.kills for one in columns]),
        ("kills at a named step", [str(one.steps.total()) for one in columns]),
        ("different steps", [str(len(one.steps)) for one in columns]),
        ("faults on the line", [str(one.line_faults.total()) for one in columns]),
        *_counted("", [one.line_faults for one in columns]),
        *_counted("misfortune:", [one.misfortunes for one in columns]),
        *[
            (words, [str(getattr(one.verdict, name)) for one in columns])
            for name, words in _FIGURES
        ],
        ("holds", ["yes" if one.verdict.holds else "NO" for one in columns]),
    ]
    heads = ["", *(one.store for one in columns)]
    return _markdown(heads, rows) if markdown else _plain(heads, rows)


def _counted(prefix: str, counters: list[Counter[str]]) -> list[tuple[str, list[str]]]:
    names = sorted({name for counter in counters for name in counter})
    return [
        (f"- {prefix} {name}".replace("-  ", "- "), [str(counter[name]) for counter in counters])
        for name in names
    ]


def _plain(heads: list[str], rows: list[tuple[str, list[str]]]) -> str:
    table = [heads, *[[name, *cells] for name, cells in rows]]
    widths = [max(len(row[column]) for row in table) for column in range(len(heads))]
    return "\n".join(
        "  ".join(
            [
                row[0].ljust(widths[0]),
                *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True)),
            ]
        ).rstrip()
        for row in table
    )


def _markdown(heads: list[str], rows: list[tuple[str, list[str]]]) -> str:
    lines = [
        heads,
        ["---", *("---:" for _ in heads[1:])],
        *[[name, *cells] for name, cells in rows],
    ]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
