"""Names of those who have accounts, where a page says who did something."""

from collections.abc import Mapping

from server.accounts import book
from server.store.database import reading
from server.web.places import kept


def person(account: str) -> str:
    """Return the name of the person whose account it is; an account that is gone by its id."""
    return kept("people", _names).get(account, account)


def _names() -> Mapping[str, str]:
    with reading():
        return {one.id: one.name for one in book.accounts()}
