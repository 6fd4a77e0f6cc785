"""Serving the pages: HTTP to this computer or a proxy on it, or HTTPS with a certificate."""

import gc
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from server.live import LiveServer

_NEW_OBJECTS = 50_000
"""After so many the garbage collector looks: a page makes thousands, and leaves hardly any."""
_PATIENCE_SECONDS = 3
"""How long browsers may keep a connection open once the program was told to stop."""


def serve(
    app: FastAPI,
    listener: socket.socket,
    *,
    certificate: Path | None = None,
    key: Path | None = None,
    tell: Callable[[], None] = lambda: None,
) -> None:
    """Serve until SIGTERM; raise `OSError` if the certificate cannot be used.

    `tell` is called ten times a second, as long as the loop that answers goes on.
    """
    _settle()
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_PATIENCE_SECONDS,
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )
    _Telling(config, "serving the pages", tell).run(sockets=[listener])


def _settle() -> None:
    """Spare the garbage collector what stays: going through it held pages up for 0.1 s."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 20, 20)


class _Telling(LiveServer):
    """Tells whoever started it, too, that its loop goes on."""

    def __init__(self, config: uvicorn.Config, ready: str, tell: Callable[[], None]) -> None:
        super().__init__(config, ready)
        self._tell = tell

    async def on_tick(self, counter: int) -> bool:
        """Go on."""
        self._tell()
        return await super().on_tick(counter)
