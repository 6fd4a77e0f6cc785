"""Accounts by those who answer for them, and from the console."""

from pathlib import Path

import pytest

from server.__main__ import main
from server.accounts.roles import Role
from server.store.database import open_store, rows
from tests.server.outlet import NOW
from tests.server.web.browser import PASSWORD, Browser, book_find, make_account

GOOD = """
province = "99"
database = "server.db"
signing_key = "server.key"
[broker]
host = "127.0.0.1"
ca = "ca.pem"
certificate = "ingest.pem"
key = "ingest.key"
"""
NEW = {"ten": "kt.nam", "ho-ten": "KT. Nam", "vai-tro": ["fleet", "viewer"], "mat-khau": PASSWORD}


@pytest.fixture
def browser(store: Path) -> Browser:
    assert store.exists()
    return Browser(Role.ADMINISTRATOR, name="quan-tri")


def change(browser: Browser, name: str, what: str, **more: object) -> str:
    browser.post("/tai-khoan/doi", {"ten": name, "viec": what, **more})
    return browser.read("/tai-khoan")


def test_an_administrator_makes_an_account_whose_person_sets_the_rest_up(browser: Browser) -> None:
    browser.post("/tai-khoan/moi", NEW)
    assert "Đã tạo tài khoản kt.nam." in browser.read("/tai-khoan")
    made = book_find("kt.nam")
    assert made
    assert made.roles == {Role.FLEET, Role.VIEWER}
    assert made.must_change
    assert not made.has_second
    found = rows("SELECT account, object FROM audit WHERE action = 'account'")
    assert found == [("quan-tri", "kt.nam: created as viewer+fleet")]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"ten": "Có Dấu"}, "Tên đăng nhập:"),
        ({"ten": "quan-tri"}, "đã có"),
        ({"mat-khau": "ngắn"}, "ít nhất 12 ký tự"),
        ({"vai-tro": []}, "ít nhất một vai trò"),
        ({"vai-tro": ["king"]}, "Không có vai trò này"),
        ({"ho-ten": ""}, "Còn ô phải điền"),
    ],
)
def test_what_is_wrong_with_a_new_account_is_told(
    browser: Browser, wrong: dict[str, object], told: str
) -> None:
    browser.post("/tai-khoan/moi", NEW | wrong)
    assert told in browser.read("/tai-khoan")
    assert len(rows("SELECT name FROM account")) == 1


def test_nobody_changes_their_own_roles(browser: Browser) -> None:
    said = change(browser, "quan-tri", "vai-tro", **{"vai-tro": ["administrator", "privacy"]})
    assert "Tài khoản của mình thì người quản trị khác đổi." in said
    account = book_find("quan-tri")
    assert account
    assert account.roles == {Role.ADMINISTRATOR}


def test_a_change_ends_the_sessions_and_is_in_the_log(browser: Browser) -> None:
    other = Browser(Role.VIEWER, app=browser.app, name="ds.ha")
    said = change(browser, "ds.ha", "vai-tro", **{"vai-tro": ["pharmacy"]})
    assert "Đã đổi tài khoản ds.ha." in said
    assert other.get("/toi").status_code == 303
    other = Browser(Role.PHARMACY, app=browser.app, name="ds.ha")
    for what, told in (
        ("khoa", "locked"),
        ("mo", "unlocked"),
        ("ma", "second factor reset"),
        ("mat-khau", "password set"),
    ):
        change(browser, "ds.ha", what, **{"mat-khau": "một cái khác hẳn 12"})
        (found,) = rows(
            "SELECT object FROM audit WHERE action = 'account' ORDER BY id DESC LIMIT 1"
        )
        assert found == (f"ds.ha: {told}",)
    assert other.get("/toi").status_code == 303
    account = book_find("ds.ha")
    assert account
    assert (account.has_second, account.must_change) == (False, True)


def test_a_privacy_officer_reviews_and_changes_nothing(browser: Browser) -> None:
    make_account(Role.VIEWER)
    privacy = Browser(Role.PRIVACY, app=browser.app)
    assert "Tài khoản mới" not in privacy.read("/tai-khoan")
    assert privacy.post("/tai-khoan/doi", {"ten": "ds.ha", "viec": "khoa"}).status_code == 403
    privacy.post("/tai-khoan/ra-soat", {"ten": "ds.ha"})
    account = book_find("ds.ha")
    assert account
    assert account.reviewed_at == NOW


def test_accounts_that_nobody_uses_and_reviews_that_are_due_are_tagged(browser: Browser) -> None:
    make_account(Role.VIEWER)
    browser.clock.go(days=46)
    late = Browser(Role.PRIVACY, app=browser.app, clock=browser.clock, name="bv")
    assert "tự khóa, 45 ngày không dùng" in late.read("/tai-khoan")
    browser.clock.go(days=140)
    late = Browser(Role.PRIVACY, app=browser.app, clock=browser.clock, name="bv2")
    assert "đến hạn rà soát" in late.read("/tai-khoan")


def call(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def test_the_first_administrator_is_made_at_the_console(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings, password = tmp_path / "server.toml", tmp_path / "password"
    settings.write_text(GOOD, encoding="utf-8")
    password.write_text(PASSWORD + "\n", encoding="utf-8")
    asked = ("account", "--settings", settings)
    made = (*asked, "add", "quan.tri", "--role", "administrator", "--password-file", password)
    assert call(*made) == 0
    assert call(*made) == 1
    assert "đã có" in capsys.readouterr().err
    assert call(*asked, "list") == 0
    assert "quan.tri\tquan.tri\tQuản trị\tđang dùng" in capsys.readouterr().out
    assert call(*asked, "lock", "quan.tri") == 1
    assert "ít nhất một tài khoản quản trị" in capsys.readouterr().err
    assert call(*asked, "lock", "ai.do") == 1
    password.write_text("một cái khác hẳn 12", encoding="utf-8")
    assert call(*asked, "reset", "quan.tri", "--password-file", password) == 0
    open_store(tmp_path / "server.db")
    found = rows("SELECT account, object FROM audit ORDER BY id")
    assert found == [
        ("console", "quan.tri: created as administrator"),
        ("console", "quan.tri: password and second factor reset"),
    ]
