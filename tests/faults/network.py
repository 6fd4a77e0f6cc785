"""The network of a campaign: a line, and where wanted a relay, for every program; in one thread."""

import asyncio
import ssl
import threading
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from tests.faults.line import Line
from tests.faults.relay import Overhear, Relay
from tests.faults.weather import Weather

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """What a TLS end shows."""

    authority: Path
    certificate: Path
    key: Path

    def as_client(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=self.authority)
        context.load_cert_chain(self.certificate, self.key)
        return context

    def as_server(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context


class Network:
    """Runs until it is closed."""

    def __init__(self, weather: Weather, *, broker: int, broker_papers: Papers) -> None:
        self.weather, self._broker, self._broker_papers = weather, broker, broker_papers
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="network", daemon=True)
        self._thread.start()
        self._lines: list[Line] = []
        self._relays: list[Relay] = []

    def connect(self, name: str, papers: Papers, overhear: Overhear) -> int:
        """Return a port that leads to the broker, by a line and a relay."""
        relay = Relay(
            name,
            self.weather,
            shows=self._broker_papers.as_server(),
            goes_as=papers.as_client(),
            broker=self._broker,
            overhear=overhear,
        )
        self._do(relay.open())
        self._relays.append(relay)
        return self.open_line(name, target=relay.port)

    def open_line(self, name: str, *, target: int) -> int:
        """Return a port that leads to another by a line alone."""
        line = Line(name, self.weather, target=target)
        self._do(line.open())
        self._lines.append(line)
        return line.port

    def cut_all(self) -> None:
        """Reset every connection."""
        for line in self._lines:
            self._loop.call_soon_threadsafe(line.cut)

    def close(self) -> None:
        # A connection that is cancelled in the middle is no news any more.
        self._loop.set_exception_handler(lambda _loop, _context: None)
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        for server in [*(line.server for line in self._lines), *(r.server for r in self._relays)]:
            server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)  # what they closed is closed in the next turn

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)
