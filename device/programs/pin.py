"""Makes what stands in the settings for a person's PIN."""

import argparse
import getpass
import sys

from device.pin_hash import hash_pin
from device.settings import TerminalSettings
from words import _

DIGITS = range(4, 9)


def run(settings: TerminalSettings, chosen: argparse.Namespace) -> int:
    """Ask for a PIN twice, and print the two lines for `[[people]]`."""
    del settings, chosen
    pin = getpass.getpass(_("Mã PIN (4 đến 8 chữ số): "))
    if not (pin.isascii() and pin.isdigit() and len(pin) in DIGITS):
        sys.stderr.write(_("Mã PIN phải có 4 đến 8 chữ số.") + "\n")
        return 1
    if getpass.getpass(_("Nhập lại: ")) != pin:
        sys.stderr.write(_("Hai lần nhập không giống nhau.") + "\n")
        return 1
    sys.stdout.write(f'pin = "{hash_pin(pin)}"\npin_digits = {len(pin)}\n')
    return 0
