"""What colours each kind of button has."""

from device.ui import theme
from device.ui.drawing import Kind

GROUND_OF = {
    Kind.PRIMARY: (theme.ACT, theme.ACT),
    Kind.OUTLINED: (theme.EDGE, theme.PAPER),
    Kind.REMOVE: (theme.BLOCK, theme.PAPER),
    Kind.CHOSEN: (theme.ACT, theme.ACT_TINT),
    Kind.DIGIT: (theme.EDGE, theme.PAPER),
    Kind.LETTER: (theme.EDGE, theme.PAPER),
    Kind.TILE: (theme.BENCH_TILE, theme.BENCH_TILE),
}
"""Outline and ground of each kind of button."""
PRESSED_GROUND_OF = {
    Kind.PRIMARY: (theme.ACT_PRESS, theme.ACT_PRESS),
    Kind.OUTLINED: (theme.ACT, theme.ACT_TINT),
    Kind.REMOVE: (theme.BLOCK, theme.GROUND),
    Kind.CHOSEN: (theme.ACT, theme.PAPER),
    Kind.DIGIT: (theme.ACT, theme.ACT_TINT),
    Kind.LETTER: (theme.ACT, theme.ACT_TINT),
    Kind.TILE: (theme.BENCH_PRESS, theme.BENCH_PRESS),
}
