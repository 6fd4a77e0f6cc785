"""Each role sees what it may and nothing else; no route is without a right."""

import re
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Mount

from server.accounts.roles import Role
from server.store.database import rows
from server.web.access import Right
from tests.server.web.browser import Browser, text_of

V, IN, P, F, D, A = Role
MAY = {
    "OWN": {V, IN, P, F, D, A},
    "OVERVIEW": {V, IN, P, F},
    "OVERSIGHT": {V, IN, P},
    "OUTLET": {IN, P},
    "ENTRIES": {IN, P},
    "ACT": {P},
    "REFERENCE": {IN, P, F},
    "FLEET": {IN, P, F},
    "COMMAND": {F},
    "AUDIT": {D, A},
    "REVIEW": {D, A},
    "ACCOUNTS": {A},
}
"""Written down once more, so that a change of the table is a decision and not a slip."""
PUBLIC = {
    ("GET", "/dang-nhap"),
    ("POST", "/dang-nhap"),
    ("GET", "/dang-nhap/ma"),
    ("POST", "/dang-nhap/ma"),
    ("GET", "/dang-nhap/ma.svg"),
    ("GET", "/dang-nhap/dang-ky-ma"),
    ("POST", "/dang-nhap/dang-ky-ma"),
    ("GET", "/dang-nhap/mat-khau"),
    ("POST", "/dang-nhap/mat-khau"),
    ("POST", "/ngon-ngu"),
    ("GET", "/static/{path:path}"),
    ("GET", "/health"),
}
REFUSED = {401, 403}


def routes(browser: Browser) -> list[APIRoute]:
    def walk(found: list[BaseRoute]) -> list[APIRoute]:
        listed: list[APIRoute] = []
        for route in found:
            assert not isinstance(route, Mount), f"nobody guards {route.path}"
            assert isinstance(route, APIRoute), route
            listed.append(route)
        return listed

    return walk(browser.app.routes)


def filled(path: str) -> str:
    """Return an address of a route, with names that nothing has."""
    return re.sub(r"\{[^}]*\}", "khong-co", path)


def ask(browser: Browser, method: str, path: str) -> int:
    answer = browser.post(path) if method == "POST" else browser.get(path)
    return answer.status_code


@pytest.fixture
def browsers(store: Path) -> dict[Role, Browser]:
    assert store.exists()
    first = Browser(Role.VIEWER)
    found = {Role.VIEWER: first}
    for role in list(Role)[1:]:
        found[role] = Browser(role, app=first.app)
    return found


def test_the_table_of_rights_is_the_one_that_was_decided() -> None:
    assert {right.name: set(right.roles) for right in Right if right is not Right.PUBLIC} == MAY
    assert all(right.reason for right in Right)
    assert not Right.PUBLIC.roles


def test_no_route_is_without_a_right_and_only_the_door_is_public(
    browsers: dict[Role, Browser],
) -> None:
    browser = browsers[V]
    rights = browser.app.state.rights
    known = {(method, route.path) for route in routes(browser) for method in route.methods or ()}
    assert known == set(rights)
    assert {place for place, right in rights.items() if right is Right.PUBLIC} == PUBLIC


@pytest.mark.parametrize("role", Role)
def test_a_role_gets_into_every_route_of_its_rights_and_into_no_other(
    browsers: dict[Role, Browser], role: Role
) -> None:
    browser = browsers[role]
    rights: dict[tuple[str, str], Right] = browser.app.state.rights
    for (method, path), right in rights.items():
        if (method, path) in PUBLIC or path in {"/dang-xuat", "/toi/mat-khau", "/toi/ket-thuc"}:
            continue
        status = ask(browser, method, filled(path))
        may = role in MAY[right.name]
        assert status < 500, (method, path, role, status)
        is_refused = status in REFUSED or (path == "/" and status == 303)
        assert is_refused != may, (method, path, role, status)


def test_a_stranger_gets_into_nothing_but_the_door(store: Path) -> None:
    assert store.exists()
    stranger = Browser()
    for (method, path), right in stranger.app.state.rights.items():
        if right is Right.PUBLIC:
            continue
        answer = stranger.post(path) if method == "POST" else stranger.get(filled(path))
        if path.startswith("/api/"):
            assert answer.status_code == 401, path
        elif method == "GET":
            assert answer.status_code == 303, path
            assert answer.headers["location"].startswith("/dang-nhap"), path
        else:
            assert answer.status_code == 303, path


def test_who_has_several_roles_has_the_rights_of_all(store: Path) -> None:
    assert store.exists()
    browser = Browser(Role.FLEET, Role.PRIVACY)
    assert browser.get("/nhat-ky").status_code == 200
    assert browser.get("/").status_code == 200
    assert browser.get("/tai-khoan").status_code == 200


def test_whoever_is_refused_reads_whose_page_it_is_and_the_log_has_it(
    browsers: dict[Role, Browser],
) -> None:
    answer = browsers[V].get("/nhat-ky")
    assert answer.status_code == 403
    read = text_of(answer.text)
    assert "Trang này cần quyền Cán bộ BVDLCN / Quản trị" in read
    assert "Vai trò đang dùng: Người xem" in read
    assert rows("SELECT account, object FROM audit WHERE result = 'refused'") == [
        ("viewer", "/nhat-ky")
    ]


def test_the_list_at_the_side_has_only_what_one_may_open(browsers: dict[Role, Browser]) -> None:
    for role, browser in browsers.items():
        html = browser.get("/toi").text
        side = html[html.index('<nav class="side"') : html.index("</nav>")]
        for link in set(re.findall(r'href="(/[^"?]*)', side)):
            assert browser.get(link).status_code == 200, (role, link)


def test_administrators_and_privacy_officers_are_led_to_what_they_may_see(store: Path) -> None:
    assert store.exists()
    for role in (Role.ADMINISTRATOR, Role.PRIVACY):
        answer = Browser(role).get("/", follow=True)
        assert answer.status_code == 200, role
