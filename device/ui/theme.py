"""How the counter looks: unit, colours, type, spacing, dead times. Nothing else holds a figure.

Lengths are in `u`, a 480th of the screen's height: 1 pixel on 800x480, 1.25 on 1024x600.
"""

from typing import Final

HEIGHT: Final = 480.0
"""Height of every screen, in u."""
MINIMUM_WIDTH: Final = 800.0
"""Width that the screens are laid out for, in u. A wider panel gives names more room."""


def unit(width: int, height: int) -> float:
    """Return how many pixels one `u` has on a screen of this size."""
    return min(height / HEIGHT, width / MINIMUM_WIDTH)


# Colours. Red means "do not hand this over" and nothing else.
INK: Final = "#14211E"
INK2: Final = "#414D49"
PAPER: Final = "#FFFFFF"
GROUND: Final = "#F2F4F0"
LINE: Final = "#C8CEC9"
"""Dividers, never text."""
EDGE: Final = "#6B7873"
"""Outline of what can be pressed, never text."""
ACT: Final = "#00574B"
ACT_PRESS: Final = "#003E35"
ACT_TINT: Final = "#E2EEEA"
OK: Final = "#0B5A2C"
OK_TINT: Final = "#E0F0E4"
WARN: Final = "#6B3A00"
WARN_TINT: Final = "#FFE6A3"
BLOCK: Final = "#9A1121"
OFF: Final = "#33404F"
OFF_TINT: Final = "#E4E9EF"
TRAIN: Final = "#4B2786"
"""Frame and bar while people practise."""
BENCH: Final = "#2E2A26"
"""Ground of the tray of sample codes: plainly no part of the terminal."""
BENCH_TILE: Final = "#F3E9DA"
BENCH_PRESS: Final = "#D9C4A3"


def rgb(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue between 0 and 1.

    >>> rgb("#FF0033")
    (1.0, 0.0, 0.2)
    """
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red / 255, green / 255, blue / 255


# Type: Roboto Regular and Bold, both come with Kivy.
BENCH_NOTE: Final = 17.0
"""On the tray only."""
NOTE: Final = 20.0
"""The smallest there is."""
STACKED: Final = 22.0
"""Two words above each other in a button."""
BODY: Final = 24.0
LETTER: Final = 26.0
"""On the keys of the keyboard."""
STRONG: Final = 28.0
DIGIT: Final = 32.0
"""On the keys of the pad."""
TITLE: Final = 36.0
CHANGE: Final = 40.0
NUMBER: Final = 48.0
SOLD: Final = 52.0
PRICE: Final = 56.0
HERO: Final = 64.0

LEADING: Final = {
    BENCH_NOTE: 21.0,
    NOTE: 26.0,
    STACKED: 27.0,
    BODY: 31.0,
    LETTER: 33.0,
    STRONG: 36.0,
    DIGIT: 40.0,
    TITLE: 45.0,
    CHANGE: 50.0,
    NUMBER: 56.0,
    SOLD: 76.0,
    PRICE: 76.0,
    HERO: 76.0,
}
"""Distance between lines: marks stand on marks in Vietnamese, closer lines would touch."""
LARGER: Final = {
    NOTE: BODY,
    STACKED: LETTER,
    BODY: STRONG,
    LETTER: DIGIT,
    STRONG: TITLE,
    DIGIT: TITLE,
    TITLE: CHANGE,
    CHANGE: NUMBER,
    NUMBER: SOLD,
    SOLD: PRICE,
    PRICE: HERO,
}
"""One token up, for those who asked for larger letters."""
CAPITAL: Final = 0.711
"""Height of Roboto's capitals, in parts of the type size."""

# Space.
MARGIN: Final = 16.0
GAP: Final = 12.0
"""Between buttons."""
STATUS: Final = 48.0
BODY_TOP: Final = STATUS
BODY_HEIGHT: Final = 328.0
FOOT_TOP: Final = BODY_TOP + BODY_HEIGHT
FOOT: Final = HEIGHT - FOOT_TOP
ROW: Final = 80.0
LARGE_ROW: Final = 104.0
SLIM_ROW: Final = 64.0
"""Where head and strip leave too little."""
STRIP: Final = 88.0
INFORMATION: Final = 72.0
"""A strip that asks for nothing."""
SLIM_STRIP: Final = 40.0
"""A strip of one line."""
SLIM_HEAD: Final = 48.0
"""Patient and prescription in one line, where a strip stands below."""
FOOT_BUTTON: Final = 80.0
LINE_BUTTON: Final = 64.0
MENU_BUTTON: Final = 92.0
REASON_BUTTON: Final = 88.0
SMALLEST_TARGET: Final = 56.0
"""Letter keys excepted."""
KEY_HEIGHT: Final = 50.0
KEY_GAP: Final = 8.0
MOST_TO_PRESS: Final = 7
"""A pad or keyboard counts as one."""
TAG_RADIUS: Final = 6.0
KEY_RADIUS: Final = 8.0
RADIUS: Final = 12.0
OUTLINE: Final = 2.0
CHOSEN_OUTLINE: Final = 4.0
TYPING_OUTLINE: Final = 3.0
TRAINING_FRAME: Final = 8.0
RULE: Final = 2.0
"""Thickness of the lines below the status bar and above the foot."""
HAIRLINE: Final = 1.0
NEWEST_BAR: Final = 6.0
STOP_COLUMN: Final = 148.0
STOP_COLUMN_LARGE: Final = 104.0
SIGHT_WIDTH: Final = 240.0
SIGHT_HEIGHT: Final = 135.0
"""The camera's picture: 16 to 9, as the camera is set to."""
PAID_COLUMN: Final = 376.0
BENCH_HEIGHT: Final = 168.0
"""Height of the tray of sample codes below the screen."""

# Times, in seconds.
DEAD_TIME: Final = 0.6
"""After a change of screen touches count for nothing so long: a trembling finger taps twice."""
MONEY_DEAD_TIME: Final = 0.8
LOST_TOUCH: Final = 5.0
"""A finger that has not been lifted after so long has been lost by the panel."""
REST_AFTER_SALE: Final = 60.0
LOOK_AROUND: Final = 0.5
SIGHT_INTERVAL: Final = 0.1
"""Between two looks at the camera's preview."""
SIGHT_LOST: Final = 2.0
"""So long after its last picture a camera shows nothing that could help to aim."""
READ_SHOWN: Final = 0.6
"""How long the camera's picture says that a code was read."""
SURELY_PRINTING: Final = 2.0
"""A receipt so young is being printed, whatever the printing room has got to say yet."""
