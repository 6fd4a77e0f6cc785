"""Judges again what was set aside."""

import argparse
from datetime import UTC, datetime

from server.settings import ServerSettings
from server.store.database import open_store
from words import _


def told() -> str:
    """Return what the program does."""
    return _(
        "Xét lại các phiếu bị giữ riêng (sau khi nâng cấp máy chủ); phiếu nào nay đọc được thì lưu."
    )


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Nothing beside the settings."""


def run(_called: argparse.Namespace, settings: ServerSettings) -> int:
    """Store what is good now, and say how much that is."""
    from server.ingest.release import release  # noqa: PLC0415 - only this program needs it

    open_store(settings.database)
    released = release(datetime.now(UTC))
    print(
        _("Đã xét lại {looked_at} phiếu bị giữ riêng; {stored} phiếu nay đã lưu").format(
            looked_at=released.looked_at, stored=released.stored
        )
    )
    return 0
