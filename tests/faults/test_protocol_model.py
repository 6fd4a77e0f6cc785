"""Hypothesis looks for an order of events in which the protocol loses or doubles a sale."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from device.link.exchange import LEAVE_SECONDS
from tests.faults.model import Copy, World, sold_and_not_wiped
from tests.properties import steady

_MEMORY = Path("/dev/shm")  # noqa: S108 - in memory, made and removed here
WHICH = st.integers(0, 10**6)
TIMES = {"lost": 0, "late": 0, "arrives": 1, "twice": 2}
FATE = st.sampled_from(["arrives", "arrives", "arrives", "twice", "lost", "late"])


class Protocol(RuleBasedStateMachine):
    """Sales, batches and receipts that get lost, come twice or late; crashes, copies, clones."""

    copies: Bundle[Copy] = Bundle("copies")

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(dir=_MEMORY if _MEMORY.is_dir() else None))
        self.world = World(self.root)

    def teardown(self) -> None:
        try:
            self.world.drain()
            self._everything_is_stored_once()
        finally:
            self.world.close()
            shutil.rmtree(self.root)

    @initialize(target=copies, sold=st.integers(0, 3), since=st.integers(0, 3))
    def open(self, sold: int, since: int) -> Copy:
        """Begin with something received, an old copy of it, and something since."""
        (copy,) = self.world.copies
        self.sells(copy, sold)
        self.speaks(copy, "arrives", "arrives")
        self.world.back_up(copy)
        self.sells(copy, since)
        return copy

    @rule(copy=copies, count=st.integers(1, 3))
    def sells(self, copy: Copy, count: int) -> None:
        for _sale in range(count):
            self.world.sell(copy)

    @rule(copy=copies, up=FATE, down=FATE)
    def speaks(self, copy: Copy, up: str, down: str) -> None:
        """Send a batch, whatever is on its way already; it and its receipts have their fates."""
        world = self.world
        copy.now += 2 * LEAVE_SECONDS
        batch = copy.next_batch()
        if batch is None or up == "lost":
            return
        if up == "late":
            world.up.append(batch)
            return
        receipts = [receipt for _time in range(TIMES[up]) for receipt in world.arrive(batch)]
        if down == "late":
            world.down += receipts
        for receipt in receipts * TIMES[down]:
            copy.exchange.receipt_came(receipt)

    @precondition(lambda self: self.world.up)
    @rule(which=WHICH, stays=st.booleans())
    def a_late_batch_arrives(self, which: int, *, stays: bool) -> None:
        """In any order, and perhaps once more later."""
        world = self.world
        batch = world.up[which % len(world.up)]
        if not stays:
            world.up.remove(batch)
        world.down += world.arrive(batch)

    @precondition(lambda self: self.world.down)
    @rule(copy=copies, which=WHICH, stays=st.booleans())
    def a_late_receipt_arrives(self, copy: Copy, which: int, *, stays: bool) -> None:
        """At any of the copies: they have one topic between them."""
        world = self.world
        receipt = world.down[which % len(world.down)]
        if not stays:
            world.down.remove(receipt)
        copy.exchange.receipt_came(receipt)

    @rule(copy=copies, server_too=st.booleans())
    def power_fails(self, copy: Copy, *, server_too: bool) -> None:
        copy.end()
        copy.begin()
        if server_too:
            self.world.restart_server()

    @rule(copy=copies)
    def rests(self, copy: Copy) -> None:
        """A quiet moment: the line is lost and found, what was set aside is carried."""
        copy.exchange.connection_lost()
        copy.ledger.catch_up()

    @rule(copy=copies)
    def is_backed_up(self, copy: Copy) -> None:
        self.world.back_up(copy)

    @rule(copy=copies, count=st.integers(0, 3))
    def is_restored(self, copy: Copy, count: int) -> None:
        self.world.restore(copy)
        self.sells(copy, count)

    @precondition(lambda self: len(self.world.copies) == 1)
    @rule(target=copies, count=st.integers(0, 3))
    def is_cloned(self, count: int) -> Copy:
        self.world.clone()
        clone = self.world.copies[-1]
        self.sells(clone, count)
        return clone

    @invariant()
    def a_receipt_never_marks_what_is_not_stored(self) -> None:
        for copy in self.world.copies:
            self.world.check_marks(copy)

    @invariant()
    def the_chains_hold(self) -> None:
        self.world.check_chains()

    def _everything_is_stored_once(self) -> None:
        world = self.world
        world.check_chains(is_over=True)
        self.a_receipt_never_marks_what_is_not_stored()
        times = world.times_stored()
        for name in sold_and_not_wiped(world.confirmed, world.wiped):
            assert times.get(name, 0) == 1, (name, times.get(name, 0))
        for name in world.confirmed:
            assert times.get(name, 0) <= 1, (name, times[name])


TestProtocol = Protocol.TestCase
TestProtocol.settings = settings(
    steady,
    max_examples=100,
    stateful_step_count=40,
    suppress_health_check=[HealthCheck.too_slow],
)
