"""Each role comes in with password and code, sees its own list, and gets no further."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from server.accounts.roles import Role
from tests.pages.chromium import DESK, PHONE, signed_in, visit
from tests.pages.son_giang import SonGiang, account_of

SALES = {
    "Cơ sở", "Kháng sinh", "Thuốc kê đơn", "Đơn bán hai nơi", "Giá bán", "Sắp hết hạn",
    "Thuốc kiểm soát đặc biệt", "Thanh toán", "Truy vết, thu hồi", "Nộp muộn",
}  # fmt: skip
ENTRIES = "Báo cáo quốc gia"
WATCHED = {"Nhật ký truy cập", "Tài khoản"}
SIDE = {
    Role.VIEWER: {"Tổng quan", *SALES},
    Role.INSPECTOR: {"Tổng quan", *SALES, ENTRIES, "Máy quầy", "Dữ liệu nền"},
    Role.PHARMACY: {"Tổng quan", *SALES, ENTRIES, "Máy quầy", "Dữ liệu nền"},
    Role.FLEET: {"Tổng quan", "Máy quầy", "Dữ liệu nền"},
    Role.PRIVACY: WATCHED,
    Role.ADMINISTRATOR: WATCHED,
}
ACTS = ("nhan-quay", "ghi-viec")


class Signed:
    """Somebody of each role, signed in once."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self.address = browser, address
        self._contexts: dict[Role, BrowserContext] = {}

    def as_(self, role: Role) -> BrowserContext:
        if role not in self._contexts:
            name = account_of(role)
            self._contexts[role] = signed_in(self._browser, self.address, name)
        return self._contexts[role]

    def close(self) -> None:
        for context in self._contexts.values():
            context.close()


@pytest.fixture(scope="module")
def signed(browser: Browser, province: SonGiang) -> Iterator[Signed]:
    found = Signed(browser, province.address)
    yield found
    found.close()


def places(context: BrowserContext, address: str) -> dict[str, str]:
    """Return what stands in the list at the side: titles and addresses."""
    found = visit(context, address, DESK)
    found.tab.goto("/toi")
    links = found.tab.locator("nav.side .places a").evaluate_all(
        "(links) => links.map((link) => [link.firstChild.textContent.trim(), link.pathname])"
    )
    found.tab.close()
    assert found.wrong == []
    return dict(links)


@pytest.mark.parametrize("role", Role)
def test_a_role_sees_its_pages_and_no_other(signed: Signed, role: Role) -> None:
    context = signed.as_(role)
    mine = places(context, signed.address)
    assert set(mine) == SIDE[role]
    every = {
        **places(signed.as_(Role.PHARMACY), signed.address),
        **places(signed.as_(Role.ADMINISTRATOR), signed.address),
    }
    assert set(every) == set().union(*SIDE.values())
    tab = context.new_page()
    for title, path in every.items():
        answer = tab.goto(path)
        assert answer
        if title in SIDE[role]:
            assert answer.status == 200, (role, path)
        elif path != "/":  # whoever has no overview is led to what there is
            assert answer.status == 403, (role, path)
            assert "Trang này cần quyền" in tab.inner_text("body")
    tab.close()


@pytest.mark.parametrize("role", Role)
def test_on_a_phone_the_same_places_are_at_the_bottom(signed: Signed, role: Role) -> None:
    found = visit(signed.as_(role), signed.address, PHONE)
    found.tab.goto("/toi")
    found.tab.click("nav.bottom summary")
    listed = found.tab.locator("nav.bottom > a, nav.bottom .sheet a:not([href='/toi'])")
    assert listed.count() == len(SIDE[role])
    assert all(link.is_visible() for link in listed.all())
    found.tab.close()
    assert found.wrong == []


def test_an_inspector_reads_and_cannot_act(signed: Signed, province: SonGiang) -> None:
    planted = province.planted
    assert planted.recall
    outlet = f"/co-so/{planted.antibiotics_without[0].outlet}"
    recall = f"/lo/{planted.recall.drug}/{planted.recall.batch}"
    officer, inspector = signed.as_(Role.PHARMACY), signed.as_(Role.INSPECTOR)
    for path in (outlet, recall):
        seen = {}
        for context in (officer, inspector):
            tab = context.new_page()
            tab.goto(path)
            seen[context] = tab.locator("main form[method=post]").count()
            tab.close()
        assert seen[officer] > 0, path
        assert seen[inspector] == 0, path
    tab = inspector.new_page()
    tab.goto(outlet)
    secret = tab.locator("input[name=csrf]").first.input_value()
    tab.close()
    for act in ACTS:
        answer = inspector.request.post(
            f"{signed.address}{outlet}/{act}",
            form={"csrf": secret, "viec": "Gọi", "loi": "Chào"},
            headers={"origin": signed.address},
        )
        assert answer.status == 403, act
