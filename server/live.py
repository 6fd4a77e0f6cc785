"""A web server that tells its supervisor how it is, from the loop that answers."""

import logging
import socket

import uvicorn

from settings import alive

_LOG = logging.getLogger(__name__)


class LiveServer(uvicorn.Server):
    """Says when it serves: uvicorn does not, for a socket that it did not open itself."""

    def __init__(self, config: uvicorn.Config, ready: str) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        if not self.should_exit:
            _LOG.info(self._ready)
            alive.ready(self._ready)

    async def on_tick(self, counter: int) -> bool:
        """Go on, ten times a second: a request that holds up the loop holds up this too."""
        alive.beat()
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer what is in hand, and end."""
        alive.stopping()
        await super().shutdown(sockets)
