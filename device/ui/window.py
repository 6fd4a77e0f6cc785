"""The window: described before it is made, because Kivy reads its configuration only once."""

from typing import Any

from kivy.base import EventLoop
from kivy.config import Config

from device.ui import theme


def open_window(width: int, height: int, *, fullscreen: bool) -> Any:
    """Make the one window that a process may have, in pixels, and return it.

    Raises `RuntimeError` where there is nothing to draw on.
    """
    graphics = {
        "width": width,
        "height": height,
        "resizable": 0,
        "borderless": int(fullscreen),
        "position": "custom",  # "auto" centres on all displays together
        "left": 0,
        "top": 0,
        "multisamples": 0,  # round edges are drawn smooth already
        "maxfps": 30,
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
    window = EventLoop.window
    if window is None:
        raise RuntimeError("there is no display to draw on")
    window.clearcolor = (*theme.rgb(theme.GROUND), 1)
    return window
