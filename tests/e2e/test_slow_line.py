"""64 kbit/s, a tenth of all packets lost, the real broker with mutual TLS, ingest and link."""

from pathlib import Path

import pytest

from tests.e2e.outpost import Outpost, until
from tests.e2e.slow_line import WEATHER, Figures, measure
from tests.narrow_proxy import NarrowProxy
from tests.netns import NotPermittedError, open_line

pytestmark = [pytest.mark.e2e, pytest.mark.broker, pytest.mark.timeout(240)]
BUDGET = 2048
"""Bytes on the line for a sale, both directions, everything included."""


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    folder = tmp_path_factory.mktemp("slow") / "outpost"
    try:
        with open_line(WEATHER) as line:
            return measure(folder, line, singles=12, backlog=138)
    except NotPermittedError as reason:
        pytest.skip(f"no network namespace: {reason}")


def test_every_sale_arrives_once(figures: Figures) -> None:
    assert figures.stored == figures.sold == 12 + 138 + 1 + 40
    assert figures.same_hashes


def test_a_sale_costs_at_most_two_kilobytes(figures: Figures) -> None:
    assert figures.bytes_per_sale <= BUDGET
    assert figures.bytes_per_backlog_sale <= BUDGET / 4


def test_even_a_sale_in_a_message_of_its_own_costs_no_more(figures: Figures) -> None:
    assert figures.bytes_per_single_sale <= BUDGET


def test_a_sale_never_waits_for_the_line(figures: Figures) -> None:
    assert figures.commit_ratio < 5


def test_through_a_narrow_proxy_everything_arrives_too(tmp_path: Path) -> None:
    """Where nobody may make a namespace: the same programs over a proxy of 64 kbit/s."""
    with NarrowProxy(WEATHER.bits_per_second) as proxy:
        outpost = Outpost(tmp_path / "outpost", "127.0.0.1", linked_port=proxy.port)
        with outpost:
            proxy.target = outpost.port
            for number in range(60):
                outpost.sell(number)
            outpost.link.start()
            until(lambda: outpost.unsent < 60)
            proxy.cut()
            for number in range(20):
                outpost.sell(number)
            until(lambda: outpost.unsent == 0)
            ours = [(entry.seq, entry.sha256) for entry in outpost.ledger.entries()]
            assert outpost.stored() == ours
            assert len(ours) == 80
