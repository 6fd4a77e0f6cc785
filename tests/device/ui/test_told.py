"""What the remote tells of every screen: figures and names of rules, never a person."""

import msgspec
import pytest

from device.counter.state import Gathering, Ready
from device.ui.showcase import views
from device.ui.told import told_of
from device.ui.view import View

VIEWS = views()
NOBODY = ("Nguyễn", "Trần", "Lê", "Cô", "Chú", "Bác", "DS.", "Thôn", "Xã")


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_every_state_can_be_told_and_names_nobody(view: View) -> None:
    told = msgspec.json.encode(told_of(view.state)).decode()
    assert not any(word in told for word in NOBODY)


def test_a_screen_that_shows_nothing_of_its_own_tells_nothing() -> None:
    assert told_of(Ready()) == {}


def test_the_lines_of_a_list_are_counted() -> None:
    assert told_of(Gathering(purpose="delivery"))["gathered"] == 0
