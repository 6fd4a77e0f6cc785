"""The window: described before it is made, because Kivy reads its configuration only once."""

from typing import Any

from kivy.base import EventLoop
from kivy.config import Config

from device.ui import theme


def open_window(width: int, height: int, *, fullscreen: bool) -> Any:
    """Make the one window that a process may have, in pixels, and return it.

    Call it before the first widget is made: a widget makes a window of its own where there is none.
    Raises `RuntimeError` where there is one already, or nothing to draw on.
    """
    if _window():
        raise RuntimeError("there is a window already")
    graphics = {
        "width": width,
        "height": height,
        "resizable": 0,
        "borderless": int(fullscreen),
        "position": "custom",  # "auto" centres on all displays together
        "left": 0,
        "top": 0,
        "multisamples": 0,  # round edges are drawn smooth already
        "allow_screensaver": 0,  # a counter that waits is not a counter that sleeps
        "show_cursor": int(not fullscreen),
    }
    for name, figure in graphics.items():
        Config.set("graphics", name, figure)
    # A scanner or keyboard that sends Esc must not end the program.
    Config.set("kivy", "exit_on_escape", 0)
    # SDL alone brings touches: two providers that read one device deliver every touch twice.
    Config.remove_option("input", "%(name)s")
    Config.set("input", "mouse", "mouse,disable_multitouch")
    EventLoop.ensure_window()
    window = _window()
    if window is None:
        raise RuntimeError("there is no display to draw on")
    window.clearcolor = (*theme.rgb(theme.GROUND), 1)
    return window


def _window() -> Any:
    return EventLoop.window
