"""What never leaves the shop, read off the messages: where there is a field, no claim."""

from collections.abc import Iterator
from functools import lru_cache

import msgspec
from msgspec.inspect import type_info

from wire.asking import Ask
from wire.kinds import KINDS
from wire.status import Status
from words import _


def never_sent() -> tuple[str, ...]:
    """Name what no message has a field for, in the reader's words."""
    sent = sent_field_names()
    return tuple(words for fields, words in _candidates() if not fields & sent)


def _candidates() -> tuple[tuple[frozenset[str], str], ...]:
    """What people ask about, and the fields that it would stand in."""
    return (
        (frozenset({"cost_vnd"}), _("giá nhập")),
        (frozenset({"profit_vnd", "margin_vnd"}), _("lãi")),
        (frozenset({"counted_vnd", "float_vnd"}), _("tiền trong ngăn kéo")),
        (frozenset({"pin"}), _("mã PIN")),
        (frozenset({"staff_name", "person", "name"}), _("tên nhân viên")),
        (frozenset({"phone", "telephone"}), _("số điện thoại")),
        (frozenset({"account"}), _("số tài khoản")),
        (frozenset({"image", "picture", "video"}), _("hình ảnh")),
    )


@lru_cache(maxsize=1)
def sent_field_names() -> frozenset[str]:
    """Return the name of every field of every message that a terminal sends, at any depth."""
    kinds: tuple[type[msgspec.Struct], ...] = (*KINDS.values(), Status, Ask)
    return frozenset(name for kind in kinds for name in _names(kind))


def _names(kind: type[msgspec.Struct]) -> Iterator[str]:
    for field in msgspec.structs.fields(kind):
        yield field.name
        for part in _structs_within(type_info(field.type)):
            yield from _names(part)


def _structs_within(info: object) -> Iterator[type[msgspec.Struct]]:
    """Yield the structs that a type is made of, through unions, tuples and dictionaries."""
    if isinstance(info, msgspec.inspect.StructType):
        cls: type[msgspec.Struct] = info.cls
        yield cls
        return
    inner = [getattr(info, part, None) for part in ("item_type", "key_type", "value_type", "type")]
    listed = (*getattr(info, "types", ()), *getattr(info, "item_types", ()))
    for part in (*inner, *listed):
        if isinstance(part, msgspec.inspect.Type):
            yield from _structs_within(part)
