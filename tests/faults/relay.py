"""A man in the middle who speaks MQTT: loses, repeats, delays, reorders and alters messages.

It shows the program a broker's certificate of its own and the broker the program's. What it drops
it acknowledges first: the worst that a broker can do.
"""

import asyncio
import random
import ssl
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from tests.faults.line import HOST
from tests.faults.packets import PUBACK, PUBLISH, Packet, Publish, puback, read_packet, read_publish
from tests.faults.weather import Direction, Weather

SPARE_NUMBERS = range(60_000, 65_000)
"""Packet identifiers of what the relay adds; both ends count up from 1 and never get there."""
REMEMBERED = 60
_LEAST_TO_FLIP = 8
Overhear = Callable[[str, Direction, Publish], None]


class Relay:
    """Stands before the broker for one program."""

    def __init__(
        self,
        name: str,
        weather: Weather,
        *,
        shows: ssl.SSLContext,
        goes_as: ssl.SSLContext,
        broker: int,
        overhear: Overhear,
    ) -> None:
        self.name, self.weather, self.overhear = name, weather, overhear
        self._shows, self._goes_as, self._broker = shows, goes_as, broker
        self.past: dict[Direction, deque[Publish]] = {
            "up": deque(maxlen=REMEMBERED),
            "down": deque(maxlen=REMEMBERED),
        }
        self.port = 0
        self.server: asyncio.Server

    async def open(self) -> None:
        self.server = await asyncio.start_server(self._accept, HOST, 0, ssl=self._shows)
        self.port = self.server.sockets[0].getsockname()[1]

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends = [writer]
        try:
            far_reader, far_writer = await asyncio.open_connection(
                HOST, self._broker, ssl=self._goes_as, server_hostname=HOST
            )
            ends.append(far_writer)
            up = _Way(self, "up", writer, far_writer)
            down = _Way(self, "down", far_writer, writer)
            up.back, down.back = down, up
            async with asyncio.TaskGroup() as both:
                both.create_task(up.run(reader))
                both.create_task(down.run(far_reader))
        except* (OSError, ssl.SSLError, asyncio.IncompleteReadError):
            pass
        finally:
            for end in ends:
                end.transport.abort()


class _Way:
    """One direction of one connection."""

    def __init__(
        self,
        relay: Relay,
        direction: Direction,
        origin: asyncio.StreamWriter,
        target: asyncio.StreamWriter,
    ) -> None:
        self._relay, self._direction = relay, direction
        self._origin, self._target = origin, target
        self._held: list[Publish] = []
        self._spare = 0
        self.lost_acknowledgements: set[int] = set()
        self.back: _Way

    async def run(self, reader: asyncio.StreamReader) -> None:
        while True:
            packet = await read_packet(reader)
            if packet.kind == PUBLISH:
                self._publish(read_publish(packet))
            elif packet.kind != PUBACK or not self._swallows(packet):
                self._target.write(packet.encode())
            await self._target.drain()

    def _swallows(self, packet: Packet) -> bool:
        number = packet.number
        if number in self.back.lost_acknowledgements:
            self.back.lost_acknowledgements.discard(number)
            return True
        return number in SPARE_NUMBERS

    def _publish(self, message: Publish) -> None:
        relay = self._relay
        relay.overhear(relay.name, self._direction, message)
        fate = relay.weather.fate_of_message(relay.name, self._direction)
        if not message.qos and fate == "lose-acknowledgement":
            fate = "drop"
        if fate != "none":
            leaf = message.topic.decode("utf-8", "replace").rpartition("/")[2]
            relay.weather.count(f"message: {fate} ({leaf})")
        getattr(self, "_" + fate.replace("-", "_"))(message)
        relay.past[self._direction].append(message)

    def _none(self, message: Publish) -> None:
        self._send(message)

    def _drop(self, message: Publish) -> None:
        if message.qos:
            self._origin.write(puback(message.number))

    def _duplicate(self, message: Publish) -> None:
        self._send(message)
        self._add(message)

    def _delay(self, message: Publish) -> None:
        self._send_later(message, self._dice.uniform(0.02, 0.4))

    def _reorder(self, message: Publish) -> None:
        """Hold it until another has passed, or for a while."""
        self._held.append(message)
        asyncio.get_running_loop().call_later(0.3, self._release)

    def _replay(self, message: Publish) -> None:
        self._send(message)
        past = [old for old in self._relay.past[self._direction] if old.topic == message.topic]
        if past:
            self._add(self._dice.choice(past))

    def _flip(self, message: Publish) -> None:
        """Change one bit of the payload on its way."""
        if len(message.payload) < _LEAST_TO_FLIP:
            self._send(message)
            return
        payload = bytearray(message.payload)
        bit = self._dice.randrange(len(payload) * 8)
        payload[bit // 8] ^= 1 << bit % 8
        self._send(
            Publish(
                first=message.first,
                topic=message.topic,
                number=message.number,
                payload=bytes(payload),
            )
        )

    def _lose_acknowledgement(self, message: Publish) -> None:
        self.lost_acknowledgements.add(message.number)
        self._send(message)

    @property
    def _dice(self) -> random.Random:
        return self._relay.weather.dice(f"relay {self._relay.name} {self._direction}")

    def _send(self, message: Publish) -> None:
        self._target.write(message.encode())
        self._release()

    def _release(self) -> None:
        held, self._held = self._held, []
        with suppress(OSError):
            for message in held:
                self._target.write(message.encode())

    def _send_later(self, message: Publish, seconds: float) -> None:
        asyncio.get_running_loop().call_later(seconds, self._send, message)

    def _add(self, message: Publish) -> None:
        """Send a message once more, under a number of the relay's own."""
        self._spare = (self._spare + 1) % len(SPARE_NUMBERS)
        self._target.write(message.numbered(SPARE_NUMBERS[self._spare]).encode())
