"""Serving the pages: HTTP to this computer or a proxy on it, or HTTPS with a certificate."""

import socket
from pathlib import Path

import uvicorn
from fastapi import FastAPI

_PATIENCE_SECONDS = 3
"""How long browsers may keep a connection open once the program was told to stop."""


def serve(
    app: FastAPI,
    listener: socket.socket,
    *,
    certificate: Path | None = None,
    key: Path | None = None,
) -> None:
    """Serve until SIGTERM; raise `OSError` if the certificate cannot be used."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_PATIENCE_SECONDS,
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )
    uvicorn.Server(config).run(sockets=[listener])
