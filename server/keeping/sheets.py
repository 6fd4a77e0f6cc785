"""Markdown, as far as an annex needs it."""

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    """Return a table.

    >>> print(table(("a", "b"), [(1, "x|y")]))
    | a | b |
    |---|---|
    | 1 | x/y |
    """
    body = [_line(head), "|" + "---|" * len(head), *(_line(line) for line in lines)]
    return "\n".join(body)


def sheet(title: str, *parts: str) -> str:
    """Return a page with a title."""
    return "\n\n".join([f"# {title}", *parts]) + "\n"


def _line(cells: Iterable[object]) -> str:
    tidied = (str(cell).replace("|", "/").replace("\n", " ") for cell in cells)
    return f"| {' | '.join(tidied)} |"
