"""Floods: memory stays bounded whatever the broker pushes, and one terminal costs no other."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from server.ingest.inbox import MAX_MESSAGES
from tests.server.broker import connected
from tests.server.outlet import Outlet
from tests.server.process import Program
from tests.server.real import Province, make_province, through

pytestmark = pytest.mark.broker

UNLIMITED = """
max_queued_messages 0
max_queued_bytes 0
max_inflight_messages 0
autosave_on_changes false
"""
"""As Debian's Mosquitto behaves once it overruns what it was told. Saved seldom: else it writes the
whole flood down with every acknowledgement, and nothing comes back for minutes."""
PAYLOAD = b"x" * 8000
MEGABYTE = 1024 * 1024


def memory(program: Program) -> int:
    return int(psutil.Process(program.process.pid).memory_info().rss)


@pytest.mark.timeout(200)
def test_ten_times_what_fits_stays_with_the_broker_and_memory_is_bounded(tmp_path: Path) -> None:
    province = make_province(tmp_path, more="[ingest]\nrate = 1e9\nburst = 1e9")
    province = replace(province, broker=replace(province.broker, more=UNLIMITED))
    outlet, flood = province.outlet, 10 * MAX_MESSAGES
    outlet.sell(3)
    with (
        province.broker.running(),
        connected(province.broker, outlet) as line,
        province.ingest() as ingest,
        closing(sqlite3.connect(province.database, isolation_level=None)) as other,
    ):
        line.publish(outlet.batch(outlet.bodies[:1]))
        through(line, province, 1)
        before = memory(ingest)
        other.execute("BEGIN IMMEDIATE")  # ingest cannot store now, and nothing leaves its inbox
        line.flood(PAYLOAD, flood)
        ingest.wait_for("nothing acknowledged")
        blocked = memory(ingest)
        other.execute("ROLLBACK")
        line.publish(outlet.batch(outlet.bodies))
        through(line, province, 3, wait_s=90)
        drained = memory(ingest)
        assert ingest.terminate() == 0
    assert flood * len(PAYLOAD) > 150 * MEGABYTE
    assert blocked - before < 60 * MEGABYTE
    assert drained - before < 80 * MEGABYTE
    assert province.ask("SELECT times FROM alarm WHERE kind = 'unsigned'") is not None


def test_a_terminal_that_floods_is_throttled_and_told_and_another_is_served(
    tmp_path: Path,
) -> None:
    province: Province = make_province(tmp_path, more="[ingest]\nrate = 0.1\nburst = 20")
    quiet, noisy = province.outlet, Outlet(id="Q33-0002")
    province.register(noisy)
    for one in (quiet, noisy):
        one.sell(30)
    with (
        province.broker.running(),
        province.ingest(),
        connected(province.broker, noisy) as loud,
        connected(province.broker, quiet) as line,
    ):
        for body in noisy.bodies:
            loud.publish(noisy.batch([body]))
        line.publish(quiet.batch(quiet.bodies))
        through(line, province, 30)
        line.publish(quiet.batch([]))
        through(line, province, 30)
    assert province.ask("SELECT through FROM mark WHERE terminal = 'Q33-0002'") == 20
    assert province.ask("SELECT terminal FROM alarm WHERE kind = 'flood'") == noisy.id
    assert province.count("alarm") == 1
