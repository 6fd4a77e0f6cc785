"""The tables of docs/hardware/wiring.md: written between two marks, the words around stay."""

from collections.abc import Iterator

from hardware.wiring.plan import Wiring

BEGIN, END = "<!-- tables: python -m hardware.wiring -->", "<!-- end of tables -->"


def put_tables(page: str, wiring: Wiring) -> str:
    """Return the page with fresh tables; raise `ValueError` where it lacks the marks."""
    before, _begin, rest = page.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not end:
        message = "the page lacks the marks between which the tables stand"
        raise ValueError(message)
    return f"{before}{BEGIN}\n{tables(wiring)}{END}{after}"


def tables(wiring: Wiring) -> str:
    """Return the tables, in Markdown."""
    return "\n".join(_lines(wiring)) + "\n"


def _lines(wiring: Wiring) -> Iterator[str]:
    yield ""
    yield "| pin | chip's name | signal | wire | to | what |"
    yield "|---|---|---|---|---|---|"
    for signal in sorted(wiring.signal, key=lambda each: each.pin):
        yield (
            f"| {signal.pin} | {signal.gpio or '–'} | {signal.name} | {signal.wire} "
            f"| {signal.to} | {signal.what} |"
        )
    yield ""
    yield "The drawer's socket on the printer (RJ11 or RJ12, six places, as Epson has it):"
    yield ""
    yield "| pin | what |"
    yield "|---|---|"
    for pin in wiring.drawer:
        yield f"| {pin.pin} | {pin.name} |"
    yield ""
