"""The API: typed answers from the same declarations, and nothing that makes it stumble."""

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation

from server.accounts.roles import Role
from server.store.database import rows
from server.web.pages import PAGES
from tests.server.sample.made import UNTIL, Made
from tests.server.web.browser import Browser, Clock
from tests.server.web.pages import Shop, Shops, page_of

EXAMPLES = 12
"""Of each query; the queries are few hundred lines of SQL, and each example asks all of them."""


@pytest.fixture
def browser(store: Path) -> Browser:
    assert store.exists()
    shops = Shops([Shop("SG-0001", "Minh Tâm", 132, 0.413), Shop("SG-0002", "Hồng Phúc", 74)])
    return Browser(Role.PHARMACY, pages=[page_of(shops)])


def test_a_query_answers_with_its_rows_and_what_they_are_about(browser: Browser) -> None:
    answer = browser.get("/api/v1/shops?ky=30-ngay&so-dong=1&tu-dong=1&xep=-sold").json()
    assert answer == {
        "query": "shops",
        "period": {"since": "2026-10-25", "until": "2026-11-23"},
        "data_as_of": None,
        "total": 2,
        "rows": [
            {
                "code": "SG-0002",
                "name": "Hồng Phúc",
                "sold": 74,
                "share": None,
                "takings_vnd": 0,
                "day": "2026-11-20",
                "at": "2026-11-23T03:40:00.000000+00:00",
                "is_odd": False,
                "weeks": [0.1, 0.2, 0.3],
            }
        ],
    }


def test_the_description_has_every_query_with_its_types(browser: Browser) -> None:
    told = browser.get("/api/v1/openapi.json").json()
    assert list(told["paths"]) == ["/api/v1/shops"]
    row = told["components"]["schemas"]["ShopsRow"]["properties"]
    assert row["sold"]["type"] == "integer"
    assert {one.get("type") for one in row["share"]["anyOf"]} == {"number", "null"}


def test_asking_is_in_the_log(browser: Browser) -> None:
    browser.get("/api/v1/shops?khu-vuc=T")
    assert rows("SELECT action, object FROM audit") == [("asked", "/api/v1/shops?khu-vuc=T")]


@pytest.mark.parametrize(
    "asked", ["so-dong=0", "so-dong=5001", "tu-dong=-1", "so-dong=x", "tu-dong=5.0"]
)
def test_numbers_of_rows_are_checked(browser: Browser, asked: str) -> None:
    answer = browser.get(f"/api/v1/shops?{asked}")
    assert answer.status_code == 422
    assert asked.split("=", maxsplit=1)[0] in answer.json()["detail"]


@pytest.mark.parametrize("days", ["tu=9999-12-30&den=9999-12-31", "tu=0001-01-01&den=0001-01-02"])
def test_days_at_the_end_of_the_calendar_are_refused(store: Path, days: str) -> None:
    assert store.exists()
    answer = Browser(Role.PHARMACY).get(f"/api/v1/outlets?{days}")
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "asked",
    [
        "antibiotics-by-week?tinh-trang=watch",
        "antibiotics-by-group?tinh-trang=topical",
        "antibiotics?tinh-trang=reserve",
        "prices-far?tinh-trang=announced",
        "above-posted?tinh-trang=repeated",
        "overrides?tinh-trang=RX-01",
        "overrides-by-staff?tinh-trang=PRC-02",
        "outlet-overrides?outlet=SG-0001&tinh-trang=RX-01",
        "machines?tinh-trang=silent",
        "today?tinh-trang=&nhom=",
    ],
)
def test_a_query_takes_the_states_that_it_knows(store: Path, asked: str) -> None:
    assert store.exists()
    assert Browser(*Role, name="tat.ca").get(f"/api/v1/{asked}").status_code == 200


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("antibiotics?tinh-trang=repeated", "tinh-trang"),
        ("prices-far?tinh-trang=repeated", "tinh-trang"),
        ("overrides?tinh-trang=RX-1", "tinh-trang"),
        ("today?tinh-trang=look", "tinh-trang"),
        ("expiring-sums?tinh-trang=expired", "tinh-trang"),
        ("antibiotics?nhom=watch", "nhom"),
        ("outlets?trang=2", "trang"),
        ("outlets?outlet=SG-0001", "outlet"),
    ],
)
def test_what_a_query_does_not_know_is_refused_and_not_described(
    store: Path, asked: str, name: str
) -> None:
    assert store.exists()
    browser = Browser(*Role, name="tat.ca")
    answer = browser.get(f"/api/v1/{asked}")
    assert answer.status_code == 422
    assert name in answer.json()["detail"]
    path = f"/api/v1/{asked.split('?', maxsplit=1)[0]}"
    described = browser.get("/api/v1/openapi.json").json()["paths"][path]["get"]["parameters"]
    told = {one["name"]: one.get("description", "") for one in described}
    value = asked.rsplit("=", maxsplit=1)[1]
    assert name not in told or value not in told[name]


def test_a_state_narrows_what_is_answered(province: Made) -> None:
    assert province.store
    browser = Browser(Role.PHARMACY, clock=Clock(UNTIL))
    for query in ("antibiotics", "antibiotics-by-week"):
        every = browser.get(f"/api/v1/{query}").json()["rows"]
        watched = browser.get(f"/api/v1/{query}?tinh-trang=watch").json()["rows"]
        assert watched == [row for row in every if row["aware"] == "watch"]
        assert 0 < len(watched) < len(every)


def test_a_stranger_is_told_to_sign_in_and_another_role_that_it_may_not(browser: Browser) -> None:
    assert Browser(app=browser.app).get("/api/v1/shops").status_code == 401
    assert Browser(Role.FLEET, app=browser.app).get("/api/v1/shops").status_code == 403


def test_every_page_of_the_province_describes_its_queries(store: Path) -> None:
    assert store.exists()
    told = Browser(*Role, name="tat.ca").get("/api/v1/openapi.json").json()
    names = {f"/api/v1/{query.name}" for page in PAGES for query in page.queries}
    assert set(told["paths"]) == names


def test_whatever_is_asked_nothing_fails(store: Path) -> None:
    assert store.exists()
    browser = Browser(*Role, name="tat.ca")
    described = browser.get("/api/v1/openapi.json").json()
    schema = schemathesis.openapi.from_dict(described)
    schema.app = browser.app
    asked = 0
    for operation in schema.get_all_operations():
        assert isinstance(operation, Ok)
        asked += _ask(operation.ok(), browser)
    assert asked >= EXAMPLES * len(described["paths"]) // 2


def _ask(operation: APIOperation[Any, Any, Any, Any], browser: Browser) -> int:
    """Ask one query for many things; return how often."""
    headers = {"cookie": f"quay={browser.cookies['quay']}"}
    answered = []

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def ask(case: Case[Any]) -> None:
        answer = case.call(headers=headers)
        case.validate_response(answer, checks=[not_a_server_error])
        assert answer.status_code != 401
        answered.append(answer.status_code)

    ask()
    return len(answered)
