from datetime import UTC, datetime

from device.noted_drawer import NotedDrawer
from hardware.drawer import NoDrawer, PulseDrawer
from hardware.ports import PortError

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


def test_a_drawer_that_was_opened_says_when() -> None:
    opened: list[bool] = []
    pulse = PulseDrawer(lambda: opened.append(True))
    drawer = NotedDrawer(pulse, lambda: NOW)
    assert drawer.opened_at is None
    drawer.open()
    drawer.close()
    assert opened == [True]
    assert drawer.opened_at == NOW
    assert drawer.is_there
    assert drawer.fault is None


def test_what_the_drawer_says_of_itself_is_handed_on() -> None:
    def refuses() -> None:
        raise PortError("no cable")

    drawer = NotedDrawer(PulseDrawer(refuses), lambda: NOW)
    drawer.open()
    drawer.close()
    assert drawer.fault is not None
    assert not NotedDrawer(NoDrawer(), lambda: NOW).is_there
