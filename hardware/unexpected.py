"""Errors that nobody expected, as the outermost loop of a thread notes them."""

import logging
import traceback


def note_unexpected(log: logging.Logger, what: str, error: Exception) -> None:
    """Note its kind and its place. Its text is left out: that may hold whatever was typed."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f'  File "{at.filename}", line {at.lineno}, in {at.name}' for at in frames]
    log.error("%s", "\n".join([f"{what}: {type(error).__name__}", *places]))
