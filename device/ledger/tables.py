"""The tables of the terminal's database. Nothing outside this folder sees them."""

from peewee import (
    AutoField,
    BlobField,
    BooleanField,
    CharField,
    CompositeKey,
    DateField,
    IntegerField,
    Model,
    TextField,
)


class Book(Model):
    """The one row that says whose ledger this is."""

    id = IntegerField(primary_key=True)
    terminal = CharField()
    epoch = CharField()
    begun_at = CharField()


class Entry(Model):
    """Entries, append-only: a trigger refuses every change."""

    seq = IntegerField(primary_key=True)
    body = BlobField()
    sha256 = CharField()


class Outbox(Model):
    """What has become of an entry on its way to the province."""

    WAITING = "waiting"
    RECEIVED = "received"
    REJECTED = "rejected"

    seq = IntegerField(primary_key=True)
    state = CharField(default=WAITING)
    reason = TextField(null=True)
    answered_at = CharField(null=True)


class Sealed(Model):
    """Sealed patient data; stays here."""

    seq = IntegerField(primary_key=True)
    block = BlobField()


class Movement(Model):
    """Stock that came or went, in base units."""

    seq = IntegerField()
    line = IntegerField()
    drug = CharField()
    batch = CharField()
    units = IntegerField()

    class Meta:
        """One row for each line of an entry."""

        primary_key = CompositeKey("seq", "line")


class Stock(Model):
    """What is on the shelf: the sum of the movements and the opening stock."""

    drug = CharField()
    batch = CharField()
    expiry = DateField(null=True)
    on_hand = IntegerField()

    class Meta:
        """One row for each batch."""

        primary_key = CompositeKey("drug", "batch")


class PrintJob(Model):
    """A receipt to print."""

    COMMITTED = "committed"
    SENT = "sent"
    CONFIRMED = "confirmed"
    DOUBTFUL = "doubtful"

    id = AutoField()
    seq = IntegerField()
    is_copy = BooleanField(default=False)
    state = CharField(default=COMMITTED)


class Packing(Model):
    """The catalogue: what a GTIN stands for."""

    gtin = CharField(primary_key=True)
    drug = CharField(index=True)
    name = CharField()
    prescription_only = BooleanField()
    antibiotic = BooleanField()
    control = CharField()
    unit = CharField()
    unit_size = IntegerField()
    price_vnd = IntegerField()


ALL: tuple[type[Model], ...] = (
    Book,
    Entry,
    Outbox,
    Sealed,
    Movement,
    Stock,
    PrintJob,
    Packing,
)

TRIGGERS = (
    (
        "CREATE TRIGGER IF NOT EXISTS entry_never_changes BEFORE UPDATE ON entry"
        " BEGIN SELECT RAISE(ABORT, 'entries never change'); END"
    ),
    (
        "CREATE TRIGGER IF NOT EXISTS entry_never_goes BEFORE DELETE ON entry"
        " BEGIN SELECT RAISE(ABORT, 'entries never go'); END"
    ),
    (
        # INSERT OR REPLACE would take an entry away without the trigger above.
        "CREATE TRIGGER IF NOT EXISTS entry_never_replaced BEFORE INSERT ON entry"
        " WHEN EXISTS (SELECT 1 FROM entry WHERE seq = NEW.seq)"
        " BEGIN SELECT RAISE(ABORT, 'entries never change'); END"
    ),
    "CREATE INDEX IF NOT EXISTS outbox_waiting ON outbox (seq) WHERE state = 'waiting'",
)
