"""Why a terminal is not enrolled yet."""

from datetime import datetime
from enum import Enum, auto
from typing import Literal

from wire.enrolment import RefusalReason

CardTrouble = Literal["unreadable", "other-terminal", "earlier"]
"""Why nothing of an old card can be used; `earlier`: another has gone on for this one before."""


class DoorFault(Enum):
    """Why the province's door gave no answer."""

    NO_NETWORK = auto()
    """This machine has no way to anywhere."""
    NO_NAME = auto()
    """There is a way, and the door's name means nothing to whoever was asked."""
    SILENT = auto()
    """Nobody answers there, or the line broke."""
    FOREIGN = auto()
    """Whoever answers is not who the label means. Nothing was said to them."""
    OUT_OF_ORDER = auto()
    """It is the door, and it does not answer as one."""


class DoorError(OSError):
    """The door gave no answer; asking again may help. Which code was shown is not said."""

    def __init__(self, fault: DoorFault, detail: str) -> None:
        super().__init__(f"{fault.name}: {detail}")
        self.fault = fault


class RefusedByDoorError(Exception):
    """The office refused."""

    def __init__(self, reason: RefusalReason, at: datetime | None) -> None:
        super().__init__(f"the office refused: {reason}")
        self.reason, self.at = reason, at


class NotKeptError(OSError):
    """The office has answered, and our own card does not take what came."""


class UnsoundAnswerError(ValueError):
    """What the office sent cannot be used; nothing of it was."""


class UnsoundBaseError(ValueError):
    """The image's own part of the settings cannot be used."""
