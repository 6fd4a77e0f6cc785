"""One request for a page: who asks, when, and for what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import quote

from server.accounts.account import Account
from server.accounts.audit import Where
from server.query.filters import Filters
from server.web import times
from server.web.access import Right
from server.web.address import CARRIED, Address, write_address
from server.web.page import Page
from server.web.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a page's function is told."""

    page: Page
    path: str
    """As asked for, with its fields filled in."""
    fields: Mapping[str, str]
    """Fields of the path, such as an outlet's code."""
    address: Address
    now: datetime
    who: Account
    session: str = ""
    """Hash of the session's token."""
    where: Where = field(default_factory=Where)
    """The computer that is asked from."""
    secret: str = field(default="", repr=False)
    """What a form must bring along (CSRF)."""

    @property
    def filters(self) -> Filters:
        """What the page is narrowed to."""
        return self.address.filters

    @property
    def period(self) -> Period:
        """The days it is about."""
        return self.address.period

    @property
    def today(self) -> date:
        """The day it is in Việt Nam."""
        return self.now.astimezone(times.HERE).date()

    @property
    def query(self) -> str:
        """What the address asks for, with its question mark; forms send it along."""
        return write_address("", self.address.given)

    def choice(self, name: str) -> str:
        """Return the value of one of the page's own choices."""
        return self.address.choices[name]

    def may(self, right: Right) -> bool:
        """Whether the one who asks has a right."""
        return right.given_to(self.who.roles)

    def link(self, path: str, **more: str) -> str:
        """Return an address elsewhere that takes area, commune and period along.

        Underscores in names stand for "-". A value that is empty drops the parameter.
        """
        carried = {name: self.address.given[name] for name in CARRIED if name in self.address.given}
        return write_address(path, carried | _named(more))

    def again(self, **more: str) -> str:
        """Return this address with some parameters changed, from its first page."""
        given = {name: value for name, value in self.address.given.items() if name != "trang"}
        return write_address(self.path, given | _named(more))


def segment(text: str) -> str:
    """Return a name as one part of a path."""
    return quote(text, safe="")


def _named(more: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in more.items()}
