"""Listens to everything that passes through the broker, as ingest's certificate allows."""

import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

from server.settings import load_settings, tls_to


class Recorder:
    """Keeps every message; reconnects when the broker comes back."""

    def __init__(self, server_settings: Path) -> None:
        self._broker = load_settings(server_settings).broker
        self._messages: list[tuple[str, bytes]] = []
        self._listening = threading.Event()
        client = Client(CallbackAPIVersion.VERSION2, client_id="recorder", clean_session=False)
        client.tls_set_context(tls_to(self._broker))
        client.reconnect_delay_set(min_delay=1, max_delay=1)
        client.on_connect = self._connected
        client.on_subscribe = lambda *_: self._listening.set()
        client.on_message = self._message
        self._client = client

    def __enter__(self) -> Self:
        self._client.connect(self._broker.host, self._broker.port)
        self._client.loop_start()
        assert self._listening.wait(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def messages(self) -> tuple[tuple[str, bytes], ...]:
        return tuple(self._messages)

    def _connected(self, client: Client, *_: Any) -> None:
        client.subscribe("#", qos=1)

    def _message(self, _client: Client, _userdata: Any, message: MQTTMessage) -> None:
        self._messages.append((message.topic, bytes(message.payload)))
