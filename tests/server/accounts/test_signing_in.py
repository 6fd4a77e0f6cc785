"""Coming in: password, second factor, recovery codes, and who guesses is slowed down."""

import re
from pathlib import Path

import pytest

from server.accounts import book, throttle
from server.accounts.roles import Role
from server.store.database import reading, rows, run, writing
from tests.server.web.browser import (
    PASSWORD,
    SECRET,
    Browser,
    Clock,
    code_at,
    make_account,
    text_of,
)  # fmt: skip

NEW = "một mật khẩu khác hẳn 77"
WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."
HELD = "Thử sai quá nhiều lần."


@pytest.fixture
def clock(store: Path | str) -> Clock:
    assert store
    return Clock()


@pytest.fixture
def browser(clock: Clock) -> Browser:
    make_account(Role.PHARMACY)
    return Browser(clock=clock)


def give(browser: Browser, name: str = "ds.ha", password: str = PASSWORD) -> str:
    """Give name and password; return where the answer leads, or what it says."""
    browser.get("/dang-nhap")
    answer = browser.post("/dang-nhap", {"ten": name, "mat-khau": password})
    return answer.headers.get("location", "") or text_of(answer.text)


def give_code(browser: Browser, code: str) -> str:
    answer = browser.post("/dang-nhap/ma", {"ma": code})
    return answer.headers.get("location", "") or text_of(answer.text)


def test_password_and_code_lead_in_to_where_one_wanted_to_go(
    browser: Browser, clock: Clock
) -> None:
    sent = browser.get("/toi?x=1")
    assert sent.headers["location"] == "/dang-nhap?ve=%2Ftoi%3Fx%3D1"
    browser.get(sent.headers["location"])
    answer = browser.post("/dang-nhap", {"ten": " DS.Ha ", "mat-khau": PASSWORD, "ve": "/toi?x=1"})
    assert answer.headers["location"] == "/dang-nhap/ma"
    before = browser.cookies["quay"]
    assert browser.get("/toi").status_code == 303, "half way in is not in"
    assert give_code(browser, code_at(clock.now)) == "/toi?x=1"
    assert browser.cookies["quay"] != before, "who knew the token from before knows nothing"
    assert "DS. Hà" in browser.read("/toi")


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_signing_in_leads_to_no_other_computer(browser: Browser, clock: Clock, back: str) -> None:
    browser.get("/dang-nhap")
    browser.post("/dang-nhap", {"ten": "ds.ha", "mat-khau": PASSWORD, "ve": back})
    assert give_code(browser, code_at(clock.now)) == "/"


def test_a_wrong_name_a_wrong_password_and_a_locked_account_are_told_alike(
    browser: Browser, clock: Clock
) -> None:
    make_account(Role.VIEWER, name="khoa")
    with writing():
        account = book.find("khoa")
        assert account
        book.lock(account, clock.now)
    said = {
        give(browser, "ai.do", PASSWORD),
        give(browser, "ds.ha", "sai"),
        give(browser, "khoa", PASSWORD),
    }
    assert len(said) == 1
    assert WRONG in said.pop()
    assert "quay" not in browser.cookies


def test_who_guesses_has_to_wait_and_so_does_who_guesses_a_name_that_is_not_there(
    browser: Browser, clock: Clock
) -> None:
    for name in ("ds.ha", "ai.do"):
        for _try in range(throttle.PAIR):
            assert WRONG in give(browser, name, "sai")
        assert HELD in give(browser, name, PASSWORD)
    elsewhere = Browser(app=browser.app, address="192.0.2.99", clock=clock)
    assert give(elsewhere) == "/dang-nhap/ma", "the account's own person is not kept out"
    clock.go(minutes=16)
    assert give(browser) == "/dang-nhap/ma"


def test_codes_are_guessed_no_more_often_than_passwords(browser: Browser, clock: Clock) -> None:
    give(browser)
    for _try in range(throttle.PAIR):
        assert "Mã không đúng" in give_code(browser, "000000")
    assert HELD in give_code(browser, code_at(clock.now))


def test_a_code_that_was_used_is_refused_whoever_types_it(browser: Browser, clock: Clock) -> None:
    code = code_at(clock.now)
    give(browser)
    assert give_code(browser, code) == "/"
    thief = Browser(app=browser.app, clock=clock)
    give(thief)
    assert "đã dùng" in give_code(thief, code)
    clock.go(seconds=30)
    assert give_code(thief, code_at(clock.now)) == "/"


def test_a_clock_may_be_half_a_minute_off_and_not_more(browser: Browser, clock: Clock) -> None:
    give(browser)
    late = clock.now
    clock.go(seconds=30)
    assert give_code(browser, code_at(late)) == "/"
    other = Browser(app=browser.app, clock=clock)
    give(other)
    clock.go(minutes=5)
    assert "Mã không đúng" in give_code(other, code_at(late))


