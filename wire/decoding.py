"""Reading JSON from strangers: whatever is wrong with it is one kind of error."""

from typing import TypeVar

import msgspec

T = TypeVar("T")


def decode(data: bytes, kind: type[T]) -> T:
    """Read JSON as `kind`; raise `msgspec.DecodeError` if it is none.

    msgspec itself lets broken UTF-8 and deep nesting out as other errors.
    """
    try:
        return msgspec.json.decode(data, type=kind)
    except (UnicodeDecodeError, RecursionError) as error:
        raise msgspec.DecodeError("JSON is malformed: bad UTF-8 or nested too deeply") from error
