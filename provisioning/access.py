"""Who may say and hear what at the broker: Mosquitto's access list.

A user is a certificate's common name. What is not listed is denied.
"""

from collections.abc import Callable

from provisioning.server import ANSWERS, INGEST
from wire import topics

_ANYONE = "+"
_ITSELF = "%u"
"""Mosquitto puts the user's name here; it denies names that hold wildcards."""

_Topic = Callable[[str, str], str]


def access_list() -> str:
    """Return the access list as Mosquitto reads it.

    A terminal may name any province and shard above its own name: whether they are its own is for
    `ingest` to check, which knows the registrations.
    """
    return "\n".join(
        [
            "# Patterns hold for everyone: a terminal has its own topics and no others.",
            f"pattern write {_filter(topics.entries, _ITSELF)}",
            f"pattern write {_filter(topics.status, _ITSELF)}",
            f"pattern read {_filter(topics.receipt, _ITSELF)}",
            f"pattern write {_filter(topics.ask, _ITSELF)}",
            f"pattern read {_filter(topics.answer, _ITSELF)}",
            "",
            "# The server's program that takes entries in.",
            f"user {INGEST}",
            f"topic read {topics.ALL_ENTRIES}",
            f"topic read {topics.ALL_STATUS}",
            f"topic write {_filter(topics.receipt, _ANYONE)}",
            "",
            "# The server's program that answers terminals.",
            f"user {ANSWERS}",
            f"topic read {topics.ALL_ASKS}",
            f"topic write {_filter(topics.answer, _ANYONE)}",
            "",
        ]
    )


def _filter(topic: _Topic, terminal: str) -> str:
    """Return the topic of one terminal, or of any, in every province and shard."""
    *root, _province, _shard, _terminal, leaf = topic("00", "ANY").split("/")
    return "/".join([*root, "+", "+", terminal, leaf])
