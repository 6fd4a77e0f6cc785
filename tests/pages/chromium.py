"""A real Chromium: signs in with both factors, and writes down whatever goes wrong in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Request, ViewportSize, sync_playwright
from playwright.sync_api import Page as Tab

from tests.pages.son_giang import UNTIL
from tests.server.web.browser import PASSWORD, code_at

PROGRAM = Path("/usr/bin/chromium")
DESK = ViewportSize(width=1440, height=900)
PHONE = ViewportSize(width=390, height=844)
_VIOLATIONS = """document.addEventListener('securitypolicyviolation', (event) =>
    console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI));"""


@dataclass(frozen=True, slots=True)
class Visit:
    """A tab, and what went wrong in it."""

    tab: Tab
    wrong: list[str] = field(default_factory=list)
    """Errors told by scripts, broken rules of the pages' policy, requests to anybody else."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser for a while."""
    with sync_playwright() as driver:
        found = driver.chromium.launch(
            executable_path=PROGRAM,
            args=["--no-sandbox", "--font-render-hinting=none", "--disable-lcd-text"],
        )
        try:
            yield found
        finally:
            found.close()


def signed_in(browser: Browser, address: str, name: str) -> BrowserContext:
    """Sign somebody in through the door: password, then the code on the phone."""
    context = browser.new_context(base_url=address, locale="vi-VN", reduced_motion="reduce")
    tab = context.new_page()
    tab.goto("/toi")
    tab.fill("input[name=ten]", name)
    tab.fill("input[name=mat-khau]", PASSWORD)
    tab.press("input[name=mat-khau]", "Enter")
    tab.wait_for_url("**/dang-nhap/ma")
    tab.fill("input[name=ma]", code_at(UNTIL))
    tab.press("input[name=ma]", "Enter")
    tab.wait_for_url("**/toi")
    tab.close()
    return context


def visit(context: BrowserContext, address: str, size: ViewportSize = DESK) -> Visit:
    """Open a tab of which everything that goes wrong is written down."""
    tab = context.new_page()
    tab.set_viewport_size(size)
    tab.add_init_script(_VIOLATIONS)
    found = Visit(tab)

    def note(what: str, *, is_wrong: bool) -> None:
        found.wrong.extend([what] * is_wrong)

    tab.on("pageerror", lambda error: found.wrong.append(str(error)))
    tab.on("console", lambda told: note(told.text, is_wrong=told.type in {"error", "warning"}))
    tab.on("request", lambda sent: note(sent.url, is_wrong=not sent.url.startswith(address)))
    tab.on("requestfailed", lambda sent: note(f"failed: {sent.url}", is_wrong=not _is_left(sent)))
    return found


def _is_left(sent: Request) -> bool:
    """Whether the browser let go itself: of a file to be kept, or because a link was followed."""
    return sent.failure == "net::ERR_ABORTED"
