import logging

import pytest
from kivy.base import ExceptionManager

from device.ui.net import Net


def test_an_exception_is_logged_and_shown_and_the_program_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    shown: list[bool] = []
    net = Net(lambda: shown.append(True), lambda: 0.0)
    with caplog.at_level(logging.ERROR):
        assert net.handle_exception(ValueError("odd")) == ExceptionManager.PASS
    assert shown == [True]
    assert "ValueError: odd" in caplog.text


def test_what_ends_a_program_ends_it() -> None:
    net = Net(lambda: None)
    assert net.handle_exception(KeyboardInterrupt()) == ExceptionManager.RAISE
    assert net.handle_exception(SystemExit()) == ExceptionManager.RAISE


def test_exceptions_that_come_too_fast_end_the_program() -> None:
    net = Net(lambda: None, lambda: 5.0)
    answers = [net.handle_exception(ValueError()) for _time in range(6)]
    assert answers == [ExceptionManager.PASS] * 5 + [ExceptionManager.RAISE]


def test_exceptions_that_are_rare_do_not_add_up() -> None:
    times = iter(range(0, 1000, 3))
    net = Net(lambda: None, lambda: float(next(times)))
    answers = {net.handle_exception(ValueError()) for _time in range(50)}
    assert answers == {ExceptionManager.PASS}
