"""One MQTT connection to the province's broker. The only file of the terminal that knows MQTT."""

import logging
import ssl
from collections.abc import Callable
from typing import Any

from paho.mqtt.client import Client, MQTTMessage, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode

from device.settings import BrokerSettings

log = logging.getLogger(__name__)

KEEPALIVE_SECONDS = 60
CONNECT_SECONDS = 10.0


class ConnectionLostError(ConnectionError):
    """The broker cannot be reached, or the connection broke."""


class Connection:
    """Connects once; a lost connection is thrown away and a new one is made.

    The session is clean: the broker keeps nothing for a terminal that is away, because what
    matters is sent again until it is receipted.
    """

    def __init__(
        self,
        broker: BrokerSettings,
        *,
        client_id: str,
        receipts: str,
        on_receipt: Callable[[bytes], None],
    ) -> None:
        self._broker, self._receipts, self._on_receipt = broker, receipts, on_receipt
        self._listening = False
        client = Client(
            CallbackAPIVersion.VERSION2, client_id=client_id, protocol=MQTTv311, clean_session=True
        )
        client.connect_timeout = CONNECT_SECONDS
        client.on_connect = self._connected
        client.on_subscribe = self._subscribed
        client.on_message = self._message
        self._client = client

    @property
    def ready(self) -> bool:
        """Whether batches may be sent: connected, and listening for receipts."""
        return self._listening and self._client.is_connected()

    def open(self) -> None:
        """Begin to connect; raise `ConnectionLostError` where that fails at once."""
        broker = self._broker
        try:
            self._client.tls_set(
                str(broker.ca), str(broker.certificate), str(broker.key),
                cert_reqs=ssl.CERT_REQUIRED,
            )  # fmt: skip
            self._client.connect(broker.host, broker.port, keepalive=KEEPALIVE_SECONDS)
        except (OSError, ssl.SSLError) as error:
            raise ConnectionLostError(str(error)) from error

    def publish(self, topic: str, message: bytes) -> None:
        """Hand a message to the broker at QoS 1. Only a receipt shows that it arrived."""
        self._client.publish(topic, message, qos=1)

    def work(self, seconds: float) -> None:
        """Send and receive for up to so long; raise `ConnectionLostError`."""
        code = self._client.loop(timeout=seconds)
        if code is not MQTTErrorCode.MQTT_ERR_SUCCESS:
            raise ConnectionLostError(code.name)

    def close(self) -> None:
        """Say goodbye, if anybody is there."""
        self._client.disconnect()
        self._listening = False

    def _connected(
        self, client: Client, _userdata: Any, _flags: Any, reason: Any, _properties: Any
    ) -> None:
        if reason.is_failure:
            log.warning("the broker refused the connection: %s", reason)
            return
        client.subscribe(self._receipts, qos=1)

    def _subscribed(
        self, _client: Client, _userdata: Any, _mid: int, reasons: list[Any], _properties: Any
    ) -> None:
        self._listening = not any(reason.is_failure for reason in reasons)

    def _message(self, _client: Client, _userdata: Any, message: MQTTMessage) -> None:
        self._on_receipt(bytes(message.payload))
