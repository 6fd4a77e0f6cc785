"""On battery: the counter sells on, finishes the last sale, and goes off."""

from dataclasses import replace

from device.counter.power import PowerNow, Supplied
from device.counter.state import Ending, Ready, Selling
from device.ui.showcase.around import shown
from device.ui.showcase.base import THREE
from device.ui.view import View

BATTERY = PowerNow(supplied=Supplied.BATTERY, minutes_left=47)
LOW = PowerNow(supplied=Supplied.ENDING, minutes_left=3, is_dim=True)


def views() -> dict[str, View]:
    """Return every screen by the name of its picture."""
    return {
        "terminal-battery": replace(shown(Ready()), power=BATTERY),
        "terminal-battery-selling": replace(shown(Selling(sale=THREE)), power=BATTERY),
        "terminal-battery-last-sale": replace(shown(Selling(sale=THREE)), power=LOW),
        "terminal-ending": replace(shown(Ending(behind=Ready())), power=LOW),
    }
