"""The charts in docs/charts, drawn from var/bench. The same figures give the same bytes."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

FOLDER = Path(__file__).parent.parent / "docs" / "charts"
_OURS, _OTHERS, _BAD = "#1b9e8a", "#8d99ae", "#d1605e"
_INK = "#7a7a7a"
"""Readable on white and on black."""
_STAGES = {
    "broker": "#8d99ae",
    "program": "#5b7fb8",
    "workers": "#9db7dd",
    "database": "#e0a458",
    "generator": "#c9ccd3",
}
_STYLE: Any = {
    "svg.hashsalt": "quay",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 10,
    "text.color": _INK,
    "axes.labelcolor": _INK,
    "axes.edgecolor": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
}
_HEADROOM = 1.3
Row = dict[str, Any]


def draw_queue(rows: Sequence[Row], file: Path) -> None:
    """Draw how long a durable commit takes, and who keeps what was confirmed."""
    rows = [row for row in rows if isinstance(row["p50 us"], int)]  # not who was not there
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(10, 0.46 * len(rows) + 1.3), layout="constrained")
        axes = figure.subplots()
        names, p50 = [row["queue"] for row in rows], [row["p50 us"] for row in rows]
        axes.barh(names, p50, color=[_queue_colour(row) for row in rows], height=0.62)
        axes.scatter([row["p99 us"] for row in rows], names, marker="|", s=90, color=_INK, zorder=3)
        for row in rows:
            axes.annotate(
                f"{row['p50 us']} µs, {row['fsyncs in 1000'] / 1000:.2f} fsyncs,"
                f" {row['survived']} of {row['confirmed']} kept",
                (max(row["p50 us"], row["p99 us"]), row["queue"]),
                xytext=(8, 0), textcoords="offset points", va="center",
            )  # fmt: skip
        axes.set_xscale("log")
        axes.set_xlim(0.5, 150 * max(row["p99 us"] for row in rows))
        axes.set_xlabel("microseconds for one item: bar p50, stroke p99 (logarithmic)")
        axes.set_title("One item on the disk; what was confirmed before kill -9")
        axes.invert_yaxis()
        _save(figure, file)


def draw_ingest(rows: Sequence[Row], file: Path) -> None:
    """Draw sales a second and CPU for each sale, for single sales and for batches."""
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(10, 5.6), layout="constrained")
        grid = figure.subplots(2, 2, width_ratios=(5, 4))
        for line, load in enumerate(("single sales", "catch-up batches")):
            chosen = [row for row in rows if row["load"] == load]
            _draw_rates(grid[line, 0], load, chosen)
            _draw_stages(grid[line, 1], chosen)
        drawn = {  # the same colour for the same stage, whoever has it
            label: handle
            for axes in grid[:, 1]
            for handle, label in zip(*axes.get_legend_handles_labels(), strict=True)
        }
        figure.legend(
            drawn.values(), drawn.keys(), loc="outside lower right", ncols=len(drawn) or 1,
            frameon=False, labelcolor=_INK, handlelength=1,
        )  # fmt: skip
        _save(figure, file)


def _draw_rates(axes: Axes, load: str, rows: Sequence[Row]) -> None:
    names, rates = [row["program"] for row in rows], [row["sales/s"] for row in rows]
    stored = [row["sales/s"] for row in rows if not _is_limit(row)]
    end = _HEADROOM * max(stored or rates)
    axes.barh(
        names,
        [min(rate, end) for rate in rates],
        color=[_OURS if name.startswith("Quầy") else _OTHERS for name in names],
        height=0.62,
    )
    for row in rows:
        text = f"{row['sales/s']:,}"
        if row["sales/s"] >= end:
            axes.annotate(
                f"{text} →", (end, row["program"]), xytext=(-5, 0), color="white",
                textcoords="offset points", va="center", ha="right",
            )  # fmt: skip
        else:
            axes.annotate(
                text, (row["sales/s"], row["program"]), xytext=(4, 0),
                textcoords="offset points", va="center",
            )  # fmt: skip
    axes.set_xlim(0, end)
    axes.set_title(f"{load}: sales a second")
    axes.invert_yaxis()


def _draw_stages(axes: Axes, rows: Sequence[Row]) -> None:
    rows = [row for row in rows if not _is_limit(row)]
    left = [0.0] * len(rows)
    for stage, colour in _STAGES.items():
        widths = [float(row[f"{stage} us"]) for row in rows]
        if any(widths):
            axes.barh(
                [row["program"] for row in rows], widths, left=left, color=colour,
                height=0.62, label=stage,
            )  # fmt: skip
        left = [before + width for before, width in zip(left, widths, strict=True)]
    axes.set_title("CPU µs for a sale")
    axes.invert_yaxis()


def _is_limit(row: Row) -> bool:
    return str(row["program"]).startswith("the limit")


def _queue_colour(row: Row) -> str:
    if row["survived"] < row["confirmed"]:
        return _BAD
    return _OURS if row["queue"].startswith("Quầy") else _OTHERS


def _save(figure: Figure, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    # A date would make each drawing another file.
    figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
