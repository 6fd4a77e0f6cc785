"""Registers terminals."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from server.programs.face import fail
from server.registrations import RegistrationRefusedError, read_registrations
from server.settings import ServerSettings
from server.store import terminals
from server.store.database import open_store, writing
from words import _

MAX_OLD_KEY_DAYS = 365


def told() -> str:
    """Return what the program does."""
    return _("Đăng ký máy quầy, hoặc cập nhật máy đã đăng ký.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which registrations, and what becomes of keys that they replace."""
    parser.add_argument("registrations", type=Path, nargs="+", metavar=_("TỆP_ĐĂNG_KÝ"))
    parser.add_argument(
        "--old-key-days",
        type=_days,
        default=terminals.OLD_KEY_DAYS,
        metavar=_("SỐ_NGÀY"),
        help=_(
            "máy đã có khóa khác: còn tin khóa cũ bao nhiêu ngày (mặc định {days}; 0: bỏ ngay)"
        ).format(days=terminals.OLD_KEY_DAYS),
    )


def run(called: argparse.Namespace, settings: ServerSettings) -> int:
    """Register all of the files, or none."""
    try:
        found = read_registrations(called.registrations, province=settings.province)
    except RegistrationRefusedError as error:
        return fail(str(error))
    open_store(settings.database)
    now = datetime.now(UTC)
    with writing():
        for registration in found:
            terminals.register(registration, now=now, old_key_days=called.old_key_days)
    for registration in found:
        print(
            _("Đã đăng ký {terminal}: {outlet}").format(
                terminal=registration.terminal, outlet=registration.outlet
            )
        )
    return 0


def _days(text: str) -> int:
    """Return a number of days; a year and more is a slip of the hand."""
    days = int(text)
    if not 0 <= days <= MAX_OLD_KEY_DAYS:
        raise argparse.ArgumentTypeError(
            _("cần số ngày từ 0 đến {most}").format(most=MAX_OLD_KEY_DAYS)
        )
    return days
