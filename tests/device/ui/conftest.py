import os
from typing import Any

import pytest

os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
os.environ.setdefault("LIBGL_ALWAYS_SOFTWARE", "1")


@pytest.fixture(scope="session")
def window() -> Any:
    """The one window that a process may have."""
    from kivy.base import EventLoop  # noqa: PLC0415 - the driver must be chosen before

    from device.ui.window import open_window  # noqa: PLC0415 - likewise

    return EventLoop.window or open_window(800, 480, fullscreen=False)
