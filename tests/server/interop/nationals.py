"""Ways to an invented national system: over HTTP to the simulator, and without a network."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Protocol

import httpx
import msgspec
import uvicorn

from server.interop.fake import FakeNational
from server.interop.http import HttpNational
from server.interop.invented import Invented
from server.interop.mood import Behaviour, Mood
from server.interop.national import NationalSystem
from server.interop.simulator import APP_KEY, APP_NAME, Manner, simulator
from server.settings import NationalSettings


class Way(Protocol):
    """A connector, and the invented system behind it."""

    @property
    def system(self) -> Invented: ...

    @property
    def national(self) -> NationalSystem: ...

    def behave(self, mood: Mood, *, seconds: float = 0.0, times: int = 0) -> None: ...

    @property
    def asked(self) -> int: ...


class Direct:
    def __init__(self) -> None:
        self.system = Invented()
        self.national = FakeNational(self.system)

    def behave(self, mood: Mood, *, seconds: float = 0.0, times: int = 0) -> None:
        self.national.behaviour = Behaviour(mood=mood, seconds=seconds, times=times)

    @property
    def asked(self) -> int:
        return self.national.asked


class OverHttp:
    def __init__(self, address: str, system: Invented, manner: Manner, key: str = APP_KEY) -> None:
        self.address, self.system, self._manner = address, system, manner
        settings = NationalSettings(address=address, app_name=APP_NAME, app_key=Path("-"))
        self.national = HttpNational(settings, key)

    def behave(self, mood: Mood, *, seconds: float = 0.0, times: int = 0) -> None:
        body = msgspec.json.encode(Behaviour(mood=mood, seconds=seconds, times=times))
        httpx.put(f"{self.address}/_mood", content=body, trust_env=False).raise_for_status()

    @property
    def asked(self) -> int:
        return self._manner.asked


@contextmanager
def over_http() -> Iterator[OverHttp]:
    """Run the simulator on a port of its own until the block ends."""
    system, manner = Invented(), Manner()
    config = uvicorn.Config(
        simulator(system, manner), host="127.0.0.1", port=0, log_level="error", lifespan="off",
        timeout_graceful_shutdown=1,
    )  # fmt: skip
    server = uvicorn.Server(config)
    thread = Thread(target=server.run)
    thread.start()
    try:
        yield OverHttp(f"http://127.0.0.1:{_port(server)}", system, manner)
    finally:
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


def _port(server: uvicorn.Server) -> int:
    until = time.monotonic() + 20
    while not server.started:
        assert time.monotonic() < until
        time.sleep(0.01)
    port: int = server.servers[0].sockets[0].getsockname()[1]
    return port
