"""MQTT: brings messages into the inbox and carries receipts out. Nothing here judges.

MQTT 3.1.1, a lasting session, QoS 1, acknowledged by hand and only after the commit.
"""

import logging
import time
from functools import partial
from threading import Event, Thread
from typing import Any

from paho.mqtt.client import Client, ConnectFlags, MQTTMessage, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from server.ingest.backoff import Backoff
from server.ingest.inbox import Inbox
from server.ingest.message import Letter, Message
from server.settings import BrokerSettings, tls_to
from wire import topics

CLIENT_ID = "ingest"
_KEEPALIVE_SECONDS = 30
_STABLE_SECONDS = 30.0
"""A connection that lasted so long was a success: the next wait begins small again."""
_GOODBYE_SECONDS = 5.0
_LOG = logging.getLogger(__name__)


class Source:
    """Keeps a session with the broker up until it is closed.

    Every connection is a `Client` of its own, and a message is acknowledged to the client that
    brought it. An acknowledgement carries only a number, and after a reconnect the same number
    may mean another message: so one that comes too late goes to a client that is gone.
    """

    def __init__(self, *, broker: BrokerSettings, inbox: Inbox, stop: Event) -> None:
        self._broker, self._inbox, self._stop = broker, inbox, stop
        self._client: Client | None = None
        self._thread = Thread(target=self._run, name="mqtt", daemon=True)

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._thread.start()

    def send(self, letter: Letter) -> None:
        """Send at QoS 1. Without a connection it is lost: whoever lacks it asks again."""
        client = self._client
        if client:
            client.publish(letter.topic, letter.payload, qos=1)

    def close(self) -> None:
        """Send what has been handed over, say goodbye and stop. `stop` must be set."""
        client = self._client
        if client:
            client.disconnect()
        self._thread.join(_GOODBYE_SECONDS)

    def _run(self) -> None:
        backoff = Backoff()
        while not self._stop.is_set():
            began = time.monotonic()
            self._try_a_session()
            if time.monotonic() - began > _STABLE_SECONDS:
                backoff.reset()
            self._inbox.wait_for_room()
            self._stop.wait(backoff.next())

    def _try_a_session(self) -> None:
        try:
            self._session()
        except OSError as error:
            _LOG.warning("broker: %s", error)
        # The outermost loop of this thread: a broker that talks nonsense must not leave ingest
        # deaf; the next connection begins afresh.
        except Exception:  # noqa: BLE001
            _LOG.exception("the connection to the broker failed")
        finally:
            self._client = None

    def _session(self) -> None:
        client = self._new_client()
        client.connect(self._broker.host, self._broker.port, _KEEPALIVE_SECONDS)
        self._client = client
        if self._stop.is_set():
            client.disconnect()
        while client.loop(timeout=1.0) == MQTTErrorCode.MQTT_ERR_SUCCESS:
            pass
        _LOG.info("the connection to the broker has ended")

    def _new_client(self) -> Client:
        client = Client(
            CallbackAPIVersion.VERSION2,
            client_id=CLIENT_ID,
            clean_session=False,
            protocol=MQTTv311,
            manual_ack=True,
        )
        client.tls_set_context(tls_to(self._broker))
        client.max_inflight_messages_set(65_535)  # receipts never wait for each other
        # With this callback in place only the thread in `loop` writes to the socket; without it
        # the recorder's thread would write too, in the middle of a packet.
        client.on_socket_register_write = _leave_to_loop
        client.on_connect = self._on_connect
        client.on_subscribe = _on_subscribe
        client.on_message = self._on_message
        return client

    def _on_connect(
        self,
        client: Client,
        _userdata: object,
        _flags: ConnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        if reason.is_failure:
            _LOG.error("the broker refuses: %s", reason)
            return
        client.subscribe([(topics.ALL_ENTRIES, 1), (topics.ALL_STATUS, 1)])

    def _on_message(self, client: Client, _userdata: object, message: MQTTMessage) -> None:
        fits = self._inbox.put(
            Message(
                topic=_topic_of(message),
                payload=bytes(message.payload),
                acknowledge=partial(client.ack, message.mid, message.qos),
            )
        )
        if not fits:
            _LOG.warning("the inbox is full: leaving the rest with the broker")
            client.disconnect()


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


def _leave_to_loop(_client: Client, _userdata: object, _socket: Any) -> None:
    """Do nothing: `loop` looks for itself whether there is something to write."""


def _topic_of(message: MQTTMessage) -> str:
    try:
        return message.topic
    except UnicodeDecodeError:
        return ""
