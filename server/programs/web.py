"""Serves the department's pages."""

import argparse
import signal
import socket
import ssl
import sys
from collections.abc import Callable
from pathlib import Path

from server.programs.face import fail
from server.settings import ServerSettings, WebSettings
from server.store.database import close_store, open_store
from settings import SettingsError
from settings.secret import warn_if_open
from words import _


def told() -> str:
    """Return what the program does."""
    return _("Mở trang số liệu cho Sở Y tế.")


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Nothing beside the settings."""


def run(called: argparse.Namespace, settings: ServerSettings) -> int:
    """Serve the pages until told to stop."""
    # Imported here: only this program needs them.
    from server.accounts.second import sealer  # noqa: PLC0415
    from server.web.app import make_app  # noqa: PLC0415
    from server.web.serving import serve  # noqa: PLC0415
    from server.web.workers import Workers  # noqa: PLC0415

    web = settings.web
    _check_tls(called.settings, web)
    open_store(settings.database)
    secret = web.secret or called.settings.resolve().parent / "web.secret"
    try:
        sealed = sealer(secret)
        listener = socket.create_server((web.host, web.port))
    except PermissionError as error:
        return fail(_("Không dùng được khóa {file}: {why}").format(file=secret, why=error))
    except OSError as error:
        return fail(
            _("Không mở được trang ở {host}, cổng {port}: {why}").format(
                host=web.host, port=web.port, why=error.strerror or error
            )
        )
    # uvicorn closes in good order and then raises the signal again.
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(0))
    signal.signal(signal.SIGINT, lambda *_signal: sys.exit(0))
    scheme = "https" if web.certificate else "http"
    sys.stdout.write(
        _("Trang số liệu: {scheme}://{host}:{port}/").format(
            scheme=scheme, host=web.host, port=web.port
        )
        + "\n"
    )
    sys.stdout.flush()

    def serve_pages(tell: Callable[[], None]) -> None:
        open_store(settings.database)
        app = make_app(
            province=settings.province, department=web.name, language=web.language, sealer=sealed
        )
        serve(app, listener, certificate=web.certificate, key=web.key, tell=tell)

    close_store()  # no connection is shared between processes
    with listener:
        if web.processes > 1:
            return Workers(web.processes, serve_pages).run()
        serve_pages(lambda: None)
    return 0


def _check_tls(file: Path, web: WebSettings) -> None:
    """Raise `SettingsError` unless there are both files of HTTPS, or neither."""
    if web.certificate is None and web.key is None:
        return
    expected = _("chứng thư và khóa riêng của nó, dạng PEM")
    given = f"{web.certificate}, {web.key}"
    if web.certificate is None or web.key is None:
        raise SettingsError(file, "web.certificate, web.key", given, expected)
    warn_if_open(web.key)
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(web.certificate, web.key)
    except OSError as error:
        raise SettingsError(file, "web.certificate, web.key", given, expected) from error
