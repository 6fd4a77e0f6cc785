"""The window's key events, passed on to the keyboard scanner."""

from typing import Any

from hardware.api import Keyboard

ENTER = 13
CLOSING_BRACKET = 93
_NAMES = {
    9: "tab",
    ENTER: "enter",
    27: "escape",
    CLOSING_BRACKET: "]",
    271: "enter",  # on the number pad
    289: "f8",
}
"""Keys without a character, by Kivy's number, and the one that matters with Ctrl."""


class Keys:
    """Listens to a window."""

    def __init__(self, window: Any, keyboard: Keyboard) -> None:
        self._window, self._keyboard = window, keyboard
        window.bind(on_textinput=self._text, on_key_down=self._key)

    def close(self) -> None:
        """Listen no more."""
        self._window.unbind(on_textinput=self._text, on_key_down=self._key)

    def _text(self, _window: Any, characters: str) -> bool:
        self._keyboard.text(characters)
        return True

    def _key(self, _window: Any, number: int, *more: Any) -> bool:
        """`more`: scan code, character, and the keys held down."""
        held = more[2] if len(more) > 2 else ()  # noqa: PLR2004 - the third of them
        has_ctrl = "ctrl" in held
        name = _NAMES.get(number)
        # Without Ctrl the bracket is a character and comes as text.
        if name and (name != "]" or has_ctrl):
            self._keyboard.key(name, ctrl=has_ctrl)
        return True
