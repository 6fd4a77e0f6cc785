"""One connection to the broker, by paho's own steps: read, write, keep alive.

MQTT 3.1.1, a lasting session, QoS 1, acknowledged by hand. One thread reads and writes; others
hand over what is to be sent. Reading can be suspended, and then the broker keeps what it has.
"""

import logging
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from select import select
from threading import Lock
from typing import Any

from paho.mqtt.client import Client, ConnectFlags, MQTTMessage, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from server.ingest.message import Letter, Message
from wire import topics

CLIENT_ID = "ingest"
_KEEPALIVE_SECONDS = 30
_TURN_SECONDS = 1.0
_SUSPENDED_TURN_SECONDS = 0.1
_MANY = 65_535
_LOG = logging.getLogger(__name__)


class Connection:
    """A connection and the messages that came over it.

    An acknowledgement carries only a number, and on the next connection the same number may mean
    another message: so a message is acknowledged to the connection that brought it, and to one
    that has ended that means nothing.
    """

    def __init__(self, tls: ssl.SSLContext, receive: Callable[[Message], None]) -> None:
        self._receive = receive
        self._bell, self._ring = socket.socketpair()
        self._ring.settimeout(0.0)
        self._ringing = Lock()
        self._is_leaving = False
        self._client = Client(
            CallbackAPIVersion.VERSION2,
            client_id=CLIENT_ID,
            clean_session=False,
            protocol=MQTTv311,
            manual_ack=True,
        )
        self._client.tls_set_context(tls)
        self._client.max_inflight_messages_set(_MANY)  # receipts never wait for each other
        # With this callback in place only the thread in `run` writes to the socket; without it
        # whoever publishes would write too, in the middle of a packet.
        self._client.on_socket_register_write = _leave_to_run
        self._client.on_connect = _on_connect
        self._client.on_subscribe = _on_subscribe
        self._client.on_message = self._on_message

    def run(self, host: str, port: int, *, may_read: Callable[[], bool]) -> None:
        """Connect, and stay so until the end of the connection; raise `OSError`."""
        try:
            self._client.connect(host, port, _KEEPALIVE_SECONDS)
            if self._is_leaving:
                self._client.disconnect()
            while self._turn(reads=may_read()):
                pass
        finally:
            # Never while somebody rings: the number of a closed socket soon is another's.
            with self._ringing:
                self._bell.close()
                self._ring.close()

    def publish(self, letter: Letter) -> None:
        """Send at QoS 1. What the connection does not live to send is lost."""
        self._client.publish(letter.topic, letter.payload, qos=1)
        self._wake()

    def disconnect(self) -> None:
        """Send what has been handed over, say goodbye and end."""
        self._is_leaving = True
        self._client.disconnect()
        self._wake()

    def _turn(self, *, reads: bool) -> bool:
        """Wait for something to do and do it; return whether the connection lives."""
        line = self._client.socket()
        if line is None:
            return False
        waits = isinstance(line, ssl.SSLSocket) and line.pending() > 0
        timeout = 0.0 if reads and waits else _TURN_SECONDS if reads else _SUSPENDED_TURN_SECONDS
        readable, _writable, _faults = select(
            [self._bell, line] if reads else [self._bell],
            [line] if self._client.want_write() else [],
            [],
            timeout,
        )
        if self._bell in readable:
            self._bell.recv(4096)
        steps = [self._client.loop_misc]
        if self._client.want_write():
            steps.insert(0, self._client.loop_write)
        if line in readable or (reads and waits):
            steps.insert(0, self._client.loop_read)
        return all(step() == MQTTErrorCode.MQTT_ERR_SUCCESS for step in steps)

    def _on_message(self, _client: Client, _userdata: object, message: MQTTMessage) -> None:
        self._receive(
            Message(
                topic=_topic_of(message),
                payload=bytes(message.payload),
                acknowledge=partial(self._acknowledge, message.mid, message.qos),
            )
        )

    def _acknowledge(self, mid: int, qos: int) -> None:
        self._client.ack(mid, qos)
        self._wake()

    def _wake(self) -> None:
        """Let the thread in `run` see that there is something to write."""
        # No room: it has been woken often enough. Closed: the connection has ended.
        with self._ringing, suppress(OSError):
            self._ring.send(b"\0")


def _on_connect(
    client: Client,
    _userdata: object,
    _flags: ConnectFlags,
    reason: ReasonCode,
    _properties: Properties | None,
) -> None:
    if reason.is_failure:
        _LOG.error("the broker refuses: %s", reason)
    else:
        client.subscribe([(topics.ALL_ENTRIES, 1), (topics.ALL_STATUS, 1)])


def _on_subscribe(
    client: Client,
    _userdata: object,
    _mid: int,
    reasons: list[ReasonCode],
    _properties: Properties | None,
) -> None:
    if any(reason.is_failure for reason in reasons):
        _LOG.error("the broker refuses the subscription")
        client.disconnect()
    else:
        _LOG.info("connected to the broker: listening")


def _leave_to_run(_client: Client, _userdata: object, _socket: Any) -> None:
    """Do nothing: `run` looks for itself whether there is something to write."""


def _topic_of(message: MQTTMessage) -> str:
    try:
        return message.topic
    except UnicodeDecodeError:
        return ""
