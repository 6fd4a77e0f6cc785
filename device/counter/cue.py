"""What the counter wants the staff to hear."""

from enum import Enum, auto


class Cue(Enum):
    """One sound, by its meaning."""

    READ = auto()
    SOLD = auto()
    WARN = auto()
    UNKNOWN = auto()
    BLOCK = auto()
