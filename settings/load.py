"""Reading a settings file, and saying exactly what is wrong with it."""

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from settings.wish import wish_for
from words import _

T = TypeVar("T")

EXIT_SETTINGS_WRONG = 78
"""Exit status (EX_CONFIG of sysexits.h): systemd must not start the program again."""


_LONGEST_VALUE = 80
"""Characters of a wrong value that an error shows."""


class SettingsError(ValueError):
    """A settings file cannot be used; says file, key, value and what was expected."""

    def __init__(self, file: Path, key: str, value: str, expected: str) -> None:
        super().__init__(
            _("{file}: mục {key} là {value}; cần: {expected}").format(
                file=file, key=key or "-", value=value, expected=expected
            )
        )
        self.file, self.key, self.value, self.expected = file, key, value, expected


def load(file: Path, kind: type[T]) -> T:
    """Read a TOML file as `kind` (a msgspec Struct).

    Relative paths in the file are taken from the file's own folder: a field of type `Path` comes
    back absolute. Raises `SettingsError`.
    """
    raw = _parse(file)
    try:
        return msgspec.convert(raw, kind, dec_hook=_make_path(file.resolve().parent))
    except msgspec.ValidationError as error:
        raise _explain(file, raw, kind, str(error)) from error


def _parse(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingsError(file, "", _("không có tệp"), _("một tệp TOML")) from error
    except IsADirectoryError as error:
        raise SettingsError(file, "", _("một thư mục"), _("một tệp TOML")) from error
    except PermissionError as error:
        raise SettingsError(file, "", _("không được phép đọc"), _("quyền đọc tệp")) from error
    except OSError as error:
        raise SettingsError(file, "", str(error), _("một tệp TOML")) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(file, "", str(error), _("TOML đúng cú pháp, mã UTF-8")) from error


def _make_path(folder: Path) -> Any:
    def make(wanted: type, value: object) -> object:
        if wanted is Path and isinstance(value, str):
            return folder / value
        message = f"Expected `path`, got `{type(value).__name__}`"
        raise ValueError(message)

    return make


def _explain(file: Path, raw: dict[str, Any], kind: type[Any], problem: str) -> SettingsError:
    expected, _separator, path = problem.partition(" - at `$")
    key = path.rstrip("`").lstrip(".")
    missing = re.fullmatch(r"Object missing required field `(.+)`", expected)
    if missing:
        key = f"{key}.{missing[1]}".lstrip(".")
        return SettingsError(file, key, _("không có"), _("phải có mục này"))
    unknown = re.fullmatch(r"Object contains unknown field `(.+)`", expected)
    if unknown:
        key = f"{key}.{unknown[1]}".lstrip(".")
        return SettingsError(file, key, _look_up(raw, key), _("không có mục nào tên như vậy"))
    # What a settings type itself objects to stands in its own words; else its type says the wish.
    is_plain = expected.startswith(("Expected ", "Invalid enum value "))
    wish = (wish_for(kind, key) if is_plain else "") or expected
    return SettingsError(file, key, _look_up(raw, key), wish)


def _look_up(raw: Any, key: str) -> str:
    found = raw
    for part in re.findall(r"[^.\[\]]+", key):
        try:
            found = found[int(part)] if isinstance(found, list) else found[part]
        except (KeyError, IndexError, ValueError, TypeError):
            return "?"
    return _short(repr(found))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
