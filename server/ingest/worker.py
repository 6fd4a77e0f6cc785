"""A worker process: has a desk of its own and records what the ingest process hands it.

`python -m server.ingest.worker SETTINGS DESCRIPTOR`; it ends when nobody is at the other end of
the descriptor. Signals are for the process that listens: it finishes what is in hand, and so do we.
"""

import logging
import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec

from server.ingest.desk import Desk, Payload
from server.ingest.message import Letter
from server.settings import load_settings, read_signing_key
from server.store.database import StoreUnavailableError, open_store


class Work(msgspec.Struct, frozen=True):
    """What is handed over."""

    messages: list[Payload]
    dropped: dict[str, int]
    is_poison: bool = False
    """Set aside unlooked at: whoever looked at it before did not live."""


class Done(msgspec.Struct, frozen=True):
    """What comes back: receipts, or why the database could not be used."""

    receipts: list[Payload] = []
    unavailable: str | None = None


def run(file: Path, line: Connection) -> None:
    """Work until the other end is gone."""
    settings = load_settings(file)
    desk = Desk(
        province=settings.province,
        key=read_signing_key(file, settings),
        keeps_sealed=settings.sealed is not None,
    )
    is_open = False
    while True:
        work = msgspec.msgpack.decode(line.recv_bytes(), type=Work)
        try:
            if not is_open:
                open_store(settings.database)
                is_open = True
            done = Done([(one.topic, one.payload) for one in _do(desk, work)])
        except StoreUnavailableError as error:
            done = Done(unavailable=str(error))
        line.send_bytes(msgspec.msgpack.encode(done))


def _do(desk: Desk, work: Work) -> list[Letter]:
    if work.is_poison:
        for message in work.messages:
            desk.set_aside(message)
        return []
    return desk.see_through(work.messages, work.dropped)


def main(file: Path, descriptor: int) -> None:
    """Begin."""
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, signal.SIG_IGN)
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    try:
        run(file, Connection(descriptor))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
