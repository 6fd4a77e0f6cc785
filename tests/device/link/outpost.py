"""A terminal's exchange, its province, and a clock that only the example moves."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

import msgspec
import pytest

from device.keys import LinkKeys
from device.ledger.layout import add_book, new_epoch
from device.ledger.ledger import Ledger
from device.ledger.outbox import OutboxQueue
from device.link.exchange import Exchange
from tests.device.ledger.books import AT, TERMINAL, sale
from tests.device.link.province import SERVER_KEY, TERMINAL_KEY, Province
from wire.receipt import Receipt

LONG = 1000.0
"""Longer than any wait for a receipt, in seconds."""


@dataclass
class Outpost:
    ledger: Ledger
    now: float = 0.0
    clock_now: datetime = AT
    sends_sealed: bool = False
    seen: list[datetime] = field(default_factory=list)
    exchange: Exchange = field(init=False)
    province: Province = field(init=False)

    def __post_init__(self) -> None:
        self.province = Province()
        self.restart()

    def restart(self) -> None:
        """Start the sender afresh: it knows nothing but the ledger."""
        self.exchange = Exchange(
            self.ledger,
            keys=LinkKeys(signing=TERMINAL_KEY, server=(SERVER_KEY.public_key(),)),
            clock=lambda: self.clock_now,
            sends_sealed=self.sends_sealed,
            saw_time=self.seen.append,
            monotonic=lambda: self.now,
        )

    @property
    def outbox(self) -> OutboxQueue:
        return OutboxQueue(self.ledger.database, terminal=TERMINAL)

    @property
    def unsent(self) -> int:
        return self.outbox.waiting().entries

    def states(self) -> dict[int, str]:
        """Return the states of the newest epoch's entries."""
        found, epoch = self.outbox.states(), self.ledger.epoch
        return {seq: state for (each, seq), state in found.items() if each == epoch}

    def sell(self, how_many: int) -> None:
        for _sale in range(how_many):
            self.ledger.commit_sale(sale(), staff="NV-07")

    def batch(self) -> bytes:
        """Return the next batch, which leaves at once."""
        batch = self.try_batch()
        assert batch is not None
        return batch

    def try_batch(self) -> bytes | None:
        batch = self.exchange.next_batch()
        if batch is not None:
            self.exchange.batch_left()
        return batch

    def is_silent(self) -> bool:
        return self.exchange.next_batch() is None

    def is_quiet(self) -> bool:
        """Whether the line is free for words that may wait."""
        return self.exchange.is_quiet

    def send(self) -> int:
        """Let one batch and its receipt through; return how many entries that answered."""
        return self.exchange.receipt_came(self.province.take(self.batch()))

    def send_all(self, rounds: int = 100) -> None:
        """Let everything through until nothing waits any more."""
        for _round in range(rounds):
            self.step()
            if not self.unsent:
                return
        pytest.fail("there was always something more to send")

    def step(self) -> None:
        """Let a long time pass, a batch go out, and the province answer it if it does."""
        self.now += LONG
        if (batch := self.try_batch()) and (receipt := self.province.answer(batch)):
            self.exchange.receipt_came(receipt)

    def begin_epoch(self) -> str:
        """Begin another epoch, as after a damaged database; return the one before."""
        before, database = self.ledger.epoch, self.ledger.database
        with database.writing():
            add_book(database, terminal=TERMINAL, epoch=new_epoch(), begun_at=AT.isoformat())
        return before

    def receipt(self, seq: int, **changed: object) -> Receipt:
        right = Receipt(
            terminal=TERMINAL,
            epoch=self.ledger.epoch,
            through=seq,
            head=self.ledger.sale(seq)[1],
            at=AT,
        )
        return msgspec.structs.replace(right, **changed)

    def numbers(self, batches: Iterable[tuple[str, list[int]]] = ()) -> list[list[int]]:
        """Return which numbers each batch carried that reached the province."""
        return [numbers for _epoch, numbers in batches or self.province.batches]
