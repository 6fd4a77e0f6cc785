"""Serving the door over TLS, to callers who may be slow, silent or hostile."""

import asyncio
import socket
import ssl
from typing import cast

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from server.live import LiveServer

_SILENT_SECONDS = 10.0
"""From the handshake to a whole request head."""
_MAX_CONNECTIONS = 256
_GOODBYE_SECONDS = 20


def tls_context(certificate: str, key: str) -> ssl.SSLContext:
    """Return the server's side of TLS, 1.2 or newer; raise `OSError` if a file cannot be used."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificate, key)
    return context


def serve(app: FastAPI, listener: socket.socket, context: ssl.SSLContext) -> None:
    """Serve until SIGTERM; requests in hand are answered first."""
    config = uvicorn.Config(
        app,
        http=_Impatient,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=_MAX_CONNECTIONS,
        timeout_graceful_shutdown=_GOODBYE_SECONDS,
        ssl_context_factory=lambda _config, _default: context,
    )
    LiveServer(config, "the door is open").run(sockets=[listener])


class _Impatient(H11Protocol):
    """A connection that is closed if nobody asks anything on it: uvicorn waits for ever."""

    _tick: asyncio.TimerHandle | None = None
    _last: RequestResponseCycle | None = None
    """The request that had been answered, or was not there, when last looked at."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._tick = self.loop.call_later(_SILENT_SECONDS, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        if self._tick:
            self._tick.cancel()
        super().connection_lost(exc)

    def _look(self) -> None:
        now = cast("RequestResponseCycle | None", self.cycle)
        if now is self._last and (now is None or now.response_complete):
            self.transport.abort()
            return
        self._last = now
        self._tick = self.loop.call_later(_SILENT_SECONDS, self._look)
