"""What a setting may be, in words: read off the type that it is read into."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import inspect

from words import _


def wish_for(kind: type[Any], key: str) -> str:
    """Say what the setting at a dotted key may be; "" where nobody can tell."""
    found: inspect.Type | None = inspect.type_info(kind)
    for part in re.findall(r"[^.\[\]]+", key):
        found = _inside(found, part)
    return _describe(found) if found else ""


def _inside(found: inspect.Type | None, part: str) -> inspect.Type | None:
    found = _without_none(found)
    if isinstance(found, inspect.StructType):
        return next((field.type for field in found.fields if field.encode_name == part), None)
    if isinstance(found, inspect.ListType | inspect.VarTupleType):
        return found.item_type
    return None


def _without_none(found: inspect.Type | None) -> inspect.Type | None:
    if isinstance(found, inspect.UnionType):
        others = [each for each in found.types if not isinstance(each, inspect.NoneType)]
        return others[0] if len(others) == 1 else found
    return found


def _describe(found: inspect.Type) -> str:
    found = _without_none(found) or found
    if isinstance(found, inspect.LiteralType):
        values = ", ".join(f'"{value}"' for value in found.values)
        return _("một trong: {values}").format(values=values)
    if isinstance(found, inspect.IntType):
        return _("số nguyên{bounds}").format(bounds=_bounds(found))
    if isinstance(found, inspect.FloatType):
        return _("số{bounds}").format(bounds=_bounds(found))
    if isinstance(found, inspect.StrType):
        return ", ".join([_("chữ trong ngoặc kép"), *_lengths(found)])
    return _plain(found)


def _plain(found: inspect.Type) -> str:
    if isinstance(found, inspect.CustomType) and found.cls is Path:
        return _("đường dẫn trong ngoặc kép")
    words = {
        inspect.BoolType: _("true hoặc false"),
        inspect.ListType: _("một danh sách [ ]"),
        inspect.VarTupleType: _("một danh sách [ ]"),
        inspect.StructType: _("một bảng có các mục riêng"),
    }
    return words.get(type(found), "")


def _bounds(number: inspect.IntType | inspect.FloatType) -> str:
    if number.ge is not None and number.le is not None:
        least, most = f"{number.ge:g}", f"{number.le:g}"
        return _(" từ {least} đến {most}").format(least=least, most=most)
    signs = (("≥", number.ge), (">", number.gt), ("≤", number.le), ("<", number.lt))
    return "".join(f" {sign} {limit:g}" for sign, limit in signs if limit is not None)


def _lengths(text: inspect.StrType) -> Iterator[str]:
    if text.min_length is not None:
        yield _("ít nhất {count} ký tự").format(count=text.min_length)
    if text.max_length is not None:
        yield _("nhiều nhất {count} ký tự").format(count=text.max_length)
    if text.pattern is not None:
        yield _("đúng mẫu {pattern}").format(pattern=text.pattern)
