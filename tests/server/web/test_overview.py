"""The first page in words."""

from pathlib import Path

from server.accounts.roles import Role
from tests.server.fleet.fleet import NOW, Fleet, at
from tests.server.web.browser import Browser, Clock, text_of


def test_an_outage_of_the_province_is_told_with_those_of_the_area(store: Path | str) -> None:
    assert store
    fleet = Fleet()
    fleet.last_word([*fleet.add("99001", 4), *fleet.add("99003", 6)], at(8))
    fleet.look(NOW)
    browser = Browser(Role.PHARMACY, clock=Clock(NOW))
    assert "Mất liên lạc toàn tỉnh: 10 máy cùng lúc" in text_of(browser.read("/"))
    assert "Mất liên lạc toàn tỉnh: 4 máy cùng lúc" in text_of(browser.read("/?khu-vuc=T"))
