r"""Joining the shop's Wi-Fi by the code on its sticker or on a telephone: nobody types a password.

The code is `WIFI:T:WPA;S:name;P:password;H:true;;` as telephones show it (the "Wi-Fi Network
config" of the ZXing project); `\` stands before each of `\ ; , : "` that belongs to the text.
"""

import logging
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import pbkdf2_hmac
from pathlib import Path

from device.enrolment.whole_file import write_whole

log = logging.getLogger(__name__)

PREFIX = "WIFI:"
SETTINGS = "etc/wpa_supplicant/wpa_supplicant-wlan0.conf"
_RELOAD = (
    # Its answer comes to a socket that the supplicant must see: not in a /tmp of our own.
    ("/usr/sbin/wpa_cli", "-s", "/run/quay", "-i", "wlan0", "reconfigure"),
    ("/usr/bin/systemctl", "--no-block", "restart", "wpa_supplicant@wlan0.service"),
)
_RELOAD_SECONDS = 15.0
_FIELD = re.compile(r"([A-Z0-9]+):((?:[^\\;]|\\.)*);", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_LONGEST_NAME, _SHORTEST_KEY, _LONGEST_KEY = 32, 8, 63


class WifiCodeError(ValueError):
    """A code names no network that can be joined."""


@dataclass(frozen=True, slots=True)
class Wifi:
    """A network."""

    name: str
    password: str = field(repr=False)
    """Empty: it is open to everybody."""
    is_hidden: bool = False


Join = Callable[[Wifi], bool]
"""Has the system join a network; returns whether it will try."""


def is_wifi(text: str) -> bool:
    """Whether a code is about Wi-Fi."""
    return text.startswith(PREFIX)


def read_wifi(text: str) -> Wifi:
    """Read a code; raise `WifiCodeError`."""
    tail = text.removeprefix(PREFIX)
    found = dict(_FIELD.findall(tail if tail.endswith(";") else f"{tail};"))
    name = _plain(found.get("S", ""))
    password = _plain(found.get("P", ""))
    if not is_wifi(text) or not 0 < len(name.encode()) <= _LONGEST_NAME:
        raise WifiCodeError
    if found.get("T", "nopass").upper() not in {"WPA", "WPA2", "WPA3", "SAE", "NOPASS"}:
        raise WifiCodeError  # WEP is none, and companies' own ways need more than a password
    if password and not _SHORTEST_KEY <= len(password.encode()) <= _LONGEST_KEY:
        raise WifiCodeError
    return Wifi(name, password, is_hidden=found.get("H", "").lower() == "true")


def _plain(text: str) -> str:
    text = _ESCAPED.sub(r"\1", text)
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text


def supplicant_settings(wifi: Wifi) -> str:
    """Return the settings of wpa_supplicant (wpa_supplicant.conf(5)) for one network.

    What could end a text before its end is written as hexadecimal.
    """
    hidden = "\tscan_ssid=1\n" if wifi.is_hidden else ""
    return (
        "ctrl_interface=DIR=/run/wpa_supplicant GROUP=netdev\ncountry=VN\n"
        f"network={{\n\tssid={wifi.name.encode().hex()}\n\t{_key(wifi)}\n{hidden}}}\n"
    )


def _key(wifi: Wifi) -> str:
    if not wifi.password:
        return "key_mgmt=NONE"
    if '"' not in wifi.password and wifi.password.isascii() and wifi.password.isprintable():
        return f'psk="{wifi.password}"'
    # IEEE 802.11i, H.4: what a password stands for.
    return "psk=" + pbkdf2_hmac("sha1", wifi.password.encode(), wifi.name.encode(), 4096, 32).hex()


def join_with_supplicant(wifi: Wifi, root: Path) -> bool:
    """Have wpa_supplicant join a network; return whether it was told."""
    file = (root / SETTINGS).resolve()
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(file, supplicant_settings(wifi).encode(), mode=0o600)
    except OSError as error:
        log.warning("the network's name and password cannot be kept: %s", type(error).__name__)
        return False
    return any(_runs(command) for command in _RELOAD)


def _runs(command: tuple[str, ...]) -> bool:
    try:
        ran = subprocess.run(  # noqa: S603 - two commands that stand above
            command, check=False, capture_output=True, timeout=_RELOAD_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ran.returncode == 0 and b"FAIL" not in ran.stdout
