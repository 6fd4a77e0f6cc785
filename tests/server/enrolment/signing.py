"""A signer behind a real socket, which may be silent, talk nonsense or be away."""

import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Self

import msgspec

from tests.server.enrolment.office import OwnSigner


class SocketOffice:
    """Answers on a Unix socket as the signer's program does, while a block runs."""

    def __init__(self, path: Path, signer: OwnSigner | None = None) -> None:
        self.path, self.signer = path, signer or OwnSigner()
        self.asked: list[dict[str, str]] = []
        self.says: Callable[[dict[str, str]], bytes] = self._sign
        self._listener: socket.socket | None = None

    def __enter__(self) -> Self:
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self.path))
        self._listener.listen()
        self._thread = threading.Thread(target=self._serve, args=(self._listener,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        assert self._listener is not None
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)
        self.path.unlink()

    def _serve(self, listener: socket.socket) -> None:
        while True:
            try:
                line, _address = listener.accept()
            except OSError:
                return
            with line, line.makefile("rb") as reader:
                asked = msgspec.json.decode(reader.readline(), type=dict[str, str])
                self.asked.append(asked)
                line.sendall(self.says(asked))

    def _sign(self, asked: dict[str, str]) -> bytes:
        certificate, root = self.signer.answer(asked["csr"], asked["terminal"])
        return msgspec.json.encode({"certificate": certificate, "authority": root}) + b"\n"
