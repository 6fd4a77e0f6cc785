"""Telling the supervisor that a screen is there and moves: from Kivy's own clock."""

from typing import Any

from kivy.clock import Clock

from settings import alive

_BEAT_SECONDS = 1.0


def live(window: Any, status: str) -> None:
    """Say that the screen is ready with its first frame, and from then on that it goes on."""

    def is_seen(_seconds: float) -> None:
        alive.ready(status)
        Clock.schedule_interval(_beat, _BEAT_SECONDS)

    def shows(*_window: Any) -> None:
        window.unbind(on_flip=shows)
        Clock.schedule_once(is_seen)  # this comes just before the frame is shown

    window.bind(on_flip=shows)


def leave() -> None:
    """Say that the screen ends."""
    Clock.unschedule(_beat)
    alive.stopping()


def _beat(_seconds: float) -> None:
    alive.beat()
