"""Deciding whom to believe: nothing of a message is used before its signature has held."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

import msgspec

from server.ingest import jws
from server.ingest.reading import LARGEST, Claim, Unreadable, read_entries
from server.keyring import public_key
from server.store.quarantine import Reason, SetAside
from server.store.terminals import Terminal
from wire import sign, topics
from wire.batch import Batch, read_batch
from wire.chain import entry_hash
from wire.entry import SCHEMA_VERSION
from wire.status import Status, read_status

MAX_MESSAGE_BYTES = 126 * 1024
"""Twice a full batch in base64 and more (`wire.batch.MAX_BYTES`): what every part still reads."""
MOST_ENTRIES = 500
"""In one batch; more than `wire.batch.MAX_ENTRIES`, for whoever counts otherwise."""

_EPOCH = re.compile(r"[0-9a-f]{32}")
_SOFTWARE = re.compile(r"[ -~]{0,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class GenuineBatch:
    """Entries that a known terminal has signed."""

    terminal: Terminal
    epoch: str
    entries: tuple[Claim | Unreadable, ...]
    sealed: dict[int, bytes] = field(default_factory=dict, repr=False)
    """Sealed blocks by the number of their entry, as they came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GenuineStatus:
    """A status that a known terminal has signed."""

    terminal: Terminal
    status: Status


Verdict = GenuineBatch | GenuineStatus | SetAside
Find = Callable[[str], Terminal | None]
"""Looks a terminal up."""


class DistrustError(ValueError):
    """A message is not to be believed."""

    def __init__(self, reason: Reason, about: str = "") -> None:
        super().__init__(reason.value)
        self.reason, self.about = reason, about


def verify(topic: str, payload: bytes, *, province: str, find: Find, now: datetime) -> Verdict:
    """Return what a message on a topic says, or that it is to be set aside and why."""
    try:
        leaf = _topic(topic, province)
        signed = _signed_by(leaf.terminal, payload)
        terminal = _signer(signed, province, find)
        if leaf.leaf == "entries":
            return _read_batch(signed, terminal, now)
        return _read_status(signed, terminal, now)
    except DistrustError as error:
        return distrusted(topic, payload, error.reason)._replace(about=error.about)


def verify_batch(
    payload: bytes, *, province: str, find: Find, now: datetime
) -> GenuineBatch | SetAside:
    """Return what a batch says that came by itself: it is from whom signed it."""
    try:
        signed = _take_apart(payload)
        return _read_batch(signed, _signer(signed, province, find), now)
    except DistrustError as error:
        return distrusted("", payload, error.reason)


def distrusted(topic: str, payload: bytes, reason: Reason) -> SetAside:
    """Return a whole message as something to set aside."""
    return SetAside(
        terminal=claimed_terminal(topic, payload),
        epoch="",
        seq=0,
        sha256=entry_hash(payload),
        reason=reason,
        body=payload,
    )


def topic_terminal(topic: str) -> str:
    """Return the terminal whose topic it is; "" if it is none of ours."""
    try:
        return _parsed(topic).terminal
    except ValueError:
        return ""


def claimed_terminal(topic: str, payload: bytes) -> str:
    """Return which terminal a message says it is from, unverified; "" if it names none."""
    terminal = topic_terminal(topic)
    if terminal:
        return terminal
    try:
        signer = jws.take_apart(payload[:MAX_MESSAGE_BYTES]).header.kid
    except sign.SignatureError:
        return ""
    return signer if topics.is_terminal_id(signer) else ""


@lru_cache(maxsize=8192)
def _parsed(topic: str) -> topics.Topic:
    return topics.parse(topic)


def _topic(text: str, province: str) -> topics.Topic:
    try:
        topic = _parsed(text)
    except ValueError as error:
        raise DistrustError(Reason.FOREIGN_TOPIC) from error
    if topic.province != province or topic.leaf not in {"entries", "status"}:
        raise DistrustError(Reason.FOREIGN_TOPIC)
    return topic


def _signed_by(terminal: str, payload: bytes) -> jws.Signed:
    signed = _take_apart(payload)
    signer = signed.header.kid
    if signer != terminal:
        about = signer if topics.is_terminal_id(signer) else ""
        raise DistrustError(Reason.WRONG_SIGNER, about)
    return signed


def _signer(signed: jws.Signed, province: str, find: Find) -> Terminal:
    """Return the terminal that claims to have signed, if it may send."""
    terminal = find(signed.header.kid)
    if terminal is None:
        raise DistrustError(Reason.UNKNOWN_TERMINAL)
    if terminal.province != province:
        raise DistrustError(Reason.FOREIGN_TOPIC)
    if not terminal.active:
        raise DistrustError(Reason.REVOKED)
    return terminal


def _take_apart(payload: bytes) -> jws.Signed:
    if len(payload) > MAX_MESSAGE_BYTES:
        raise DistrustError(Reason.TOO_LARGE)
    try:
        return jws.take_apart(payload)
    except sign.SignatureError as error:
        raise DistrustError(Reason.UNSIGNED) from error


def _read_batch(signed: jws.Signed, terminal: Terminal, now: datetime) -> GenuineBatch:
    payload = _payload(signed, terminal, "quay-batch", now)
    try:
        batch: Batch = read_batch(payload)
    except msgspec.DecodeError as error:
        raise DistrustError(_why_not(payload)) from error
    if batch.v > SCHEMA_VERSION:
        raise DistrustError(Reason.NEWER_SCHEMA)
    if batch.terminal != terminal.id or not _EPOCH.fullmatch(batch.epoch):
        raise DistrustError(Reason.MALFORMED)
    if len(batch.entries) > MOST_ENTRIES:  # deflated, a message of 1 KB can hold 100,000 of them
        raise DistrustError(Reason.MALFORMED)
    return GenuineBatch(
        terminal=terminal,
        epoch=batch.epoch,
        entries=tuple(read_entries(batch)),
        sealed=batch.sealed if isinstance(batch.sealed, dict) else {},
    )


def _read_status(signed: jws.Signed, terminal: Terminal, now: datetime) -> GenuineStatus:
    payload = _payload(signed, terminal, "quay-status", now)
    try:
        status = read_status(payload)
    except msgspec.DecodeError as error:
        raise DistrustError(_why_not(payload)) from error
    if status.terminal != terminal.id or not _makes_sense(status):
        raise DistrustError(Reason.MALFORMED)
    return GenuineStatus(terminal=terminal, status=status)


def _makes_sense(status: Status) -> bool:
    counts = (status.unsent, status.last_seq)
    return all(0 <= number <= LARGEST for number in counts) and bool(
        _SOFTWARE.fullmatch(status.software)
    )


class _Versioned(msgspec.Struct, frozen=True):
    v: int


def _why_not(payload: bytes) -> Reason:
    try:
        is_newer = msgspec.json.decode(payload, type=_Versioned).v > SCHEMA_VERSION
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        is_newer = False
    return Reason.NEWER_SCHEMA if is_newer else Reason.MALFORMED


def _payload(signed: jws.Signed, terminal: Terminal, typ: sign.MessageType, now: datetime) -> bytes:
    try:
        return jws.payload_of(signed, [public_key(pem) for pem in terminal.keys(now)], typ)
    except sign.SignatureError as error:
        raise DistrustError(Reason.FORGED) from error
