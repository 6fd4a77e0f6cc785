"""The pages of the province, in the order of the list at the side."""

from server.web.page import Page
from server.web.pages.accounts import PAGE as ACCOUNTS
from server.web.pages.audit import PAGE as AUDIT
from server.web.pages.overview import PAGE as OVERVIEW
from server.web.pages.own import PAGE as OWN

PAGES: tuple[Page, ...] = (
    OVERVIEW,
    AUDIT,
    ACCOUNTS,
    OWN,
)
