"""What the kernel knows: a UPS or battery with a driver of its own, and the Pi's voltage alarm.

The kernel's own pages "sysfs-class-power", and drivers/hwmon/raspberrypi-hwmon.c.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from hardware.power.api import Power, Source

SYS = Path("/sys")
_MAINS_TYPES = {"Mains", "USB", "USB_C", "USB_PD"}
_BATTERY_TYPES = {"Battery", "UPS"}
_FULL = 100


class KernelSupply:
    """/sys/class/power_supply."""

    def __init__(self, sys: Path = SYS) -> None:
        self._folder = sys / "class/power_supply"

    def look(self) -> Power:
        """Read every supply that is listed."""
        supplies = [folder for folder in sorted(self._folder.glob("*")) if _is_the_boards(folder)]
        batteries = [each for each in supplies if _text(each / "type") in _BATTERY_TYPES]
        percents = [number for each in batteries if (number := _percent(each)) is not None]
        return Power(
            source=_source(supplies, batteries),
            percent=min(percents, default=None),
            minutes_left=min(_minutes(batteries), default=None),
        )

    def close(self) -> None:
        """Nothing is open."""


class BoardSupply:
    """The Raspberry Pi's own alarm: whether its 5 V fell below 4.63 V since the start."""

    def __init__(self, sys: Path = SYS) -> None:
        self._folder = sys / "class/hwmon"

    def look(self) -> Power:
        """Read the alarm."""
        for monitor in sorted(self._folder.glob("hwmon*")):
            if _text(monitor / "name") == "rpi_volt":
                alarm = _text(monitor / "in0_lcrit_alarm")
                return Power(is_weak=alarm != "0" if alarm.isdigit() else None)
        return Power()

    def close(self) -> None:
        """Nothing is open."""


def _is_the_boards(folder: Path) -> bool:
    # A wireless scanner's or mouse's own battery has the scope "Device".
    return _text(folder / "scope") != "Device" and _text(folder / "present") != "0"


def _source(supplies: list[Path], batteries: list[Path]) -> Source:
    online = [_text(each / "online") for each in supplies if _text(each / "type") in _MAINS_TYPES]
    if any(word.isdigit() and word != "0" for word in online):
        return Source.MAINS
    states = {_text(each / "status") for each in batteries}
    if "Discharging" in states or (online and batteries and set(online) == {"0"}):
        return Source.BATTERY
    # "Not charging": full enough, and the mains is there.
    return Source.MAINS if states & {"Charging", "Full", "Not charging"} else Source.UNKNOWN


def _percent(battery: Path) -> int | None:
    with suppress(ValueError):
        return max(0, min(_FULL, int(_text(battery / "capacity"))))
    return None


def _minutes(batteries: list[Path]) -> Iterator[int]:
    for battery in batteries:
        with suppress(ValueError):
            yield int(_text(battery / "time_to_empty_now")) // 60


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
