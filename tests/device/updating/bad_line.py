"""The province's counter for bundles behind real TLS, and a line to it that keeps breaking."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from server.enrolment.bundle_counter import offer_bundles
from server.fleet.bundles import Bundles
from tests.certificates import Pki, make_pki


@dataclass
class Line:
    """A relay that carries so many bytes from the server, and breaks off; then it is tried anew."""

    port: int
    target: int
    most: int | None = None
    """Bytes for each connection; None: any number."""
    calls: int = 0
    carried: int = 0
    _open: list[socket.socket] = field(default_factory=list)

    def carry(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _address = listener.accept()
            except OSError:
                return
            self.calls += 1
            far = socket.create_connection(("127.0.0.1", self.target))
            self._open += [near, far]
            threading.Thread(target=self._pump, args=(near, far, None), daemon=True).start()
            threading.Thread(target=self._pump, args=(far, near, self.most), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, most: int | None) -> None:
        left = most
        with suppress(OSError):
            while left is None or left > 0:
                chunk = source.recv(4096 if left is None else min(4096, left))
                if not chunk:
                    break
                target.sendall(chunk)
                self.carried += 0 if target.getpeername()[1] == self.target else len(chunk)
                left = None if left is None else left - len(chunk)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        for one in self._open:
            one.close()


@dataclass(frozen=True)
class Counter:
    """The province, as a terminal reaches it."""

    line: Line
    pki: Pki
    shelf: Path
    """Folder with bundles."""
    held: set[str]
    """Versions that are kept back."""

    @property
    def address(self) -> str:
        return f"https://127.0.0.1:{self.line.port}/v1/bundles"


@contextmanager
def open_counter(folder: Path) -> Iterator[Counter]:
    """Serve bundles until the end of the block."""
    pki, shelf = make_pki(folder / "pki"), folder / "shelf"
    shelf.mkdir()
    app = FastAPI()
    held: set[str] = set()
    offer_bundles(app, Bundles(shelf), held.__contains__)
    config = uvicorn.Config(app, log_level="warning", lifespan="off")
    config.load()
    config.ssl = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    config.ssl.load_cert_chain(pki.broker.certificate, pki.broker.key)
    server = uvicorn.Server(config)
    behind, front = socket.create_server(("127.0.0.1", 0)), socket.create_server(("127.0.0.1", 0))
    line = Line(front.getsockname()[1], behind.getsockname()[1])
    threads = [
        threading.Thread(target=server.run, kwargs={"sockets": [behind]}),
        threading.Thread(target=line.carry, args=(front,)),
    ]
    for thread in threads:
        thread.start()
    try:
        yield Counter(line, pki, shelf, held)
    finally:
        server.should_exit = True
        front.shutdown(socket.SHUT_RDWR)
        front.close()
        line.close()
        for thread in threads:
            thread.join()
        behind.close()
