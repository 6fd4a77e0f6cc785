"""Takes batches of other vendors' software over HTTPS."""

import argparse
import os
import signal
import socket
import ssl
import sys
from pathlib import Path

from server.programs.face import fail
from server.settings import ServerSettings, read_signing_key
from server.store.address import is_postgresql
from server.store.database import open_store
from server.tally import Tally, Writer
from settings import SettingsError
from words import _


def told() -> str:
    """Return what the program does."""
    return _("Nhận sổ của phần mềm hãng khác qua HTTPS, lưu rồi trả biên nhận có chữ ký.")


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Nothing beside the settings."""


def run(called: argparse.Namespace, settings: ServerSettings) -> int:
    """Take batches until told to stop."""
    from server.ingest.desk import Desk  # noqa: PLC0415 - only this program needs these
    from server.ingest.door import Door, make_app  # noqa: PLC0415
    from server.ingest.serving import serve  # noqa: PLC0415
    from server.ingest.throttle import Throttle  # noqa: PLC0415
    from server.reference.snapshots import Snapshots  # noqa: PLC0415

    if settings.door is None:
        raise SettingsError(called.settings, "door", "", _("bảng [door] với chứng thư và khóa"))
    context = tls_for(called.settings, "door", settings.door.certificate, settings.door.key)
    key = read_signing_key(called.settings, settings)
    open_store(settings.database)
    tally = Tally()
    door = Door(
        desk=Desk(province=settings.province, key=key, keeps_sealed=settings.sealed is not None),
        province=settings.province,
        tally=tally,
        throttle=Throttle(rate=settings.ingest.rate, burst=settings.ingest.burst),
    )
    try:
        listener = socket.create_server((settings.door.host, settings.door.port))
    except OSError as error:
        return fail(
            _("Không mở được cổng {port} ở {host} để nhận sổ: {why}").format(
                host=settings.door.host, port=settings.door.port, why=error.strerror or error
            )
        )
    # uvicorn closes in good order and then raises the signal again.
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(0))
    signal.signal(signal.SIGINT, lambda *_signal: sys.exit(0))
    with listener, Writer(tally):
        serve(
            make_app(door, Snapshots(snapshot_folder(called.settings, settings), key)),
            listener,
            context,
        )
    return 0


def snapshot_folder(file: Path, settings: ServerSettings) -> Path:
    """Return where prepared files of reference data lie: where the service may write."""
    state = os.environ.get("STATE_DIRECTORY")
    if state:
        return Path(state) / "reference"
    beside = file if is_postgresql(settings.database) else Path(settings.database)
    return beside.resolve().parent / "reference-files"


def tls_for(file: Path, table: str, certificate: Path, key: Path) -> ssl.SSLContext:
    """Return the server's side of TLS; raise `SettingsError`, naming the settings `file`."""
    from server.ingest.serving import tls_context  # noqa: PLC0415

    try:
        return tls_context(str(certificate), str(key))
    except OSError as error:
        raise SettingsError(
            file,
            f"{table}.certificate, {table}.key",
            f"{certificate}, {key}",
            _("chứng thư và khóa riêng của nó, dạng PEM"),
        ) from error
