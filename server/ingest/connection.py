"""One connection to the broker: read, write, keep alive (`docs/adr/0010-reading-mqtt.md`).

A lasting session, QoS 1 in, acknowledged by hand, QoS 0 out. One thread reads and writes; others
hand over what is to be sent. Reading can be suspended, and then the broker keeps what it has.
"""

import logging
import math
import socket
import ssl
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from select import select
from threading import Lock

from server.ingest import mqtt
from server.ingest.message import Letter, Message
from settings.alive import Pulse
from wire import topics

CLIENT_ID = "ingest"
_KEEPALIVE_SECONDS = 30
_PING_SECONDS = 10.0
_DEAF_SECONDS = 25.0
"""Without a word from the broker, though we ask: the line is dead."""
_CONNECT_SECONDS = 10.0
_TURN_SECONDS = 1.0
_SUSPENDED_TURN_SECONDS = 0.1
_CHUNK = 64 * 1024
_MOST_READ = 512 * 1024
"""In one turn, before what waits to be written has its turn."""
_MOST_UNWRITTEN = 8 * 1024 * 1024
"""A broker that does not take what it is sent gets nothing read from it either."""
_LOG = logging.getLogger(__name__)


class RefusedError(OSError):
    """The broker does not want us, or not let us hear what we must."""


class Connection:
    """A connection and the messages that came over it.

    An acknowledgement carries only a number, and on the next connection the same number may mean
    another message: so a message is acknowledged to the connection that brought it, and to one
    that has ended that means nothing.
    """

    def __init__(
        self,
        tls: ssl.SSLContext,
        receive: Callable[[Message], None],
        pulse: Pulse | None = None,
    ) -> None:
        self._tls, self._receive = tls, receive
        self._pulse = pulse or Pulse(math.inf)
        self.is_listening = False
        self._bell, self._ring = socket.socketpair()
        self._ring.settimeout(0.0)
        self._ringing = Lock()
        self._is_leaving = self._has_ended = self._has_rung = False
        self._reader = mqtt.Reader()
        self._letters: deque[bytes] = deque()
        self._unwritten = bytearray()
        self._heard_at = self._pinged_at = time.monotonic()

    def run(self, host: str, port: int, *, may_read: Callable[[], bool]) -> None:
        """Connect, and stay so until the end of the connection; raise `OSError`."""
        try:
            with (
                socket.create_connection((host, port), _CONNECT_SECONDS) as plain,
                self._tls.wrap_socket(plain, server_hostname=host) as line,
            ):
                line.setblocking(False)  # noqa: FBT003 (the socket's own way)
                self._unwritten += mqtt.connect(CLIENT_ID, keepalive_seconds=_KEEPALIVE_SECONDS)
                self._heard_at = self._pinged_at = time.monotonic()
                while self._turn(line, may_read):
                    self._pulse.works()
        finally:
            self.is_listening = False
            # Never while somebody rings: the number of a closed socket soon is another's.
            with self._ringing:
                self._has_ended = True
                self._bell.close()
                self._ring.close()

    def publish(self, letter: Letter) -> None:
        """Send at QoS 0. What the connection does not live to send is lost."""
        self._hand_over(mqtt.publish(letter.topic, letter.payload))

    def disconnect(self) -> None:
        """Send what has been handed over, say goodbye and end."""
        self._is_leaving = True
        self._wake()

    def _turn(self, line: ssl.SSLSocket, may_read: Callable[[], bool]) -> bool:
        """Wait for something to do and do it; return whether the connection lives."""
        if self._is_leaving and not self._letters and not self._unwritten:
            with suppress(OSError):
                line.send(mqtt.DISCONNECT)
            return False
        reads = may_read() and len(self._unwritten) < _MOST_UNWRITTEN
        wants_write = bool(self._unwritten or self._letters)
        waits = reads and line.pending() > 0
        readable, writable, _faults = select(
            [self._bell, line] if reads else [self._bell],
            [line] if wants_write else [],
            [],
            0.0 if waits else _TURN_SECONDS if reads else _SUSPENDED_TURN_SECONDS,
        )
        if self._bell in readable:
            self._bell.recv(4096)
            self._has_rung = False
        if line in readable or waits:
            self._read(line, may_read)
        if writable or self._letters:
            self._write(line)
        self._keep_alive(hears=reads)
        return not self._has_ended

    def _read(self, line: ssl.SSLSocket, may_read: Callable[[], bool]) -> None:
        read = 0
        while read < _MOST_READ and may_read():
            try:
                data = line.recv(_CHUNK)
            except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
                return
            except ConnectionError:
                data = b""
            if not data:
                self._has_ended = True
                return
            read += len(data)
            self._heard_at = time.monotonic()
            for packet in self._reader.feed(data):
                self._on_packet(packet)

    def _on_packet(self, packet: mqtt.Packet) -> None:
        if isinstance(packet, mqtt.Publication):
            self._on_message(packet)
        elif isinstance(packet, mqtt.ConnectAnswer):
            if packet.code:
                raise RefusedError(f"the broker refuses the connection: code {packet.code}")
            self._letters.append(mqtt.subscribe(1, [topics.ALL_ENTRIES, topics.ALL_STATUS]))
        elif isinstance(packet, mqtt.SubscribeAnswer):
            if any(granted != 1 for granted in packet.granted):
                raise RefusedError("the broker refuses the subscription")
            self.is_listening = True
            _LOG.info("connected to the broker: listening")

    def _on_message(self, packet: mqtt.Publication) -> None:
        self._receive(
            Message(
                topic=packet.topic.decode("utf-8", "replace"),
                payload=packet.payload,
                acknowledge=partial(self._acknowledge, packet.packet_id),
            )
        )

    def _acknowledge(self, packet_id: int) -> None:
        if packet_id:
            self._hand_over(mqtt.acknowledge(packet_id))

    def _hand_over(self, letter: bytes) -> None:
        self._letters.append(letter)
        if not self._has_rung:
            self._wake()

    def _wake(self) -> None:
        """Let the thread in `run` see that there is something to write."""
        self._has_rung = True
        # No room: it has been woken often enough. Closed: the connection has ended.
        with self._ringing, suppress(OSError):
            self._ring.send(b"\0")

    def _write(self, line: ssl.SSLSocket) -> None:
        for _ in range(len(self._letters)):
            self._unwritten += self._letters.popleft()
        while self._unwritten:
            try:
                written = line.send(bytes(self._unwritten[:_CHUNK]))
            except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
                return
            except ConnectionError:
                self._has_ended = True
                return
            del self._unwritten[:written]

    def _keep_alive(self, *, hears: bool) -> None:
        now = time.monotonic()
        if not hears:
            self._heard_at = now  # what we do not listen to cannot be missed
        elif now - self._heard_at > _DEAF_SECONDS:
            raise TimeoutError("the broker is silent")
        if now - self._pinged_at > _PING_SECONDS:
            self._pinged_at = now
            self._letters.append(mqtt.PINGREQ)
