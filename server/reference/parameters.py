"""The rules' parameters, each from a day on: a new circular is a change of data."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from server.reference import versions
from server.reference.file_error import FileError
from server.reference.versions import Put
from words import _

DATASET = "parameters"
_SHIPPED = Path(__file__).parent / "data" / "parameters.toml"
_CHOICES = (
    frozenset({"block", "warn", "off"}),
    frozenset({"exclusive", "inclusive"}),
    frozenset({"off", "paper_seen", "emergency"}),
    frozenset({"hand", "re-auth"}),
    frozenset({"dai_hoc", "cao_dang", "trung_cap", "so_cap"}),
)
_BY_HAND: Mapping[str, frozenset[str]] = {
    "rx_required_override": _CHOICES[2],
    "substitution_outlets": frozenset({"NT", "QT", "TT"}),
}
_LONGEST = 500
"""Letters of a text, entries of a list."""
Values = dict[str, Any]
"""By name; of what stands in a table of the file the name has a dot: "max_days.ordinary"."""


def read_parameters(file: Path) -> tuple[date, Values]:
    """Read from which day on what holds; raise `FileError`."""
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FileError(file, wish=_("không đọc được: {why}").format(why=error)) from error
    day = written.pop("version", None)
    if type(day) is not date:
        wish = _("cần ngày bắt đầu áp dụng, như version = 2026-12-01")
        raise FileError(file, column="version", line=1, wish=wish)
    values = _flat(written)
    for name, value in values.items():
        _check(file, name, value)
    return day, values


def save_parameters(day: date, values: Values, now: datetime) -> Put:
    """Let these hold from a day on; within a transaction that writes.

    What was said for other days stays as it is.
    """
    bodies = {
        f"{name}@{day.isoformat()}": msgspec.json.encode(
            {"name": name, "since": day, "value": value}
        )
        for name, value in values.items()
    }
    return versions.put(DATASET, versions.EVERYBODY, bodies, now, is_full=False)


def in_force(day: date) -> Values:
    """Return every parameter as it holds on a day."""
    found = [msgspec.json.decode(body) for body in versions.bodies(DATASET).values()]
    found.sort(key=lambda one: str(one["since"]))
    said = {one["name"]: one["value"] for one in found if one["since"] <= day.isoformat()}
    return dict(shipped()) | said


@cache
def shipped() -> Values:
    """Return the parameters as they ship."""
    written = tomllib.loads(_SHIPPED.read_text(encoding="utf-8"))
    del written["version"]
    return _flat(written)


def _flat(written: Mapping[str, Any]) -> Values:
    found: Values = {}
    for name, value in written.items():
        if isinstance(value, dict):
            found |= {f"{name}.{inner}": inside for inner, inside in value.items()}
        else:
            found[name] = value
    return found


def _check(file: Path, name: str, value: object) -> None:
    """Raise `FileError` for a name that no rule knows: a misspelt rule would go unnoticed."""
    if name not in shipped():
        raise FileError(file, line=1, column=name, wish=_("không có tham số này"))
    wish = _wish(name, value, shipped()[name])
    if wish:
        raise FileError(file, line=1, column=name, wish=wish)


def _wish(name: str, value: object, usual: object) -> str:
    if name == "margin_bands":
        return "" if _are_bands(value) else _("cần bảng với up_to_vnd và percent")
    if isinstance(usual, list):
        return _list_wish(name, value, usual)
    if not _is_like(value, usual):
        return _("phải cùng kiểu với {usual}").format(usual=msgspec.json.encode(usual).decode())
    allowed = _BY_HAND.get(name) or next((c for c in _CHOICES if usual in c), None)
    if isinstance(usual, str) and allowed and value not in allowed:
        return _("phải là một trong: {names}").format(names=", ".join(sorted(allowed)))
    return ""


def _list_wish(name: str, value: object, usual: list[Any]) -> str:
    like: object = usual[0] if usual else ""
    fixed = len(usual) if usual and isinstance(like, int | float) else 0
    is_set = name in {"recall_to_users", "recall_destroyed"}
    if not isinstance(value, list) or len(value) > _LONGEST:
        return _("phải là danh sách")
    if not all(_is_like(one, like) for one in value):
        return _("có mục không đúng kiểu")
    if fixed and not is_set and len(value) != fixed:
        return _("phải có đúng {count} mục").format(count=fixed)
    allowed = _BY_HAND.get(name)
    return _("có mục không dùng được") if allowed and not set(value) <= allowed else ""


def _is_like(value: object, usual: object) -> bool:
    if isinstance(usual, bool) or isinstance(value, bool):
        return isinstance(value, bool) and isinstance(usual, bool)
    if isinstance(usual, float):
        return isinstance(value, int | float)
    if isinstance(usual, int):
        return isinstance(value, int) and value >= 0
    return isinstance(value, type(usual)) and len(str(value)) <= _LONGEST


def _are_bands(value: object) -> bool:
    if not isinstance(value, list):
        return False
    for band in value:
        if not isinstance(band, dict) or set(band) - {"up_to_vnd"} != {"percent"}:
            return False
        if not all(type(figure) is int and figure >= 0 for figure in band.values()):
            return False
        band.setdefault("up_to_vnd", None)
    return True
