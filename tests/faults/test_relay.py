"""The man in the middle before the real Mosquitto: each fate, and nothing but that fate."""

import queue
from collections.abc import Iterator
from typing import Any

import pytest
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

from tests.faults.line import HOST
from tests.faults.network import Network, Papers
from tests.faults.packets import Publish
from tests.faults.weather import ForMessage, Weather
from tests.server.broker import Broker, make_broker

pytestmark = pytest.mark.broker

TERMINAL, TOPIC = "Q33-0001", "quay/v1/33/48/Q33-0001/entries"
WAIT_S = 10


class End:
    """A client of the broker, straight or through the relay."""

    def __init__(self, broker: Broker, name: str, port: int) -> None:
        self.heard: queue.Queue[bytes] = queue.Queue()
        listening: queue.Queue[None] = queue.Queue()
        self.client = Client(CallbackAPIVersion.VERSION2, client_id=name)
        pair = broker.pki.issue(name)
        self.client.tls_set(str(broker.pki.ca), str(pair.certificate), str(pair.key))
        self.client.on_message = self._hear
        self.client.on_subscribe = lambda *_: listening.put(None)
        self.client.connect(HOST, port)
        self.client.loop_start()
        self.client.subscribe(TOPIC, qos=1)
        listening.get(timeout=WAIT_S)

    def _hear(self, _client: Client, _userdata: Any, message: MQTTMessage) -> None:
        self.heard.put(bytes(message.payload))

    def say(self, *words: bytes) -> None:
        """Publish, and return when the broker (or who stands before it) has acknowledged."""
        for word in words:
            self.client.publish(TOPIC, word, qos=1).wait_for_publish(WAIT_S)

    def next(self, count: int) -> list[bytes]:
        return [self.heard.get(timeout=WAIT_S) for _ in range(count)]

    def close(self) -> None:
        self.client.disconnect()
        self.client.loop_stop()


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    found = make_broker(tmp_path_factory.mktemp("broker"))
    with found.running():
        yield found


class Middle:
    """A relay, somebody who speaks through it, and somebody beyond it who listens."""

    def __init__(self, broker: Broker) -> None:
        self.weather, self.overheard = Weather(seed=1), list[Publish]()
        pki = broker.pki
        pair = pki.issue(TERMINAL)
        self.network = Network(
            self.weather,
            broker=broker.port,
            broker_papers=Papers(
                authority=pki.ca, certificate=pki.broker.certificate, key=pki.broker.key
            ),
        )
        papers = Papers(authority=pki.ca, certificate=pair.certificate, key=pair.key)
        port = self.network.connect(
            "line", papers, lambda _line, _way, message: self.overheard.append(message)
        )
        self.speaker = End(broker, TERMINAL, port)
        self.listener = End(broker, "listener", broker.port)

    def say(self, fate: ForMessage, *words: bytes) -> None:
        self.weather.order("line", "up", *["none"] * (len(words) - 1), fate)  # type: ignore[arg-type]
        self.speaker.say(*words)

    def close(self) -> None:
        self.speaker.close()
        self.listener.close()
        self.network.close()


@pytest.fixture
def middle(broker: Broker) -> Iterator[Middle]:
    found = Middle(broker)
    yield found
    found.close()


def test_in_calm_weather_everything_passes_and_is_overheard(middle: Middle) -> None:
    middle.say("none", b"one", b"two")
    assert middle.listener.next(2) == [b"one", b"two"]
    assert [m.payload for m in middle.overheard if m.topic == TOPIC.encode()][:2]


def test_what_is_dropped_is_acknowledged_all_the_same(middle: Middle) -> None:
    middle.say("drop", b"lost")
    middle.say("none", b"next")
    assert middle.listener.next(1) == [b"next"]
    assert middle.weather.struck == {"message: drop (entries)": 1}


def test_what_is_duplicated_comes_twice(middle: Middle) -> None:
    middle.say("duplicate", b"twice")
    middle.say("none", b"next")
    assert middle.listener.next(3) == [b"twice", b"twice", b"next"]


def test_what_is_reordered_comes_after_the_next(middle: Middle) -> None:
    middle.weather.order("line", "up", "none", "reorder")
    first = middle.speaker.client.publish(TOPIC, b"first", qos=1)
    middle.speaker.say(b"second")
    first.wait_for_publish(WAIT_S)
    assert middle.listener.next(2) == [b"second", b"first"]


def test_a_replay_brings_back_something_old(middle: Middle) -> None:
    middle.say("none", b"old")
    middle.say("replay", b"new")
    assert middle.listener.next(3) == [b"old", b"new", b"old"]


def test_a_flip_changes_one_bit(middle: Middle) -> None:
    said = b"0123456789"
    middle.say("flip", said)
    (got,) = middle.listener.next(1)
    differing = [(a ^ b).bit_count() for a, b in zip(said, got, strict=True)]
    assert sum(differing) == 1


def test_a_lost_acknowledgement_leaves_the_message(middle: Middle) -> None:
    middle.weather.order("line", "up", "lose-acknowledgement")
    sent = middle.speaker.client.publish(TOPIC, b"stored", qos=1)
    assert middle.listener.next(1) == [b"stored"]
    sent.wait_for_publish(0.5)
    assert not sent.is_published()
