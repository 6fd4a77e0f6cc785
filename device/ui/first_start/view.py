"""What the screen of the first start shows: a value, so that nothing changes while drawing."""

from dataclasses import dataclass
from datetime import datetime

from device.enrolment.states import SetPin, State
from device.ui.view import ScannerTrouble


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstView:
    """What there is to show."""

    state: State
    now: datetime
    scanner: ScannerTrouble | None = None

    @property
    def subject(self) -> object:
        """What the screen is about: when it changes, it is another screen."""
        state = self.state
        return (type(state), state.first if isinstance(state, SetPin) else state)
