"""Every page of the province, one after the other: where to begin, and which link to follow."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Page as Tab

from server.sample.planted import PlantedList
from server.web.page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One page, and what its picture is called."""

    name: str
    page: str
    """Address of the page as it is declared, with its fields."""
    path: str
    """Where one begins."""
    link: str = ""
    """The link there that leads to the page: a regular expression for its whole address."""

    def go(self, tab: Tab) -> None:
        """Go there as a person does, and wait until everything is drawn."""
        tab.goto(self.path)
        if self.link:
            tab.goto(found_link(tab, self.link))
        wait_until_drawn(tab)


def found_link(tab: Tab, pattern: str) -> str:
    """Return the first address on a page that is like this."""
    links = [str(link.get_attribute("href")) for link in tab.locator("main a[href]").all()]
    found = [link for link in links if re.fullmatch(pattern, link)]
    assert found, (tab.url, pattern, links)
    return found[0]


def wait_until_drawn(tab: Tab) -> None:
    """Wait until each chart of a page has drawn itself and the typeface is there."""
    tab.wait_for_function(
        """() => document.fonts.status === 'loaded' && Number(document.documentElement.dataset.drawn
        || 0) >= document.querySelectorAll('.chart').length"""
    )


def tour(planted: PlantedList) -> Sequence[Stop]:
    """Return every page; each is reached from what was planted."""
    offender = planted.antibiotics_without[0]
    assert planted.recall
    recalled = f"/lo/{planted.recall.drug}/{planted.recall.batch}"
    return [
        Stop(name="tong-quan", page="/", path="/"),
        Stop(name="co-so", page="/co-so", path="/co-so"),
        Stop(name="co-so-mot", page="/co-so/{code}", path=f"/co-so/{offender.outlet}"),
        Stop(
            name="co-so-ngoai-le",
            page="/co-so/{code}/ngoai-le",
            path=f"/co-so/{planted.overrides[0].outlet}/ngoai-le?ky=30-ngay",
        ),
        Stop(name="khang-sinh", page="/khang-sinh", path="/khang-sinh"),
        Stop(
            name="khang-sinh-mot",
            page="/khang-sinh/{ingredient:path}",
            path="/khang-sinh",
            link=r"/khang-sinh/[^?]+(\?.*)?",
        ),
        Stop(name="ke-don", page="/ke-don", path="/ke-don"),
        Stop(name="ke-don-ngoai-le", page="/ke-don/ngoai-le", path="/ke-don/ngoai-le"),
        Stop(name="don-hai-noi", page="/don-hai-noi", path="/don-hai-noi"),
        Stop(
            name="don-hai-noi-mot",
            page="/don-hai-noi/{case}",
            path="/don-hai-noi",
            link=r"/don-hai-noi/[0-9a-f]+(\?.*)?",
        ),
        Stop(name="ke-don-bao-cao", page="/ke-don/bao-cao", path="/ke-don/bao-cao"),
        Stop(name="gia", page="/gia", path="/gia"),
        Stop(name="gia-mot", page="/gia/{drug}", path=f"/gia/{planted.above_posted[0].drug}"),
        Stop(name="sap-het-han", page="/sap-het-han", path="/sap-het-han"),
        Stop(name="kiem-soat", page="/kiem-soat", path="/kiem-soat"),
        Stop(
            name="kiem-soat-mau-06",
            page="/kiem-soat/mau-06",
            path=f"/kiem-soat/mau-06?co-so={planted.loss[0].outlet}",
        ),
        Stop(
            name="kiem-soat-so",
            page="/kiem-soat/{outlet}/{drug}",
            path=f"/kiem-soat/{planted.loss[0].outlet}/{planted.loss[0].drug}?ky=90-ngay",
        ),
        Stop(name="lo", page="/lo", path="/lo"),
        Stop(name="lo-mot", page="/lo/{drug}/{batch:path}", path=recalled),
        Stop(name="may", page="/may", path="/may"),
        Stop(name="may-dot", page="/may/dot", path="/may/dot"),
        Stop(
            name="may-canh-bao",
            page="/may/canh-bao/{alarm}",
            path="/may",
            link=r"/may/canh-bao/[^?]+(\?.*)?",
        ),
        Stop(name="may-mot", page="/may/{terminal}", path=f"/may/{planted.silent[0].terminal}"),
        Stop(name="thanh-toan", page="/thanh-toan", path="/thanh-toan"),
        Stop(name="nop-muon", page="/nop-muon", path="/nop-muon"),
        *(
            Stop(name=name.replace("/", "-"), page=f"/{name}", path=f"/{name}")
            for name in (
                "du-lieu",
                "du-lieu/co-so",
                "du-lieu/nhan-vien",
                "du-lieu/khu-vuc",
                "du-lieu/thu-hoi",
                "du-lieu/loi-nhan",
            )
        ),
        Stop(name="nhat-ky", page="/nhat-ky", path="/nhat-ky"),
        Stop(name="tai-khoan", page="/tai-khoan", path="/tai-khoan"),
        Stop(name="toi", page="/toi", path="/toi"),
    ]


def standing(stops: Sequence[Stop], pages: Sequence[Page]) -> list[Stop]:
    """Return the stops whose pages there are."""
    paths = {page.path for page in pages}
    return [stop for stop in stops if stop.page in paths]
