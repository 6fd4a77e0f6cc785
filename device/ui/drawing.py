"""What a screen draws, as plain values: two equal drawings look the same. Knows no Kivy.

Lengths are in `u`, from the top left corner.
"""

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from device.counter.event import Event
from device.ui import theme
from device.ui.command import Command
from device.ui.icons import Icon

Act = Event | Command
"""What a touch can ask for."""


class Box(NamedTuple):
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends at the right."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.y + self.height

    @property
    def middle(self) -> float:
        """Half way down."""
        return self.y + self.height / 2

    @property
    def centre(self) -> float:
        """Half way across."""
        return self.x + self.width / 2

    def inside(self, margin: float) -> "Box":
        """The same rectangle, smaller by `margin` on each side."""
        return Box(
            self.x + margin, self.y + margin, self.width - 2 * margin, self.height - 2 * margin
        )

    def contains(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.x <= x < self.right and self.y <= y < self.bottom

    def overlaps(self, other: "Box") -> bool:
        """Whether two rectangles share some ground."""
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one weight; with `ground` they stand on a tag of that colour."""

    words: str
    bold: bool = False
    ground: str | None = None
    colour: str | None = None
    """None: as the rest of the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """A filled rectangle."""

    box: Box
    colour: str
    radius: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """An icon."""

    box: Box
    icon: Icon


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """The place of the camera's picture, whatever it shows just now."""

    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A QR code, with the white around it that it needs. `repr` does not show what it says."""

    box: Box
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One line of words."""

    x: float
    baseline: float
    size: float
    colour: str
    room: float
    """How wide the line may be."""
    runs: tuple[Run, ...] = ()
    width: float = 0.0
    """How wide it is."""
    cut: bool = False
    """Whether words had to be left out to make it fit."""

    @property
    def words(self) -> str:
        """The line without its weights."""
        return "".join(run.words for run in self.runs)

    @property
    def box(self) -> Box:
        """The ground that the line covers, from the capitals' marks to the descenders."""
        return Box(self.x, self.baseline - self.size, self.width, self.size * 1.25)


class Kind(Enum):
    """How a button looks."""

    PRIMARY = auto()
    OUTLINED = auto()
    REMOVE = auto()
    CHOSEN = auto()
    """One of several, and it is this one."""
    DIGIT = auto()
    """A key of the pad."""
    LETTER = auto()
    """A key of the keyboard."""
    TILE = auto()
    """On the tray of sample codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """Something to press."""

    box: Box
    words: str
    kind: Kind
    act: Act
    """What pressing it means."""
    takes_money: bool = False
    texts: tuple[Text, ...] = ()
    mark: Mark | None = None
    group: str = ""
    """Name of the pad or keyboard that it is a key of: all its keys count as one thing to press."""

    @property
    def dead_time(self) -> float:
        """Seconds after a change of screen in which touching it counts for nothing."""
        if self.kind is Kind.TILE:
            return 0.0
        return theme.MONEY_DEAD_TIME if self.takes_money else theme.DEAD_TIME


Shape = Fill | Mark | Sight | Code | Text | Button


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes, the later over the earlier."""

    shapes: tuple[Shape, ...]

    @property
    def buttons(self) -> tuple[Button, ...]:
        """What can be pressed."""
        return tuple(shape for shape in self.shapes if isinstance(shape, Button))

    @property
    def texts(self) -> tuple[Text, ...]:
        """Every line of words that does not stand in a button."""
        return tuple(shape for shape in self.shapes if isinstance(shape, Text))

    def button_at(self, x: float, y: float) -> Button | None:
        """Return the button at a point."""
        return next((button for button in self.buttons if button.box.contains(x, y)), None)

    @property
    def numbered(self) -> tuple[Button, ...]:
        """What can be pressed in reading order, pads and keyboards left out."""
        alone = [button for button in self.buttons if not button.group]
        rows: list[list[Button]] = []
        for button in sorted(alone, key=lambda button: button.box.y):
            if rows and button.box.y < rows[-1][0].box.middle:
                rows[-1].append(button)
            else:
                rows.append([button])
        return tuple(
            button for row in rows for button in sorted(row, key=lambda button: button.box.x)
        )

    def button_named(self, words: str) -> Button | None:
        """Return the button with these words."""
        return next((button for button in self.buttons if button.words == words), None)
