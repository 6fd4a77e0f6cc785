"""The named steps of a sale, from the scanner to the receipt, and where each stands in the code."""

from typing import Literal, NamedTuple

from tests.faults.deaths import When, check_place

Victim = Literal["counter", "link", "ingest", "broker", "postgres", "ui"]


class Step(NamedTuple):
    """A step, and which program takes it."""

    name: str
    victim: Victim
    place: str
    whens: tuple[When, ...] = ("before", "after")


STEPS = (
    Step("scanned", "counter", "device.till:Till.scanned"),
    Step("commit begun", "counter", "sql:BEGIN IMMEDIATE"),
    Step("patient sealed", "counter", "device.ledger.ledger:Ledger._seal"),
    Step("entry written", "counter", 'sql:INSERT INTO "entry"'),
    Step("seal stored", "counter", 'sql:INSERT INTO "sealed"'),
    Step("stock moved", "counter", 'sql:INSERT INTO "stock"'),
    Step("outbox", "counter", 'sql:INSERT INTO "outbox"'),
    Step("print job", "counter", 'sql:INSERT INTO "printjob"'),
    Step("committed", "counter", "sql:COMMIT"),
    Step("sold", "counter", "device.ledger.ledger:Ledger.commit_sale"),
    Step("paper drawn", "counter", "tests.faults.counter:_slip"),
    Step("noted as sent", "counter", "device.ledger.print_jobs:PrintJobs.sent"),
    Step("bytes sent to the printer", "counter", "hardware.fake:FakePort.write"),
    Step("paper cut confirmed", "counter", "device.ledger.print_jobs:PrintJobs.confirmed"),
    Step("batch made", "link", "wire.batch:encode_batch"),
    Step("batch signed", "link", "wire.sign:sign"),
    Step("batch published", "link", "device.link.connection:Connection.send"),
    Step("receipt received", "link", "device.link.exchange:Exchange.receipt_came"),
    Step("receipt verified", "link", "wire.sign:verify"),
    Step("receipt applied", "link", "device.ledger.outbox:OutboxQueue.apply"),
    Step("receipt committed", "link", "sql:COMMIT"),
    Step("message read", "ingest", "server.ingest.connection:Connection._on_message"),
    Step("message verified", "ingest", "server.ingest.verify:verify"),
    Step("entry judged", "ingest", "server.ingest.judge:Judge.hear"),
    Step("entries stored", "ingest", "server.store.entries:add"),
    Step("mark moved", "ingest", "server.store.marks:advance"),
    Step("stored for good", "ingest", "sql:COMMIT"),
    Step("receipt signed", "ingest", "server.ingest.answer:answer"),
    Step("receipt sent", "ingest", "server.ingest.source:Source.send"),
    Step("message acknowledged", "ingest", "server.ingest.connection:Connection._acknowledge"),
)
SCREEN_STEPS = (
    Step("screen: scanned", "ui", "device.till:Till.scanned"),
    Step("screen: entry written", "ui", 'sql:INSERT INTO "entry"'),
    Step("screen: committed", "ui", "sql:COMMIT"),
    Step("screen: sold", "ui", "device.ledger.ledger:Ledger.commit_sale"),
    Step("screen: paper drawn", "ui", "device.paper.receipt:draw_receipt"),
    Step("screen: bytes sent to the printer", "ui", "hardware.fake:FakePort.write"),
    Step("screen: paper cut confirmed", "ui", "device.ledger.print_jobs:PrintJobs.confirmed"),
)


def check_steps() -> None:
    """Raise `NoSuchPlaceError` where a step's place has gone."""
    for step in (*STEPS, *SCREEN_STEPS):
        check_place(step.place)
