"""Kivy's environment: the one place that settles it, before Kivy is imported."""

import logging
import os

_ENVIRONMENT = {
    "KIVY_NO_ARGS": "1",  # else Kivy eats the command line
    "KIVY_NO_CONFIG": "1",  # no file in the home folder decides how the counter looks
    "KIVY_NO_FILELOG": "1",
    "KIVY_NO_CONSOLELOG": "1",
    "KIVY_LOG_MODE": "PYTHON",  # Kivy's log goes where the program's log goes
    "KIVY_METRICS_DENSITY": "1",  # one pixel is one pixel
    "KIVY_METRICS_FONTSCALE": "1",
    "KIVY_DPI": "96",
    "KIVY_CLOCK": "interrupt",  # what another thread brings is drawn at once, not a frame later
}


def settle() -> None:
    """Set the environment. Kivy reads it when it is imported for the first time."""
    os.environ.update(_ENVIRONMENT)
    logging.getLogger("kivy").addFilter(_worth_logging)


def _worth_logging(record: logging.LogRecord) -> bool:
    """Whether Kivy says anything that matters: not its progress, nor a library nobody needs."""
    return record.levelno >= logging.WARNING and "MTDev" not in record.getMessage()
