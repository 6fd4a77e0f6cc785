"""A terminal in wrong hands: genuine certificates, and everything a broker can be sent."""

import os
import queue
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion

from demo.ports import HOST
from tests.faults.evidence import AlarmDue
from tests.faults.outlet import Confirmed
from tests.server.outlet import Outlet
from wire import topics
from wire.batch import encode_batch
from wire.chain import entry_hash

_SECONDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Stolen:
    """What is needed to act as a terminal."""

    outlet: Outlet
    keys: Path
    broker_port: int


def steal(terminal: str, keys: Path, broker_port: int) -> Stolen:
    """Take over a terminal's keys."""
    key = load_pem_private_key((keys / "signing.key.pem").read_bytes(), password=None)
    assert isinstance(key, Ed25519PrivateKey)
    return Stolen(outlet=Outlet(id=terminal, key=key), keys=keys, broker_port=broker_port)


def send(stolen: Stolen, *messages: tuple[str, bytes]) -> None:
    """Publish, past every line and relay, and wait until the broker says it has it."""
    subscribed: queue.Queue[None] = queue.Queue()
    client = Client(CallbackAPIVersion.VERSION2, client_id=stolen.outlet.id)
    client.tls_set(
        str(stolen.keys / "ca.crt.pem"),
        str(stolen.keys / "terminal.crt.pem"),
        str(stolen.keys / "terminal.key.pem"),
    )
    client.on_connect = lambda *_: subscribed.put(None)
    client.connect(HOST, stolen.broker_port)
    client.loop_start()
    try:
        subscribed.get(timeout=_SECONDS)
        for topic, payload in messages:
            client.publish(topic, payload, qos=1).wait_for_publish(_SECONDS)
    finally:
        client.disconnect()
        client.loop_stop()


def misbehave(stolen: Stolen, victim: str, overheard: list[bytes]) -> list[AlarmDue]:
    """Send everything that must be set aside; return the alarms that are due."""
    me = stolen.outlet
    mine, theirs = me.entries_topic, topics.entries(me.province, victim)
    due: list[AlarmDue] = []

    def attempt(because: str, kinds: str, topic: str, payload: bytes) -> None:
        send(stolen, (topic, payload))
        if kinds:
            due.append(AlarmDue(frozenset(kinds.split("|")), me.id, because))

    stranger = Outlet(id=me.id, epoch=me.epoch)
    stranger.sell(1)
    impostor = Outlet(id=victim, key=me.key)
    impostor.sell(1)
    attempt("garbage", "unsigned", mine, os.urandom(500))
    attempt("forged signature", "forged", mine, stranger.batch(stranger.bodies))
    attempt("a batch in another's name", "malformed", mine, _in_anothers_name(me, impostor))
    attempt("an entry in another's name", "foreign entry", mine, me.batch(impostor.bodies))
    attempt("an entry that is none", "undecodable", mine, me.batch([b'{"seq":9}']))
    attempt("oversized", "", mine, me.signed(b" " * 60_000))
    attempt("forged topic", "", theirs, impostor.batch(impostor.bodies))
    for message in overheard[:3]:
        attempt("replay of another's batch", "wrong signer", mine, message)
    return due


def fork_own_ledger(stolen: Stolen) -> tuple[list[AlarmDue], list[Confirmed]]:
    """Sell, then send another sale under a number that is taken, and one that continues nothing."""
    me = stolen.outlet
    me.sell(3)
    send(stolen, (me.entries_topic, me.batch(me.bodies)))
    other = me.sale(2, me.hashes[0], quantity=7)
    loose = me.sale(4, "0" * 64)
    send(stolen, (me.entries_topic, me.batch([other])), (me.entries_topic, me.batch([loose])))
    due = [
        AlarmDue(frozenset({"conflict", "clone"}), me.id, "a number used twice"),
        AlarmDue(frozenset({"chain broken"}), me.id, "an entry that continues nothing"),
    ]
    sold = [
        Confirmed(terminal=me.id, seq=seq, total=25_000, epoch=me.epoch, sha256=entry_hash(body))
        for seq, body in enumerate(me.bodies, 1)
    ]
    return due, sold


def sell_though(stolen: Stolen, kind: str, because: str) -> list[AlarmDue]:
    """Send a perfect batch from a terminal that may not send any more, or never might."""
    me = stolen.outlet
    me.sell(2)
    send(stolen, (me.entries_topic, me.batch(me.bodies)))
    return [AlarmDue(frozenset({kind}), me.id, because)]


def _in_anothers_name(me: Outlet, impostor: Outlet) -> bytes:
    return me.signed(encode_batch(impostor.id, impostor.epoch, impostor.bodies))
