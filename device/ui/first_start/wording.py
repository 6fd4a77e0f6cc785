"""How the words of a screen are told: a title, what the hands do, what comes by itself."""

from dataclasses import dataclass

from device.ui.icons import Icon
from device.ui.rich import Rich


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A screen with a sign, a sentence and steps."""

    title: str
    steps: tuple[Rich, ...] = ()
    text: str = ""
    """Below the steps: what else there is to know."""
    hint: str = ""
    """In the foot: what happens without anybody."""
    icon: Icon = Icon.WARNING
    is_well: bool = False
    """Nothing is wrong: no warning's ground behind the sign."""
