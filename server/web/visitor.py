"""Who is at the other end of a request: the session behind a cookie, the computer, the language."""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from server.accounts import sessions
from server.accounts.audit import Where
from server.accounts.sessions import Session, Stage
from server.store.database import reading, writing
from words import LANGUAGES

LANGUAGE_COOKIE = "ngon-ngu"
_PLAIN, _SECURE = "quay", "__Host-quay"
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """One who asks for something."""

    where: Where
    language: str
    session: Session | None = None
    token: str = field(default="", repr=False)
    told: str = ""
    """What is to be told on this page, once."""

    @property
    def is_in(self) -> bool:
        """Whether somebody has signed in all the way."""
        return self.session is not None and self.session.stage is Stage.IN

    @property
    def secret(self) -> str:
        """What a form of this session must bring along; nobody can tell it without the cookie."""
        return hmac.new(self.token.encode(), b"form", hashlib.sha256).hexdigest()

    @property
    def name(self) -> str:
        """Of the account; empty: nobody."""
        return self.session.account.id if self.session else ""


def visitor_of(request: Request, now: datetime, default: str) -> Visitor:
    """Return who asks; notes now and then that the session is in use."""
    token = request.cookies.get(cookie_name(request), "")
    session = None
    if token:
        with reading():
            session = sessions.read(token, now)
    told = session.told if session else ""
    return Visitor(
        where=where_of(request),
        language=_language(request, session, default),
        session=session,
        token=token if session else "",
        told=told,
    )


def note_use(visitor: Visitor, now: datetime) -> None:
    """Note that a session is in use."""
    if visitor.session and sessions.is_to_note(visitor.session, now):
        with writing():
            sessions.note(visitor.session, now)


def where_of(request: Request) -> Where:
    """Return the computer that asks, as the server or the proxy on it sees it."""
    client = request.client
    return Where(
        address=client.host if client else "",
        port=client.port if client else 0,
        browser=request.headers.get("user-agent", ""),
    )


def cookie_name(request: Request) -> str:
    """Return the session cookie's name; over HTTPS browsers bind it to this very host."""
    return _SECURE if request.url.scheme == "https" else _PLAIN


def set_session(request: Request, response: Response, token: str) -> None:
    """Give a browser its session."""
    response.set_cookie(
        cookie_name(request),
        token,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
        path="/",
    )


def drop_session(request: Request, response: Response) -> None:
    """Take a browser's session away."""
    response.delete_cookie(
        cookie_name(request),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
        path="/",
    )


def set_language(request: Request, response: Response, language: str) -> None:
    """Keep the language in the browser, for when nobody is signed in."""
    response.set_cookie(
        LANGUAGE_COOKIE,
        language,
        max_age=_YEAR,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
        path="/",
    )


def _language(request: Request, session: Session | None, default: str) -> str:
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    if session and session.account.language in LANGUAGES:
        return session.account.language
    return chosen if chosen in LANGUAGES else default
