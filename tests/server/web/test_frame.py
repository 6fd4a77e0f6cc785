"""What every page has around it: nothing from elsewhere, two languages, how fresh it is."""

import re
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from server.accounts.roles import Role
from server.store.database import close_store, open_store, run, to_text, writing
from server.store.tables import DATABASE
from server.web import static
from server.web.places import forget
from tests.server.outlet import NOW, Outlet
from tests.server.web.browser import Browser
from tests.server.web.pages import Shop, Shops, page_of
from words import _, speaking

THERE = re.compile(r'(?:href|src|action|url)=?["(]+([^")]*)')


@pytest.fixture
def browser(store: Path) -> Browser:
    assert store.exists()
    return Browser(Role.PHARMACY, Role.ADMINISTRATOR, pages=[page_of(Shops([Shop("1", "A")]))])


def heard(outlet: Outlet, ago: timedelta) -> None:
    forget()
    with writing():
        at = to_text(NOW - ago)
        run("UPDATE terminal SET last_contact_at = ? WHERE id = ?", (at, outlet.id))


def test_everything_that_a_page_loads_is_here(browser: Browser) -> None:
    html = browser.get("/thu").text
    for link in THERE.findall(html):
        assert link.startswith(("/", "#", "?")), link
        assert not link.startswith("//"), link
    for link in re.findall(r'(?:src|rel="(?:icon|stylesheet)" href)="([^"]*)"', html):
        assert browser.get(link).status_code == 200, link
    sheets = ("quay.css", "fonts.css", "paper.css")
    style = "".join(browser.get(f"/static/{name}").text for name in sheets)
    for name in re.findall(r'url\("([^"]*)"\)', style):
        assert browser.get(f"/static/{name}").status_code == 200, name
    scripts = [static.FOLDER / "quay.js", *(static.FOLDER / "charts").glob("*.js")]
    own = style + "".join(file.read_text(encoding="utf-8") for file in scripts)
    assert not re.search(r"https?:|@import|\beval\b|innerHTML", own)


def test_what_browsers_keep_has_a_new_address_when_it_changes(browser: Browser) -> None:
    answer = browser.get(f"/static/{static.VERSION}/vendor/echarts.min.js")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    assert f"/static/{static.VERSION}/quay.css" in browser.get("/thu").text


@pytest.mark.parametrize(
    "path", ["../app.py", "%2e%2e/app.py", "..%2fapp.py", "vendor/LICENSE", "vendor", "x.css"]
)
def test_nothing_but_the_files_of_the_pages_is_served(browser: Browser, path: str) -> None:
    assert browser.get(f"/static/{path}").status_code == 404


def test_health_is_open_and_tells_nothing_but_whether_it_is_well(store: Path) -> None:
    stranger = Browser()
    assert (stranger.get("/health").status_code, stranger.get("/health").json()) == (
        200,
        {"status": "ok"},
    )
    close_store()
    stranger.app.state.desks.close()
    DATABASE.init(str(store.parent / "gone" / "server.db"))
    assert stranger.get("/health").json() == {"status": "database unavailable"}
    assert stranger.get("/health").status_code == 503
    open_store(store)


def test_without_its_database_a_page_says_so_and_comes_back(browser: Browser, store: Path) -> None:
    close_store()
    browser.app.state.desks.close()
    DATABASE.init(str(store.parent / "gone" / "server.db"))
    answer = browser.get("/thu")
    assert answer.status_code == 503
    assert "Chưa lấy được số liệu" in answer.text
    assert browser.get("/api/v1/shops").status_code == 503
    open_store(store)
    assert browser.get("/thu").status_code == 200


def test_figures_say_how_fresh_they_are(browser: Browser, outlet: Outlet) -> None:
    assert "Chưa có số liệu" in browser.read("/thu")
    heard(outlet, timedelta(minutes=1))
    assert "Số liệu đến 10:40, 23/11/2026 1 / 1 cơ sở đã gửi trong 24 giờ" in browser.read("/thu")
    heard(outlet, timedelta(hours=2, minutes=26))
    read = browser.read("/thu")
    assert "Số liệu đến 08:15, chậm 2 giờ 26 phút" in read
    assert "Số liệu chậm: đến 08:15." in read


def test_outlets_that_did_not_send_are_named_as_a_list_to_open(
    browser: Browser, outlet: Outlet
) -> None:
    other = Outlet(id="Q33-0002")
    with writing():
        from server.store.terminals import register  # noqa: PLC0415 - only here

        register(other.registration)
    heard(outlet, timedelta(minutes=1))
    heard(other, timedelta(days=2))
    html = browser.get("/thu").text
    assert "1 cơ sở chưa gửi trong 24 giờ." in html
    assert 'href="/may?tinh-trang=silent"' in html


def test_a_page_comes_in_the_language_of_whoever_asks(browser: Browser) -> None:
    other = Browser(Role.VIEWER, app=browser.app)
    assert "<h1>Máy quầy</h1>" in browser.get("/thu").text
    answer = browser.post("/ngon-ngu", {"n": "en", "ve": "/thu?khu-vuc=T"})
    assert answer.headers["location"] == "/thu?khu-vuc=T"
    html = browser.get("/thu").text
    assert '<html lang="en">' in html
    assert "<h1>Máy quầy</h1>" not in html
    assert "<h1>Máy quầy</h1>" in other.get("/thu").text
    browser.post("/ngon-ngu", {"n": "fr"})
    assert '<html lang="en">' in browser.get("/thu").text


def test_a_stranger_chooses_a_language_too(store: Path) -> None:
    assert store.exists()
    stranger = Browser()
    stranger.get("/dang-nhap")
    assert stranger.post("/ngon-ngu", {"n": "en", "ve": "//evil"}).headers["location"] == "/"
    assert '<html lang="en">' in stranger.get("/dang-nhap").text


def test_two_threads_speak_two_languages_at_once() -> None:
    said: dict[str, list[str]] = {"vi": [], "en": []}
    both = threading.Barrier(2)

    def speak(language: str) -> None:
        with speaking(language):
            for _time in range(20):
                both.wait(5)
                said[language].append(_("Máy quầy"))

    threads = [threading.Thread(target=speak, args=(language,)) for language in said]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(said["vi"]) == {"Máy quầy"}
    assert len(set(said["en"])) == 1
    assert "Máy quầy" not in said["en"]
