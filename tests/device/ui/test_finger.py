import pytest

from device.counter.event import CashTaken, Dismissed, Typed
from device.ui import theme
from device.ui.drawing import Box, Button, Kind
from device.ui.finger import Finger

BOX = Box(10, 10, 100, 60)
DONE = Button(box=BOX, words="Xong", kind=Kind.PRIMARY, act=Dismissed())
MONEY = Button(box=BOX, words="Thu tiền mặt", kind=Kind.PRIMARY, act=CashTaken(), takes_money=True)
KEY = Button(box=BOX, words="1", kind=Kind.DIGIT, act=Typed("1"), group="pad")


class Watch:
    def __init__(self) -> None:
        self.time = 100.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def finger(watch: Watch) -> Finger:
    finger = Finger(watch)
    watch.time += 10
    return finger


def test_a_press_acts_on_release(finger: Finger) -> None:
    finger.down(1, DONE)
    assert finger.pressed == DONE
    assert finger.up(1, DONE) == DONE
    assert finger.pressed is None


def test_released_beside_the_button_nothing_happens(finger: Finger) -> None:
    finger.down(1, DONE)
    assert finger.up(1, None) is None
    finger.down(2, None)
    assert finger.up(2, DONE) is None


@pytest.mark.parametrize(("button", "dead"), [(DONE, 0.6), (MONEY, 0.8)])
def test_after_a_change_of_screen_touches_count_for_nothing(
    finger: Finger, watch: Watch, button: Button, dead: float
) -> None:
    finger.screen_changed()
    watch.time += dead - 0.01
    finger.down(1, button)
    watch.time += 5
    assert finger.pressed is None
    assert finger.up(1, button) is None
    finger.down(2, button)
    assert finger.up(2, button) == button


def test_dead_time_ends_on_time(finger: Finger, watch: Watch) -> None:
    finger.screen_changed()
    watch.time += theme.DEAD_TIME + 0.01
    assert finger.dead_for(DONE) == 0
    assert finger.dead_for(MONEY) == pytest.approx(0.19)
    finger.down(1, DONE)
    assert finger.up(1, DONE) == DONE


def test_a_second_finger_does_not_exist(finger: Finger) -> None:
    finger.down(1, DONE)
    finger.down(2, MONEY)
    assert finger.pressed == DONE
    assert finger.up(2, MONEY) is None
    assert finger.up(1, DONE) == DONE


def test_a_finger_that_the_panel_lost_does_not_block_for_ever(finger: Finger, watch: Watch) -> None:
    finger.down(1, DONE)
    watch.time += theme.LOST_TOUCH + 0.1
    finger.down(2, DONE)
    assert finger.up(2, DONE) == DONE


def test_another_screen_takes_the_button_from_under_the_finger(finger: Finger) -> None:
    finger.down(1, DONE)
    finger.screen_changed()
    assert finger.up(1, DONE) is None


def test_a_button_that_stays_keeps_its_finger(finger: Finger) -> None:
    finger.down(1, MONEY)
    finger.buttons_changed((MONEY,))
    assert finger.up(1, MONEY) == MONEY
    finger.down(2, DONE)
    assert finger.pressed is None


def test_typing_is_not_held_up_by_what_it_changes(finger: Finger, watch: Watch) -> None:
    finger.screen_changed((KEY, DONE))
    watch.time += theme.DEAD_TIME + 0.01
    finger.buttons_changed((KEY, MONEY))
    assert finger.dead_for(KEY) == 0
    assert finger.dead_for(MONEY) > 0
    finger.down(1, KEY)
    assert finger.up(1, KEY) == KEY


def test_a_pad_that_has_just_come_up_is_dead_like_everything(finger: Finger, watch: Watch) -> None:
    finger.screen_changed((DONE,))
    watch.time += 10
    finger.buttons_changed((KEY, DONE))
    assert finger.dead_for(KEY) == pytest.approx(theme.DEAD_TIME)
    watch.time += 0.3
    finger.buttons_changed((KEY, MONEY))
    assert finger.dead_for(KEY) == pytest.approx(theme.DEAD_TIME - 0.3)
