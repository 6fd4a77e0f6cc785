"""A TCP line between a program and the broker that breaks, stalls, truncates and crawls."""

import asyncio
import socket
import struct
from contextlib import suppress

from tests.faults.weather import LINE_BYTES_PER_SECOND, ConnectionFate, Direction, Weather

HOST = "127.0.0.1"
_CHUNK = 4096
_RESET = struct.pack("ii", 1, 0)


class Line:
    """Listens on a port and carries bytes to another."""

    def __init__(self, name: str, weather: Weather, *, target: int) -> None:
        self.name, self._weather, self._target = name, weather, target
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0
        self.server: asyncio.Server

    async def open(self) -> None:
        self.server = await asyncio.start_server(self._accept, HOST, 0)
        self.port = self.server.sockets[0].getsockname()[1]

    def cut(self) -> None:
        """Reset every connection there is."""
        for writer in list(self._open):
            _reset(writer)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection(HOST, self._target)
        except OSError:
            _reset(writer)
            return
        self._open |= {writer, far_writer}
        fate = self._weather.fate_of_connection(self.name)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(_Pump(self._weather, fate, "up").run(reader, far_writer))
                both.create_task(_Pump(self._weather, fate, "down").run(far_reader, writer))
        except* (OSError, _CutError) as broken:
            for end in (writer, far_writer):
                if any(isinstance(error, _CutError) for error in broken.exceptions):
                    _reset(end)
        finally:
            for end in (writer, far_writer):
                end.close()
                self._open.discard(end)


class _CutError(Exception):
    """The line was cut on purpose."""


class _Pump:
    """Carries one direction of one connection."""

    def __init__(self, weather: Weather, fate: ConnectionFate, direction: Direction) -> None:
        self._weather, self._fate = weather, fate
        self._is_mine = fate.direction == direction
        self._dice = weather.dice(f"chunks {direction}")
        self._carried = 0
        self._struck = False

    async def run(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(_CHUNK):
            before, self._carried = self._carried, self._carried + len(data)
            if self._weather.storm and self._fate.kind != "none":
                await self._strike(data, self._fate.at_byte - before, writer)
            writer.write(data)
            await writer.drain()
        with suppress(OSError):
            writer.write_eof()
        # The other direction ends with its own end; MQTT has no use for half a connection.
        raise _EndError

    async def _strike(self, data: bytes, offset: int, writer: asyncio.StreamWriter) -> None:
        kind = self._fate.kind
        if kind == "delays":
            if self._dice.random() < 0.5:
                self._weather.count("line: delayed")
                await asyncio.sleep(self._dice.uniform(0.002, 0.05))
        elif kind == "throttle":
            self._count_once("line: throttled to 64 kbit/s")
            await asyncio.sleep(len(data) / LINE_BYTES_PER_SECOND)
        elif self._is_mine and not self._struck and 0 <= offset < len(data):
            await self._break(data[:offset], writer)

    async def _break(self, part: bytes, writer: asyncio.StreamWriter) -> None:
        kind = self._fate.kind
        self._struck = True
        if kind == "stall":
            self._weather.count("line: stalled")
            await asyncio.sleep(self._fate.seconds)
            return
        if kind == "rst":
            self._weather.count("line: cut (RST)")
            raise _CutError
        writer.write(part)
        await writer.drain()
        if kind == "truncate":
            self._weather.count("line: truncated in a record")
            await asyncio.sleep(self._fate.seconds)
            raise _CutError
        self._weather.count("line: closed (FIN)")
        raise _EndError

    def _count_once(self, fault: str) -> None:
        if not self._struck:
            self._struck = True
            self._weather.count(fault)


class _EndError(OSError):
    """One side has said that it is done."""


def _reset(writer: asyncio.StreamWriter) -> None:
    """Close with RST instead of FIN (SO_LINGER of nought)."""
    line: socket.socket | None = writer.get_extra_info("socket")
    if line is not None:
        with suppress(OSError):
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    writer.transport.abort()
