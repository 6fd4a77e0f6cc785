"""Registers terminals."""

import argparse
from pathlib import Path

from server.programs.face import fail
from server.registrations import RegistrationRefusedError, read_registrations
from server.settings import ServerSettings
from server.store import terminals
from server.store.database import open_store, writing
from words import _


def told() -> str:
    """Return what the program does."""
    return _("Đăng ký máy quầy, hoặc cập nhật máy đã đăng ký.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which registrations."""
    parser.add_argument("registrations", type=Path, nargs="+", metavar=_("TỆP_ĐĂNG_KÝ"))


def run(called: argparse.Namespace, settings: ServerSettings) -> int:
    """Register all of the files, or none."""
    try:
        found = read_registrations(called.registrations, province=settings.province)
    except RegistrationRefusedError as error:
        return fail(str(error))
    open_store(settings.database)
    with writing():
        for registration in found:
            terminals.register(registration)
    for registration in found:
        print(
            _("Đã đăng ký {terminal}: {outlet}").format(
                terminal=registration.terminal, outlet=registration.outlet
            )
        )
    return 0
