"""Lets new terminals in, and renews certificates, over HTTPS."""

import argparse
import signal
import socket
import sys

from server.programs.door import snapshot_folder, tls_for
from server.programs.face import fail
from server.settings import ServerSettings, read_signing_key
from server.store.database import open_store, reading
from words import _


def told() -> str:
    """Return what the program does."""
    return _("Nhận máy quầy mới vào tỉnh bằng mã trên nhãn, và cấp lại chứng thư cho máy quầy.")


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Nothing beside the settings."""


def run(called: argparse.Namespace, settings: ServerSettings) -> int:
    """Let terminals in until told to stop."""
    from server.enrolment import furnishing  # noqa: PLC0415 - only this program needs these
    from server.enrolment.bundle_counter import offer_bundles  # noqa: PLC0415
    from server.enrolment.door import EnrolDoor, make_app  # noqa: PLC0415
    from server.enrolment.forgetting import Forgetting  # noqa: PLC0415
    from server.fleet.bundles import Bundles  # noqa: PLC0415
    from server.ingest.serving import serve  # noqa: PLC0415
    from server.ingest.throttle import Throttle  # noqa: PLC0415
    from server.reference.snapshots import Snapshots  # noqa: PLC0415

    enrol = furnishing.enrol_settings(called.settings, settings)
    context = tls_for(called.settings, "enrol", enrol.certificate, enrol.key)
    key = read_signing_key(called.settings, settings)
    enrolment, renewal = furnishing.make_desks(
        called.settings, enrol, province=settings.province, signing=key.public_key()
    )
    door = EnrolDoor(
        enrolment=enrolment,
        renewal=renewal,
        throttle=Throttle(rate=enrol.rate, burst=enrol.burst),
        authority=enrol.authority.read_bytes(),
    )
    open_store(settings.database)
    try:
        listener = socket.create_server((enrol.host, enrol.port))
    except OSError as error:
        return fail(
            _("Không mở được cổng {port} ở {host} để nhận máy mới: {why}").format(
                host=enrol.host, port=enrol.port, why=error.strerror or error
            )
        )
    # uvicorn closes in good order and then raises the signal again.
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(0))
    signal.signal(signal.SIGINT, lambda *_signal: sys.exit(0))
    with listener, Forgetting():
        snapshots = Snapshots(snapshot_folder(called.settings, settings), key)
        app = make_app(door, snapshots)
        offer_bundles(app, Bundles(enrol.bundles), _is_held)
        serve(app, listener, context)
    return 0


def _is_held(version: str) -> bool:
    """Whether the rollout of a version is paused or stopped; raise `StoreUnavailableError`."""
    from server.fleet import rollouts  # noqa: PLC0415

    with reading():
        return rollouts.is_held(version)
