"""Writing TOML: settings that one program makes for another. Reading it is Python's own."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

Table = Mapping[str, Any]
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def write_toml(table: Table) -> str:
    """Return TOML that `tomllib` reads back as it was; raise `TypeError` for what TOML has not."""
    return "\n".join([*_table((), table), ""]).lstrip("\n")


def _table(path: tuple[str, ...], table: Table) -> Iterator[str]:
    plain = {key: value for key, value in table.items() if not _is_table(value)}
    yield from (f"{_key(key)} = {_value(value)}" for key, value in plain.items())
    for key, value in table.items():
        below = (*path, key)
        name = ".".join(map(_key, below))
        if isinstance(value, Mapping):
            yield from ("", f"[{name}]")
            yield from _table(below, value)
        elif _is_table(value):
            for one in value:
                yield from ("", f"[[{name}]]")
                yield from _table(below, one)


def _is_table(value: object) -> bool:
    if isinstance(value, list | tuple):
        return bool(value) and all(isinstance(one, Mapping) for one in value)
    return isinstance(value, Mapping)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _value(value: object) -> str:
    match value:
        case str():
            return _text(value)
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case datetime() | date() | time():
            return value.isoformat()
        case list() | tuple():
            return f"[{', '.join(map(_value, value))}]"
        case Mapping():
            return f"{{{', '.join(f'{_key(key)} = {_value(one)}' for key, one in value.items())}}}"
    raise TypeError(f"TOML has no {type(value).__name__}")


def _text(text: str) -> str:
    # A JSON string is a TOML one too, but for DEL, which TOML wants escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
