"""One finger on the glass: what counts as pressing a button. Knows no Kivy."""

import time
from collections.abc import Callable, Hashable

from device.ui import theme
from device.ui.drawing import Button


class Finger:
    """Acts on release inside the button it came down on; a second finger does not exist.

    After a change of screen touches count for nothing for a while: a trembling tap on the button
    before must not also press what has come under it.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._changed_at = monotonic()
        self._keys_since: dict[str, float] = {}
        """Since when each pad or keyboard has been on the screen."""
        self._touch: Hashable = None
        self._down_at = 0.0
        self.pressed: Button | None = None
        """The button that looks pressed."""

    def screen_changed(self, now_there: tuple[Button, ...] = ()) -> None:
        """Begin the dead time of everything: it is another screen."""
        self._changed_at = self._monotonic()
        self._keys_since = dict.fromkeys(_groups(now_there), self._changed_at)
        self.pressed = None

    def buttons_changed(self, now_there: tuple[Button, ...]) -> None:
        """Begin the dead time, but not of keys that were there before: typing goes on.

        A finger stays on its button where the button is still there.
        """
        self._changed_at = self._monotonic()
        self._keys_since = {
            group: self._keys_since.get(group, self._changed_at) for group in _groups(now_there)
        }
        if self.pressed not in now_there:
            self.pressed = None

    def dead_for(self, button: Button) -> float:
        """Return for how many seconds touching a button still counts for nothing."""
        since = self._keys_since.get(button.group, self._changed_at)
        return max(0.0, since + button.dead_time - self._monotonic())

    def down(self, touch: Hashable, button: Button | None) -> None:
        """A finger touched the glass, on a button or beside."""
        now = self._monotonic()
        if self._touch is not None and now < self._down_at + theme.LOST_TOUCH:
            return
        self._touch, self._down_at = touch, now
        self.pressed = button if button and not self.dead_for(button) else None

    def up(self, touch: Hashable, button: Button | None) -> Button | None:
        """A finger left the glass; return the button that it pressed."""
        if touch != self._touch:
            return None
        self._touch, pressed, self.pressed = None, self.pressed, None
        return pressed if pressed is not None and pressed == button else None


def _groups(buttons: tuple[Button, ...]) -> set[str]:
    return {button.group for button in buttons if button.group}
