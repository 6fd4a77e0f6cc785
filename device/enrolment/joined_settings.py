"""The settings file of a new terminal: the office's part, the image's, and where things lie.

What the image says of the machine (hardware, screen, folders) the office does not change, and who
the outlet is the image does not know.
"""

import tomllib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlunsplit

from device.enrolment.errors import UnsoundAnswerError, UnsoundBaseError
from device.enrolment.panel import panel_size
from device.enrolment.place import (
    AUTHORITY,
    BOOK,
    CERTIFICATE,
    SERVER_KEYS,
    SETTINGS,
    SIGNING_KEY,
    TLS_KEY,
    Place,
)
from device.enrolment.whole_file import fill
from device.settings import TerminalSettings, load_settings
from settings import SettingsError
from settings.toml import write_toml
from wire.enrolment import EnrolAnswer, Label

Tables = dict[str, Any]
BUILT_IN: Mapping[str, Any] = {
    "hardware": {
        "kind": "real",
        "evdev": {"usb": "every"},
        "printer": {"driver": "usb-file", "path": "/dev/usb/lp0", "width_mm": 58},
    },
}
"""Where the image says nothing."""
_OFFICES = frozenset(
    {"terminal", "province", "label", "language", "outlet", "staff", "shop", "people", "broker",
     "status_seconds"}
)  # fmt: skip
"""What the office may say; anything else of its part would be about the machine."""
_OFFICES_BROKER = frozenset({"host", "port", "longest_wait_seconds"})


def read_base(place: Place) -> Tables:
    """Return the machine's part; raise `UnsoundBaseError`.

    Where the image does not say how large the screen is, the panel does.
    """
    width, height = panel_size(place.root)
    return merged({"screen": {"width": width, "height": height}}, _read(place))


def _read(place: Place) -> Mapping[str, Any]:
    for file in place.bases:
        try:
            return tomllib.loads(file.read_text("utf-8"))
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as error:
            raise UnsoundBaseError(f"{file} cannot be used: {error}") from error
    return BUILT_IN


def join(place: Place, base: Mapping[str, Any], answer: EnrolAnswer, label: Label) -> str:
    """Return the whole settings file (TOML); raise `UnsoundAnswerError`."""
    try:
        offices = tomllib.loads(answer.settings)
    except tomllib.TOMLDecodeError as error:
        raise UnsoundAnswerError("the settings are no TOML") from error
    found = {key: value for key, value in offices.items() if key in _OFFICES}
    found = merged(found, base)
    found["terminal"] = answer.registration.terminal
    found["province"] = answer.registration.province
    found.setdefault("ledger", str(place.ledger))
    found.setdefault("run", str(place.run))
    found["keys"] = _keys(place)
    broker = merged(_broker(offices.get("broker")), _table(base.get("broker")))
    found["broker"] = {**broker, **_papers(place)}
    snapshots = {"snapshots": answer.snapshots} if answer.snapshots else {}
    link = merged(_table(offices.get("link")), _table(base.get("link")))
    found["link"] = {**link, **snapshots, "door": door_address(label)}
    return write_toml(found)


def check(place: Place, text: str) -> TerminalSettings:
    """Read a settings file that is not in its place yet; raise `UnsoundAnswerError`, `OSError`."""
    # In its own folder: relative paths are taken from there.
    trial = place.etc / f".{SETTINGS}.trial"
    trial.unlink(missing_ok=True)
    try:
        fill(trial, text.encode(), mode=0o600)
        return load_settings(trial)
    except SettingsError as error:
        # Which key; never what stands there: it may be somebody's.
        raise UnsoundAnswerError(f"the settings do not fit at {error.key or '-'}") from None
    finally:
        trial.unlink(missing_ok=True)


def door_address(label: Label) -> str:
    """Return the door's address, where certificates are renewed."""
    host = f"[{label.host}]" if ":" in label.host else label.host
    return urlunsplit(("https", f"{host}:{label.port}", "", "", ""))


def merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> Tables:
    """Return two sets of tables as one; where both say something, `above` counts."""
    found = dict(below)
    for key, value in above.items():
        before = found.get(key)
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            found[key] = merged(before, value)
        else:
            found[key] = value
    return found


def _table(found: object) -> Tables:
    return dict(found) if isinstance(found, Mapping) else {}


def _broker(found: object) -> Tables:
    return {key: value for key, value in _table(found).items() if key in _OFFICES_BROKER}


def _papers(place: Place) -> Tables:
    return {
        name: str(place.terminal / file)
        for name, file in (("ca", AUTHORITY), ("certificate", CERTIFICATE), ("key", TLS_KEY))
    }


def _keys(place: Place) -> Tables:
    return {
        name: str(place.terminal / file)
        for name, file in (("signing", SIGNING_KEY), ("server", SERVER_KEYS), ("book", BOOK))
    }
