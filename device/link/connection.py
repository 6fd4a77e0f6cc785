"""One MQTT connection to the province's broker. The only file of the terminal that knows MQTT."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from paho.mqtt.client import Client, MQTTMessage, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode

from device.link.door import Door
from device.link.exchange import LEAVE_SECONDS
from device.settings import BrokerSettings

log = logging.getLogger(__name__)

KEEPALIVE_SECONDS = 120
"""Between two signs of life on a line with nothing to say: some 200 bytes each, 0.15 MB a day."""
STEP_SECONDS = 10.0
"""For each step of connecting."""
READY_SECONDS = 30.0
"""For all of them: name, TCP, TLS, CONNACK, SUBACK."""


class ConnectionLostError(ConnectionError):
    """The broker cannot be reached, or the connection broke."""


class Connection:
    """Connects once; a lost connection is thrown away and a new one is made.

    The session is clean: the broker keeps nothing for a terminal that is away, because what
    matters is sent again until it is receipted. Connecting is left to a thread of its own: a
    name server or a handshake that hangs is left behind, and holds nobody up.
    """

    def __init__(
        self,
        broker: BrokerSettings,
        *,
        client_id: str,
        hears: Mapping[str, Callable[[bytes], None]],
        on_left: Callable[[], None],
    ) -> None:
        """`hears`: whom to give what comes on each topic; `on_left`: every batch has left."""
        self._broker, self._hears, self._on_left = broker, hears, on_left
        self._listening = False
        self._refusal = ""
        self._leaving: dict[int, float] = {}
        self._client = self._make_client(client_id)
        self._door: Door | None = None
        self._dialling: threading.Thread | None = None
        self._failure: Exception | None = None
        self._ready_by = 0.0

    @property
    def ready(self) -> bool:
        """Whether batches may be sent: connected, and listening for receipts."""
        return self._listening and self._client.is_connected()

    def open(self) -> None:
        """Begin to connect; raise `ConnectionLostError` where that fails at once."""
        broker = self._broker
        try:
            self._door = Door(broker.ca, broker.certificate, broker.key)
        except OSError as error:
            raise ConnectionLostError(f"the certificates cannot be used: {error}") from error
        self._client.tls_set_context(self._door)
        self._ready_by = time.monotonic() + READY_SECONDS
        self._dialling = threading.Thread(
            target=self._dial, args=(self._door,), name="dial", daemon=True
        )
        self._dialling.start()

    def send(self, topic: str, batch: bytes) -> None:
        """Hand a batch to the broker at QoS 1. Only a receipt shows that it arrived."""
        sent = self._client.publish(topic, batch, qos=1)
        self._leaving[sent.mid] = time.monotonic()

    def mention(self, topic: str, message: bytes) -> None:
        """Hand over at QoS 0 what may get lost."""
        self._client.publish(topic, message, qos=0)

    def work(self, seconds: float) -> None:
        """Send and receive for up to so long; raise `ConnectionLostError`."""
        if self._dialling and self._dialling.is_alive():
            self._dialling.join(seconds)
        else:
            self._loop(seconds)
        now = time.monotonic()
        if not self.ready and now >= self._ready_by:
            raise ConnectionLostError("the broker does not let us listen in time")
        if any(now - since >= LEAVE_SECONDS for since in self._leaving.values()):
            raise ConnectionLostError("a batch does not leave")

    def close(self) -> None:
        """Say goodbye, if anybody is there; a dial that hangs is left to itself."""
        self._listening = False
        if self._door is None or self._dialling is None:
            return
        if not self._dialling.is_alive():
            self._client.disconnect()
        self._door.shut()

    def _make_client(self, client_id: str) -> Client:
        client = Client(
            CallbackAPIVersion.VERSION2, client_id=client_id, protocol=MQTTv311, clean_session=True
        )
        client.connect_timeout = STEP_SECONDS
        client.on_connect = self._connected
        client.on_subscribe = self._subscribed
        client.on_message = self._message
        client.on_publish = self._published
        return client

    def _dial(self, door: Door) -> None:
        try:
            self._client.connect(self._broker.host, self._broker.port, keepalive=KEEPALIVE_SECONDS)
        # ValueError: a name that cannot be one, a certificate that is not the broker's.
        except (OSError, ValueError) as error:
            self._failure = error
        finally:
            door.dialled(failed=self._failure is not None)

    def _loop(self, seconds: float) -> None:
        if self._failure:
            raise ConnectionLostError(str(self._failure)) from self._failure
        code = self._client.loop(timeout=seconds)
        if self._refusal:
            raise ConnectionLostError(self._refusal)
        if code is not MQTTErrorCode.MQTT_ERR_SUCCESS:
            raise ConnectionLostError(code.name)

    def _connected(
        self, client: Client, _userdata: Any, _flags: Any, reason: Any, _properties: Any
    ) -> None:
        if reason.is_failure:
            self._refusal = f"the broker refused the connection: {reason}"
            return
        # QoS 0: whoever misses a receipt asks again, and its acknowledgements would cost as much
        # as a tenth of a sale.
        client.subscribe([(topic, 0) for topic in self._hears])

    def _subscribed(
        self, _client: Client, _userdata: Any, _mid: int, reasons: list[Any], _properties: Any
    ) -> None:
        if any(reason.is_failure for reason in reasons):
            self._refusal = "the broker refused the subscription"
        else:
            self._listening = True

    def _message(self, _client: Client, _userdata: Any, message: MQTTMessage) -> None:
        self._hears[message.topic](bytes(message.payload))

    def _published(
        self, _client: Client, _userdata: Any, mid: int, _reason: Any, _properties: Any
    ) -> None:
        if self._leaving.pop(mid, None) is not None and not self._leaving:
            self._on_left()
