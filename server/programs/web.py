"""Serves the department's pages."""

import argparse
import signal
import socket
import sys

from server.programs.face import fail
from server.settings import ServerSettings
from server.store.database import open_store
from words import _


def told() -> str:
    """Return what the program does."""
    return _("Mở trang số liệu cho Sở Y tế.")


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Nothing beside the settings."""


def run(_called: argparse.Namespace, settings: ServerSettings) -> int:
    """Serve the pages until told to stop."""
    from server.web.app import make_app, serve  # noqa: PLC0415 - only this program needs it

    web = settings.web
    open_store(settings.database)
    try:
        listener = socket.create_server((web.host, web.port))
    except OSError as error:
        return fail(
            _("Không mở được trang ở {host}, cổng {port}: {why}").format(
                host=web.host, port=web.port, why=error.strerror or error
            )
        )
    # uvicorn closes in good order and then raises the signal again.
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(0))
    signal.signal(signal.SIGINT, lambda *_signal: sys.exit(0))
    sys.stdout.write(
        _("Trang số liệu: http://{host}:{port}/").format(host=web.host, port=web.port) + "\n"
    )
    sys.stdout.flush()
    with listener:
        serve(make_app(province=settings.province, language=web.language), listener)
    return 0
