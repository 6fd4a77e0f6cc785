"""Whoever has but a part of what it takes comes no further, and keeps nobody out."""

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from server.accounts import book, entry, sessions
from server.accounts.audit import Where
from server.accounts.entry import WrongError
from server.accounts.roles import Role
from server.accounts.sessions import Session, Stage
from server.store.database import reading, rows, writing
from server.web.guard import STRANGERS_BYTES
from tests.server.outlet import NOW
from tests.server.web.browser import PASSWORD, SEALER, Browser, code_at, make_account

HERE, THERE = Where(address="192.0.2.7"), Where(address="203.0.113.9")
NEW = "một mật khẩu khác hẳn 77"


@dataclass(frozen=True)
class Enrolling:
    """Somebody who sets up a second factor."""

    session: Session
    secret: str

    def confirm(self, where: Where) -> Stage:
        code = code_at(NOW, self.secret)
        return entry.confirm_second(self.session, code, SEALER, where, NOW).stage


def session_of(token: str) -> Session | None:
    with reading():
        return sessions.read(token, NOW)


def enrolling(where: Where) -> Enrolling:
    token = entry.try_password("ds.moi", PASSWORD, where, NOW).token
    session = session_of(token)
    assert session
    secret = entry.offer_second(session, SEALER)
    with reading():
        offered = rows("SELECT offered FROM websession WHERE sha256 = ?", (session.sha256,))[0][0]
    return Enrolling(replace(session, offered=bytes(offered)), secret)


def test_who_knows_the_first_password_cannot_replace_a_second_factor_that_is_set_up(
    store: Path | str,
) -> None:
    assert store
    roles = frozenset({Role.PHARMACY})
    with writing():
        book.create("ds.moi", person="DS. Mới", roles=roles, password=PASSWORD, now=NOW)
    thief, owner = enrolling(THERE), enrolling(HERE)
    assert owner.confirm(HERE) is Stage.CHANGE
    assert session_of("") is None
    with reading():
        kept = rows("SELECT secret FROM account")
    with pytest.raises(WrongError):
        thief.confirm(THERE)
    with reading():
        assert rows("SELECT secret FROM account") == kept
        assert rows("SELECT stage FROM websession") == [("change",)]
        refused = "SELECT object FROM audit WHERE result = 'refused'"
        assert rows(refused) == [("ds.moi: second factor",)]


def test_a_password_alone_signs_nobody_out(store: Path | str) -> None:
    assert store
    account = make_account(Role.PHARMACY)
    with writing():
        token = sessions.begin(account, Stage.IN, NOW)
    for second in range(1, 6):
        entry.try_password("ds.ha", PASSWORD, THERE, NOW + timedelta(seconds=second))
    assert session_of(token)
    with reading():
        half = rows("SELECT count(*) FROM websession WHERE stage = 'password'")
    assert half == [(sessions.AT_ONCE,)]


def test_who_sits_at_anothers_browser_guesses_the_password_no_more_often_than_a_stranger(
    store: Path | str,
) -> None:
    assert store
    browser = Browser(Role.PHARMACY, name="ds.ha")
    for _try in range(5):
        browser.post("/toi/mat-khau", {"cu": "không phải đâu", "moi": NEW, "lai": NEW})
    browser.post("/toi/mat-khau", {"cu": PASSWORD, "moi": NEW, "lai": NEW})
    assert "Thử sai quá nhiều lần." in browser.read("/toi")
    with reading():
        refused = rows("SELECT DISTINCT object FROM audit WHERE result = 'refused'")
    assert ("ds.ha: password",) in refused


def test_a_way_back_with_letters_that_no_header_takes_keeps_nobody_out(store: Path | str) -> None:
    assert store
    make_account(Role.PHARMACY)
    browser = Browser()
    browser.get("/dang-nhap")
    answer = browser.post(
        "/dang-nhap", {"ten": "ds.ha", "mat-khau": PASSWORD, "ve": "/co-so?tim=hiệu"}
    )
    assert answer.headers["location"] == "/dang-nhap/ma"


@pytest.mark.parametrize("path", ["/dang-nhap", "/ngon-ngu", "/tai-khoan/moi"])
def test_of_a_stranger_nothing_large_is_read(store: Path | str, path: str) -> None:
    assert store
    browser = Browser()
    browser.get("/dang-nhap")
    answer = browser.post(path, {"ten": "a" * STRANGERS_BYTES})
    assert answer.status_code == 413


def test_nor_of_one_who_may_not_do_it(store: Path | str) -> None:
    assert store
    large = {"ten": "a" * STRANGERS_BYTES}
    assert Browser(Role.VIEWER).post("/tai-khoan/moi", large).status_code == 413
    assert Browser(Role.ADMINISTRATOR).post("/tai-khoan/moi", large).status_code == 303
