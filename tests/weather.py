"""Weather on a line: so many bits a second, so many packets lost, packet by packet over TUN."""

import fcntl
import os
import random
import select
import struct
import threading
import time
from collections import deque
from dataclasses import dataclass

_TUNSETIFF = 0x400454CA
_TUN_WITHOUT_HEADER = 0x0001 | 0x1000
"""<linux/if_tun.h>: TUNSETIFF; IFF_TUN and IFF_NO_PI."""
_PACKET_BYTES = 65_536
_IDLE_SECONDS = 0.2


@dataclass(frozen=True, kw_only=True)
class Weather:
    """What a line does, in each direction for itself."""

    bits_per_second: int
    loss: float
    """Of 1."""
    delay_seconds: float = 0.05
    buffer_seconds: float = 4.0
    """What waits longer for its turn is dropped."""
    seed: int = 1


class Tun:
    """A network interface whose packets a program carries."""

    def __init__(self, name: str) -> None:
        self.file = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(
            self.file, _TUNSETIFF, struct.pack("16sH22x", name.encode(), _TUN_WITHOUT_HEADER)
        )

    def close(self) -> None:
        """Take the interface away."""
        os.close(self.file)


class _Way:
    """One direction."""

    def __init__(self, weather: Weather, seed: int) -> None:
        self._weather, self._chance = weather, random.Random(seed)  # noqa: S311 - weather, no secret
        self._free_at = 0.0
        self.underway: deque[tuple[float, bytes]] = deque()

    def enter(self, packet: bytes, now: float) -> None:
        """Take a packet in, or lose it."""
        weather = self._weather
        begins = max(now, self._free_at)
        if self._chance.random() < weather.loss or begins - now > weather.buffer_seconds:
            return
        self._free_at = begins + len(packet) * 8 / weather.bits_per_second
        self.underway.append((self._free_at + weather.delay_seconds, packet))


class WeatherThread(threading.Thread):
    """Carries packets between two interfaces until it is stopped."""

    def __init__(self, ends: tuple[Tun, Tun], weather: Weather) -> None:
        super().__init__(name="weather", daemon=True)
        self.stuck = False
        self._ways = {
            ends[0].file: (_Way(weather, weather.seed), ends[1].file),
            ends[1].file: (_Way(weather, weather.seed + 1), ends[0].file),
        }
        self._is_stopping = False

    def stop(self) -> None:
        """Stop carrying."""
        self._is_stopping = True
        self.join()

    def run(self) -> None:
        """Carry."""
        while not self._is_stopping:
            readable, _writable, _faults = select.select(
                list(self._ways), [], [], self._wait(time.monotonic())
            )
            now = time.monotonic()
            for end in readable:
                packet = os.read(end, _PACKET_BYTES)
                if not self.stuck:
                    self._ways[end][0].enter(packet, now)
            for way, target in self._ways.values():
                while way.underway and way.underway[0][0] <= now:
                    _deliver(target, way.underway.popleft()[1])

    def _wait(self, now: float) -> float:
        dues = [way.underway[0][0] for way, _target in self._ways.values() if way.underway]
        return max(0.0, min([_IDLE_SECONDS, *(due - now for due in dues)]))


def _deliver(end: int, packet: bytes) -> None:
    try:
        os.write(end, packet)
    except OSError:  # the interface is not up yet, or not any more
        return
