"""Every MQTT topic of the system: built, read and filtered here and nowhere else.

A topic names the province, the shard and the terminal, and nothing else: brokers log topics.
"""

import re
from typing import NamedTuple
from zlib import crc32

SHARDS = 64
_ROOT = "quay/v1"
_TERMINAL = re.compile(r"[A-Z0-9][A-Z0-9-]{2,31}")
_PROVINCE = re.compile(r"[0-9]{2}")
_TOPIC = re.compile(r"quay/v1/([0-9]{2})/([0-9]{2})/([^/]+)/(entries|status|receipt|ask|answer)")

ALL_ENTRIES = f"{_ROOT}/+/+/+/entries"
ALL_STATUS = f"{_ROOT}/+/+/+/status"
ALL_ASKS = f"{_ROOT}/+/+/+/ask"


class Topic(NamedTuple):
    """A topic taken apart."""

    province: str
    shard: int
    terminal: str
    leaf: str


def is_terminal_id(text: str) -> bool:
    """Whether the text can name a terminal: 3 to 32 of A-Z, 0-9 and "-"; no dots, no wildcards."""
    return bool(_TERMINAL.fullmatch(text))


def shard_of(terminal: str) -> int:
    """Return the shard of a terminal, 0 to 63; it never changes.

    >>> shard_of("Q33-0001")
    48
    """
    return crc32(terminal.encode()) % SHARDS


def entries(province: str, terminal: str) -> str:
    """Where a terminal publishes batches of entries.

    >>> entries("33", "Q33-0001")
    'quay/v1/33/48/Q33-0001/entries'
    """
    return _topic(province, terminal, "entries")


def status(province: str, terminal: str) -> str:
    """Where a terminal says how it is."""
    return _topic(province, terminal, "status")


def receipt(province: str, terminal: str) -> str:
    """Where the server says what it has stored."""
    return _topic(province, terminal, "receipt")


def ask(province: str, terminal: str) -> str:
    """Where a terminal asks the province something."""
    return _topic(province, terminal, "ask")


def answer(province: str, terminal: str) -> str:
    """Where the server answers, and says what was not asked for: recalls, money that came."""
    return _topic(province, terminal, "answer")


def parse(topic: str) -> Topic:
    """Take a topic apart; raise `ValueError` if it is none of ours or names the wrong shard.

    >>> parse("quay/v1/33/48/Q33-0001/entries")
    Topic(province='33', shard=48, terminal='Q33-0001', leaf='entries')
    """
    found = _TOPIC.fullmatch(topic)
    if not found or not is_terminal_id(found[3]) or int(found[2]) != shard_of(found[3]):
        message = f"not a topic of this system: {topic!r}"
        raise ValueError(message)
    return Topic(found[1], int(found[2]), found[3], found[4])


def _topic(province: str, terminal: str, leaf: str) -> str:
    if not is_terminal_id(terminal) or not _PROVINCE.fullmatch(province):
        message = f"not a province and terminal: {province!r}, {terminal!r}"
        raise ValueError(message)
    return f"{_ROOT}/{province}/{shard_of(terminal):02d}/{terminal}/{leaf}"
