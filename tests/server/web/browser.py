"""A browser without a screen: it keeps cookies, signs in, and brings along what forms demand."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from html.parser import HTMLParser
from typing import Any

import httpx
import pyotp
from fastapi import FastAPI

from server.accounts import book, passwords, sessions
from server.accounts.account import Account
from server.accounts.audit import Where
from server.accounts.roles import Role
from server.accounts.second import Sealer
from server.accounts.sessions import Stage
from server.store.database import add, reading, to_text, writing
from server.web.app import make_app
from server.web.desks import Desks
from server.web.page import Page
from server.web.pages import PAGES
from server.web.visitor import Visitor
from tests.server.outlet import NOW

SEALER = Sealer(bytes(32))
PASSWORD = "trời xanh mây trắng 9"  # noqa: S105 - of people who do not exist
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105
ADDRESS = "http://quay.example"


OPEN: list[Desks] = []
"""Threads of the apps that were made, to be ended with the test."""


class Clock:
    """A clock that a test turns."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def go(self, **span: float) -> None:
        self.now += timedelta(**span)


class Browser:
    """One browser at the pages of a province; with roles, somebody is signed in at it."""

    def __init__(
        self,
        *roles: Role,
        pages: Sequence[Page] = PAGES,
        clock: Clock | None = None,
        app: FastAPI | None = None,
        name: str = "",
        address: str = "192.0.2.7",
    ) -> None:
        self.clock = clock or Clock()
        self.app = app or make_app(
            province="99",
            department="Sở Y tế Sơn Giang",
            sealer=SEALER,
            pages=pages,
            clock=self.clock,
        )
        OPEN.extend((self.app.state.desks, self.app.state.files))
        self._way = httpx.ASGITransport(app=self.app, client=(address, 50123))
        self.cookies: dict[str, str] = {}
        self.headers: dict[str, str] = {}
        if roles:
            self.come_in(*roles, name=name)

    def come_in(self, *roles: Role, name: str = "") -> Account:
        """Sign in by the back door: a session that is there already."""
        account = make_account(*roles, name=name or "-".join(roles), now=self.clock.now)
        with writing():
            self.cookies["quay"] = sessions.begin(account, Stage.IN, self.clock.now)
        return account

    def get(self, path: str, *, follow: bool = False) -> httpx.Response:
        answer = self._send("GET", path)
        while follow and answer.is_redirect:
            answer = self._send("GET", answer.headers["location"])
        return answer

    def post(
        self, path: str, fields: Mapping[str, Any] | None = None, *, follow: bool = False,
        files: Mapping[str, bytes] | None = None,
    ) -> httpx.Response:  # fmt: skip
        """Send a form with what the pages put into their own."""
        brought = {"csrf": self.csrf, **(fields or {})}
        sent = {name: (name, body) for name, body in (files or {}).items()}
        answer = self._send("POST", path, data=brought, files=sent or None)
        return self.get(answer.headers["location"]) if follow and answer.is_redirect else answer

    @property
    def csrf(self) -> str:
        """What this session's forms bring along."""
        token = self.cookies.get("quay", "")
        if token:
            return Visitor(where=Where(), language="vi", token=token).secret
        return self.cookies.get("quay-truoc", "")

    def read(self, path: str) -> str:
        """Return what a person reads on a page."""
        return text_of(self.get(path).text)

    def _send(self, method: str, path: str, **more: Any) -> httpx.Response:
        return asyncio.run(self._sent(method, path, **more))

    async def _sent(self, method: str, path: str, **more: Any) -> httpx.Response:
        async with httpx.AsyncClient(transport=self._way, base_url=ADDRESS) as line:
            cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            headers = {"origin": ADDRESS, **self.headers, **({"cookie": cookie} if cookie else {})}
            answer = await line.request(method, path, headers=headers, **more)
        for name, value in answer.cookies.items():
            self.cookies[name] = value
        for gone in re.findall(r'([^=\s;]+)=""; .*?Max-Age=0', "\n".join(
            answer.headers.get_list("set-cookie")
        )):  # fmt: skip
            self.cookies.pop(gone, None)
        return answer


def make_account(
    *roles: Role, name: str = "ds.ha", now: datetime = NOW, person: str = "DS. Hà"
) -> Account:
    """Make an account with a second factor and a password of its own; or return it."""
    if known := book_find(name):
        return known
    at = to_text(now)
    with writing():
        add(
            "account",
            (
                "name", "person", "roles", "password", "must_change", "secret", "step",
                "language", "created_at", "used_at", "changed_at", "reviewed_at",
            ),
            [(name, person, ",".join(roles), _kept_password(), 0, SEALER.seal(SECRET, name), 0,
              "", at, at, at, "")],
        )  # fmt: skip
    found = book_find(name)
    assert found
    return found


@cache
def _kept_password() -> str:
    """Hash once: it takes as long as it should."""
    return passwords.hashed(PASSWORD)


def book_find(name: str) -> Account | None:
    with reading():
        return book.find(name)


def code_at(now: datetime, secret: str = SECRET) -> str:
    """Return what the phone shows."""
    return pyotp.TOTP(secret).at(now)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"script", "style", "head"}
        assert attrs is not None

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style", "head"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def text_of(html: str) -> str:
    """Return what a person reads, with single spaces."""
    reader = _Text()
    reader.feed(html)
    return " ".join(" ".join(reader.parts).split())
