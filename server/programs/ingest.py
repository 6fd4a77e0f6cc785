"""Takes entries from the broker into the store."""

import argparse

from server.settings import ServerSettings
from words import _


def told() -> str:
    """Return what the program does."""
    return _("Nhận phiếu từ trạm MQTT, lưu rồi gửi biên nhận có chữ ký.")


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Nothing beside the settings."""


def run(called: argparse.Namespace, settings: ServerSettings) -> int:
    """Take entries in until told to stop."""
    # Imported here: no program loads what only another one needs.
    from server.ingest.run import run_ingest  # noqa: PLC0415

    return run_ingest(called.settings, settings)
