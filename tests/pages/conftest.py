from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.pages.chromium import PROGRAM, Visit, chromium, signed_in, visit
from tests.pages.son_giang import EVERYTHING, SonGiang, son_giang


@pytest.fixture(scope="package")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SonGiang]:
    """The province, being served."""
    if not PROGRAM.exists():
        pytest.skip("Chromium is not installed")
    with son_giang(tmp_path_factory.mktemp("pages"), outlets=240, days=42) as found:
        yield found


@pytest.fixture(scope="package")
def browser(province: SonGiang) -> Iterator[Browser]:
    assert province.address
    with chromium() as found:
        yield found


@pytest.fixture(scope="package")
def officer(browser: Browser, province: SonGiang) -> Iterator[BrowserContext]:
    """Somebody with every role, signed in."""
    context = signed_in(browser, province.address, EVERYTHING)
    yield context
    context.close()


@pytest.fixture
def visitor(officer: BrowserContext, province: SonGiang) -> Iterator[Visit]:
    """A tab of theirs; nothing may go wrong in it."""
    found = visit(officer, province.address)
    yield found
    found.tab.close()
    assert found.wrong == []
