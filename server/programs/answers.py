"""Answers terminals."""

import argparse

from server.answers.run import run_answers
from server.settings import ServerSettings
from words import _


def told() -> str:
    """Return what the program does."""
    return _("Trả lời máy quầy: đơn thuốc còn bao nhiêu, lô nào bị thu hồi, tiền đã về chưa.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing but the settings."""
    del parser


def run(called: argparse.Namespace, settings: ServerSettings) -> int:
    """Answer until told to stop."""
    return run_answers(called.settings, settings)
