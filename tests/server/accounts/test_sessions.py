"""Sessions end, are few, and their forms cannot be sent by others."""

from pathlib import Path

import pytest

from server.accounts.roles import Role
from server.store.database import reading, rows
from tests.server.web.browser import PASSWORD, Browser, Clock

NEW = "một mật khẩu khác hẳn 77"


@pytest.fixture
def clock(store: Path | str) -> Clock:
    assert store
    return Clock()


@pytest.fixture
def browser(clock: Clock) -> Browser:
    return Browser(Role.ADMINISTRATOR, clock=clock, name="quan-tri")


def is_in(browser: Browser) -> bool:
    return browser.get("/toi").status_code == 200


def test_a_session_ends_half_an_hour_after_its_last_use(browser: Browser, clock: Clock) -> None:
    for _use in range(3):
        clock.go(minutes=29)
        assert is_in(browser)
    clock.go(minutes=31)
    assert not is_in(browser)


def test_a_session_ends_after_twelve_hours_however_it_is_used(
    browser: Browser, clock: Clock
) -> None:
    for _use in range(29):
        clock.go(minutes=24)
        assert is_in(browser)
    clock.go(minutes=25)
    assert not is_in(browser)


def test_an_account_is_signed_in_at_three_places_at_most(browser: Browser, clock: Clock) -> None:
    others = []
    for _place in range(3):
        clock.go(seconds=1)
        others.append(Browser(Role.ADMINISTRATOR, app=browser.app, clock=clock, name="quan-tri"))
    assert not is_in(browser), "the oldest gives way"
    assert all(is_in(one) for one in others)


def test_a_new_password_ends_every_session(browser: Browser, clock: Clock) -> None:
    clock.go(seconds=1)
    other = Browser(Role.ADMINISTRATOR, app=browser.app, clock=clock, name="quan-tri")
    answer = browser.post("/toi/mat-khau", {"cu": PASSWORD, "moi": NEW, "lai": NEW})
    assert answer.headers["location"] == "/dang-nhap"
    assert not is_in(browser)
    assert not is_in(other)


def test_signing_out_ends_the_session_at_the_server_too(browser: Browser) -> None:
    token = browser.cookies["quay"]
    browser.post("/dang-xuat")
    browser.cookies["quay"] = token
    assert not is_in(browser)


def test_the_database_holds_nothing_that_one_could_sign_in_with(browser: Browser) -> None:
    with reading():
        kept = str(rows("SELECT * FROM websession"))
    assert browser.cookies["quay"] not in kept


def test_a_form_without_its_secret_or_with_anothers_does_nothing(
    browser: Browser, clock: Clock
) -> None:
    other = Browser(Role.PRIVACY, app=browser.app, clock=clock)
    for brought in ("", "0" * 64, other.csrf):
        answer = browser.post("/toi/ket-thuc", {"csrf": brought})
        assert answer.status_code == 403
    assert browser.post("/toi/ket-thuc").status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://quay.example.evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_that_another_site_sends_does_nothing(
    browser: Browser, headers: dict[str, str]
) -> None:
    browser.headers = headers
    assert browser.post("/toi/ket-thuc").status_code == 403
    assert browser.post("/dang-xuat").status_code == 403
    browser.headers = {}
    assert is_in(browser)


def test_a_form_larger_than_the_largest_catalogue_is_not_read(browser: Browser) -> None:
    browser.headers = {"content-length": str(30 * 2**20)}
    answer = browser.post("/toi/ket-thuc")
    assert answer.status_code == 413


def test_cookies_are_for_no_script_and_bound_to_the_host_over_https(clock: Clock) -> None:
    plain = Browser(clock=clock)
    told = plain.get("/dang-nhap").headers["set-cookie"].lower()
    assert "httponly" in told
    assert "samesite=strict" in told
    assert "secure" not in told


def test_every_answer_forbids_what_comes_from_elsewhere(browser: Browser) -> None:
    for path in ("/toi", "/nothing", "/static/quay.css", "/health", "/api/v1/openapi.json"):
        headers = browser.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'self';")
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert "strict-transport-security" not in headers
    assert browser.get("/toi").headers["cache-control"] == "no-store"


def test_pages_carry_no_script_and_no_style_of_their_own(browser: Browser) -> None:
    html = browser.get("/toi").text + browser.get("/tai-khoan").text
    assert "style=" not in html
    assert "<style" not in html
    assert " onclick" not in html
    assert "javascript:" not in html
    assert html.count("<script src=") == html.count("<script")
