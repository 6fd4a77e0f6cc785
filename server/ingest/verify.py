"""Deciding whom to believe: nothing of a message is used before its signature has held."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from server.ingest.message import Message
from server.ingest.reading import LARGEST, Claim, Unreadable, read_entries
from server.store.quarantine import Reason, SetAside
from server.store.terminals import Terminal
from wire import sign, topics
from wire.batch import Batch, read_batch
from wire.chain import entry_hash
from wire.status import Status, read_status

MAX_MESSAGE_BYTES = 126 * 1024
"""Twice a full batch in base64 and more (`wire.batch.MAX_BYTES`), and what joserfc still reads."""

_EPOCH = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class GenuineBatch:
    """Entries that a known terminal has signed."""

    province: str
    terminal: str
    epoch: str
    entries: tuple[Claim | Unreadable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GenuineStatus:
    """A status that a known terminal has signed."""

    status: Status


Verdict = GenuineBatch | GenuineStatus | SetAside
Find = Callable[[str], Terminal | None]
"""Looks a terminal up."""


class DistrustError(ValueError):
    """A message is not to be believed."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def verify(message: Message, *, province: str, find: Find) -> Verdict:
    """Return what a message says, or that it is to be set aside and why."""
    try:
        topic = _topic(message, province)
        terminal = _signer(message, topic, find)
        if topic.leaf == "entries":
            return _read_batch(message, terminal)
        return _read_status(message, terminal)
    except DistrustError as error:
        return distrusted(message, error.reason)


def distrusted(message: Message, reason: Reason) -> SetAside:
    """Return a whole message as something to set aside."""
    return SetAside(
        terminal=claimed_terminal(message),
        epoch="",
        seq=0,
        sha256=entry_hash(message.payload),
        reason=reason,
        body=message.payload,
    )


def claimed_terminal(message: Message) -> str:
    """Return which terminal a message says it is from, unverified; "" if it names none."""
    try:
        return topics.parse(message.topic).terminal
    except ValueError:
        pass
    try:
        signer = sign.claimed_signer(message.payload[:MAX_MESSAGE_BYTES])
    except sign.SignatureError:
        return ""
    return signer if topics.is_terminal_id(signer) else ""


def _topic(message: Message, province: str) -> topics.Topic:
    try:
        topic = topics.parse(message.topic)
    except ValueError as error:
        raise DistrustError(Reason.FOREIGN_TOPIC) from error
    if topic.province != province or topic.leaf not in {"entries", "status"}:
        raise DistrustError(Reason.FOREIGN_TOPIC)
    return topic


def _signer(message: Message, topic: topics.Topic, find: Find) -> Terminal:
    """Return the terminal whose topic it is, if it claims to have signed and may send."""
    if len(message.payload) > MAX_MESSAGE_BYTES:
        raise DistrustError(Reason.TOO_LARGE)
    try:
        signer = sign.claimed_signer(message.payload)
    except sign.SignatureError as error:
        raise DistrustError(Reason.UNSIGNED) from error
    if signer != topic.terminal:
        raise DistrustError(Reason.WRONG_SIGNER)
    terminal = find(signer)
    if terminal is None:
        raise DistrustError(Reason.UNKNOWN_TERMINAL)
    if terminal.province != topic.province:
        raise DistrustError(Reason.FOREIGN_TOPIC)
    if not terminal.active:
        raise DistrustError(Reason.REVOKED)
    return terminal


def _read_batch(message: Message, terminal: Terminal) -> GenuineBatch:
    payload = _payload(message, terminal, "quay-batch")
    try:
        batch: Batch = read_batch(payload)
    except msgspec.DecodeError as error:
        raise DistrustError(Reason.MALFORMED) from error
    if batch.terminal != terminal.id or not _EPOCH.fullmatch(batch.epoch):
        raise DistrustError(Reason.MALFORMED)
    return GenuineBatch(
        province=terminal.province,
        terminal=terminal.id,
        epoch=batch.epoch,
        entries=tuple(read_entries(batch)),
    )


def _read_status(message: Message, terminal: Terminal) -> GenuineStatus:
    payload = _payload(message, terminal, "quay-status")
    try:
        status = read_status(payload)
    except msgspec.DecodeError as error:
        raise DistrustError(Reason.MALFORMED) from error
    counts_make_sense = all(0 <= n <= LARGEST for n in (status.unsent, status.last_seq))
    if status.terminal != terminal.id or not counts_make_sense:
        raise DistrustError(Reason.MALFORMED)
    return GenuineStatus(status=status)


def _payload(message: Message, terminal: Terminal, typ: sign.MessageType) -> bytes:
    try:
        return sign.verify(message.payload, _key(terminal.signing_key), terminal.id, typ)
    except sign.SignatureError as error:
        raise DistrustError(Reason.FORGED) from error


@lru_cache(maxsize=4096)
def _key(pem: str) -> Ed25519PublicKey:
    key = load_pem_public_key(pem.encode())
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError("a registered key is not an Ed25519 key")
    return key
