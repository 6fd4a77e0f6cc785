"""The wiring as pictures (SVG): the header with its wires, and what is plugged into what."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from hardware.wiring.plan import FIVE_VOLTS, GROUND, THREE_VOLTS, Wiring

_ROW = 26
_LEFT, _RIGHT = 430, 470
_WIDTH = 900
_TOP = 60
_FILL = {
    "power": "#c0392b",
    "low": "#e59866",
    "ground": "#222222",
    "used": "#2471a3",
    "free": "#d5d8dc",
}
_BOX = (150, 56)
_PLACES = {
    "supply": (30, 60),
    "UPS": (250, 60),
    "Pi": (470, 190),
    "screen": (30, 190),
    "customer display": (250, 330),
    "scanner": (30, 330),
    "loudspeaker": (700, 60),
    "printer": (700, 190),
    "drawer": (700, 330),
}


def draw_header(wiring: Wiring) -> str:
    """Return the header, seen from above with pin 1 at the top left."""
    return _picture(_WIDTH, _TOP + 20 * _ROW + 30, list(_header(wiring)))


def draw_plugs(wiring: Wiring) -> str:
    """Return the boxes and cables."""
    return _picture(_WIDTH, 430, [*_cables(wiring), *_boxes(wiring), *_words(wiring)])


def _header(wiring: Wiring) -> Iterator[str]:
    signals = {signal.pin: signal for signal in wiring.signal}
    yield _text(450, 30, "Raspberry Pi: 40 pins, pin 1 at the corner of the board", anchor="middle")
    for pin in range(1, 41):
        is_left = pin % 2 == 1
        x, y = (_LEFT if is_left else _RIGHT), _TOP + (pin - 1) // 2 * _ROW
        kind = "used" if pin in signals else "free"
        yield f'<circle cx="{x}" cy="{y}" r="10" fill="{_FILL[_kind(pin, kind)]}"/>'
        yield _text(x, y + 4, str(pin), anchor="middle", size=10, fill="#ffffff")
        if pin in signals:
            signal = signals[pin]
            label = " ".join(part for part in (signal.gpio, signal.name) if part)
            near, far = (x - 10, x - 60) if is_left else (x + 10, x + 60)
            yield f'<line x1="{near}" y1="{y}" x2="{far}" y2="{y}" stroke="#555" stroke-width="1"/>'
            yield _text(
                far - 6 if is_left else far + 6,
                y + 4,
                f"{label} ({signal.wire})",
                anchor="end" if is_left else "start",
            )


def _kind(pin: int, otherwise: str) -> str:
    if pin in FIVE_VOLTS:
        return "power"
    if pin in THREE_VOLTS:
        return "low"
    return "ground" if pin in GROUND else otherwise


def _cables(wiring: Wiring) -> Iterator[str]:
    for plug in wiring.plug:
        (x1, y1), (x2, y2) = _middle(plug.start), _middle(plug.to)
        yield (f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="#2471a3" stroke-width="2"/>')


def _words(wiring: Wiring) -> Iterator[str]:
    for plug in wiring.plug:
        (x1, y1), (x2, y2) = _middle(plug.start), _middle(plug.to)
        middle = (x1 + x2) / 2, (y1 + y2) / 2 - 6
        yield _text(*middle, plug.what, anchor="middle", size=11, halo=True)


def _boxes(wiring: Wiring) -> Iterator[str]:
    names = dict.fromkeys(name for plug in wiring.plug for name in (plug.start, plug.to))
    for name in names:
        x, y = _PLACES[name]
        yield (
            f'<rect x="{x}" y="{y}" width="{_BOX[0]}" height="{_BOX[1]}" rx="8" '
            'fill="#ecf0f1" stroke="#2c3e50" stroke-width="2"/>'
        )
        yield _text(x + _BOX[0] / 2, y + _BOX[1] / 2 + 5, name, anchor="middle", size=14)


def _middle(name: str) -> tuple[float, float]:
    x, y = _PLACES[name]
    return x + _BOX[0] / 2, y + _BOX[1] / 2


def _text(  # noqa: PLR0913 - what an SVG text has
    x: float,
    y: float,
    words: str,
    *,
    anchor: str = "start",
    size: int = 12,
    fill: str = "#1b2631",
    halo: bool = False,
) -> str:
    behind = ' stroke="#ffffff" stroke-width="4" paint-order="stroke"' if halo else ""
    return (
        f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-family="Roboto, sans-serif" '
        f'font-size="{size}" fill="{fill}"{behind}>{escape(words)}</text>'
    )


def _picture(width: int, height: int, shapes: list[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}">'
    )
    ground = f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
    return "\n".join((head, ground, *shapes, "</svg>")) + "\n"