def test_a_new_account_sets_up_its_own_factor_and_password_and_gets_codes_once(
    store: Path | str, clock: Clock
) -> None:
    assert store
    with writing():
        book.create(
            "moi", person="Người Mới", roles=frozenset({Role.VIEWER}), password=PASSWORD,
            now=clock.now,
        )  # fmt: skip
    browser = Browser(clock=clock)
    assert give(browser, "moi") == "/dang-nhap/dang-ky-ma"
    page = browser.get("/dang-nhap/dang-ky-ma").text
    secret = re.sub(r"\s", "", re.findall(r"<code>([^<]*)</code>", page)[0])
    assert browser.get("/dang-nhap/ma.svg").headers["content-type"] == "image/svg+xml"
    assert secret in re.sub(r"\s", "", browser.get("/dang-nhap/dang-ky-ma").text)
    assert secret not in str(rows("SELECT offered FROM websession"))
    done = browser.post("/dang-nhap/dang-ky-ma", {"ma": code_at(clock.now, secret)})
    codes = re.findall(r"<li><code>([^<]*)</code>", done.text)
    assert len(codes) == 8
    assert browser.get("/toi").status_code == 303, "the password is somebody else's still"
    assert "Đặt mật khẩu của riêng mình" in browser.read("/dang-nhap/mat-khau")
    weak = browser.post("/dang-nhap/mat-khau", {"cu": PASSWORD, "moi": "ngan", "lai": "ngan"})
    assert "ít nhất 12 ký tự" in weak.text
    answer = browser.post("/dang-nhap/mat-khau", {"cu": PASSWORD, "moi": NEW, "lai": NEW})
    assert answer.headers["location"] == "/"
    assert browser.get("/toi").status_code == 200
    assert secret not in str(rows("SELECT secret FROM account"))


def test_a_recovery_code_stands_in_for_the_phone_once(browser: Browser, clock: Clock) -> None:
    with writing():
        account = book.find("ds.ha")
        assert account
        sealed = rows("SELECT secret FROM account WHERE name = 'ds.ha'")[0][0]
        code = book.set_second(account, bytes(sealed), 0)[0]
    give(browser)
    assert give_code(browser, code.lower()) == "/"
    again = Browser(app=browser.app, clock=clock)
    give(again)
    assert "Mã không đúng" in give_code(again, code)


def test_a_secret_that_was_copied_to_another_account_opens_nothing(
    browser: Browser, clock: Clock
) -> None:
    make_account(Role.ADMINISTRATOR, name="admin.that", person="Quản Trị")
    with writing():
        run(
            "UPDATE account SET secret = (SELECT secret FROM account WHERE name = 'ds.ha')"
            " WHERE name = 'admin.that'"
        )
    give(browser, "admin.that")
    assert "Mã không đúng" in give_code(browser, code_at(clock.now, SECRET))


def test_an_account_that_nobody_used_for_45_days_is_locked(browser: Browser, clock: Clock) -> None:
    clock.go(days=45, hours=1)
    assert WRONG in give(browser)
    with writing():
        account = book.find("ds.ha")
        assert account
        book.unlock(account, clock.now)
    clock.go(minutes=20)
    assert give(browser) == "/dang-nhap/ma"


def test_every_try_is_in_the_log_without_what_was_typed(browser: Browser, clock: Clock) -> None:
    give(browser, "matkhaucuatoi!", "sai")
    give(browser, "ds.ha", "sai")
    give(browser)
    give_code(browser, code_at(clock.now))
    with reading():
        found = rows("SELECT account, action, object, result, address FROM audit ORDER BY id")
    assert found == [
        ("", "signed-in", "password", "refused", "192.0.2.7:50123"),
        ("ds.ha", "signed-in", "password", "refused", "192.0.2.7:50123"),
        ("ds.ha", "signed-in", "in", "done", "192.0.2.7:50123"),
    ]
    kept = str(rows("SELECT * FROM failedtry")) + str(rows("SELECT * FROM audit"))
    assert "matkhaucuatoi" not in kept


@pytest.mark.parametrize(
    ("role", "led"), [(Role.ADMINISTRATOR, "/dang-nhap/mat-khau"), (Role.PHARMACY, "/")]
)
def test_administrators_change_their_password_every_two_months(
    clock: Clock, role: Role, led: str
) -> None:
    make_account(role, name="nguoi.cu")
    browser = Browser(clock=clock)
    for days, leads in ((40, "/"), (21, led)):
        clock.go(days=days)
        assert give(browser, "nguoi.cu") == "/dang-nhap/ma"
        assert give_code(browser, code_at(clock.now)) == leads
        browser.cookies.clear()
    if role is not Role.ADMINISTRATOR:
        return
    give(browser, "nguoi.cu")
    clock.go(minutes=1)
    give_code(browser, code_at(clock.now))
    assert "hai tháng một lần" in browser.read("/dang-nhap/mat-khau")
    answer = browser.post("/dang-nhap/mat-khau", {"cu": PASSWORD, "moi": NEW, "lai": NEW})
    assert answer.headers["location"] == "/"
    account = book.find("nguoi.cu")
    assert account
    assert not account.must_change_now(clock.now)
