"""`python -m hardware.power SETTINGS`: what the UPS says, second by second, for who fits one."""

import argparse
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from hardware.power.api import Power, Source
from hardware.power.opening import open_supply
from hardware.power.policy import Advice, Deed, PowerWatch
from hardware.power.settings import PowerSettings
from hardware.settings import load_hardware
from settings import SettingsError
from settings.load import EXIT_SETTINGS_WRONG
from words import _

EXIT_UNKNOWN = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Tell until Ctrl+C, or for so many seconds: 0, or 1 where nobody ever knew the source."""
    given = _usage().parse_args(arguments)
    try:
        settings = load_hardware(given.settings).power
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return EXIT_SETTINGS_WRONG
    pause = threading.Event().wait
    with suppress(KeyboardInterrupt):
        return tell(settings, given.seconds, say=_say, pause=pause)
    return 0


def tell(
    settings: PowerSettings,
    seconds: int | None,
    *,
    say: Callable[[str], None],
    pause: Callable[[float], object],
) -> int:
    """Look once a second and say what is new."""
    supply, watch = open_supply(settings), PowerWatch(settings)
    looks, said, was_known = 0, "", False
    try:
        while seconds is None or looks < seconds:
            power = supply.look()
            was_known = was_known or power.source is not Source.UNKNOWN
            line = describe(power, watch.see(power, time.monotonic()))
            if line != said:
                say(line)
            said, looks = line, looks + 1
            pause(1.0)
    finally:
        supply.close()
    return 0 if was_known else EXIT_UNKNOWN


def describe(power: Power, advice: Advice) -> str:
    """Return one line: source, charge, voltage, and what the counter would do."""
    sources = {
        Source.MAINS: _("điện lưới"),
        Source.BATTERY: _("pin"),
        Source.UNKNOWN: _("không rõ nguồn (kiểm tra dây, địa chỉ I2C và mục [hardware.power])"),
    }
    parts = [sources[power.source]]
    if power.is_taken:
        taken = _(
            "dây báo điện đang được chương trình khác dùng, thường là màn hình bán hàng: chạy "
            "systemctl stop quay-ui rồi thử dây, thử xong chạy systemctl start quay-ui"
        )
        is_known = power.source is not Source.UNKNOWN
        parts = [sources[power.source], taken] if is_known else [taken]
    if power.percent is not None:
        parts.append(_("còn {percent} %").format(percent=power.percent))
    if advice.minutes_left is not None:
        parts.append(_("khoảng {minutes} phút").format(minutes=advice.minutes_left))
    if power.is_weak:
        parts.append(_("điện áp từng bị yếu: thay nguồn hoặc dây"))
    if advice.deed is not Deed.NOTHING:
        parts.append(_deed_words(advice.deed))
    return ", ".join(parts)


def _deed_words(deed: Deed) -> str:
    words = {
        Deed.TELL: _("màn hình báo mất điện"),
        Deed.DIM: _("màn hình giảm sáng"),
        Deed.END_AFTER_SALE: _("tắt máy sau lần bán đang dở"),
        Deed.END_NOW: _("tắt máy ngay"),
    }
    return words[deed]


def _say(line: str) -> None:
    print(line, flush=True)


def _usage() -> argparse.ArgumentParser:
    usage = argparse.ArgumentParser(
        prog="python -m hardware.power",
        description=_("Xem bo UPS nói gì, từng giây: rút điện để thử. Dừng: Ctrl+C."),
    )
    usage.add_argument(
        "settings", type=Path, metavar=_("TỆP"), help=_("cài đặt của quầy, như device.toml")
    )
    usage.add_argument("--seconds", type=int, metavar=_("GIÂY"), help=_("dừng sau bấy nhiêu giây"))
    return usage


if __name__ == "__main__":
    sys.exit(main())
