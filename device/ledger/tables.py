"""The tables of the terminal's database. Nothing outside this folder sees them.

Whatever belongs to an entry carries its `id`: the book's number in the upper half, the entry's
number in the lower. One integer is the key of one B-tree, so that a sale touches few pages.
"""

from peewee import (
    AutoField,
    BlobField,
    BooleanField,
    CharField,
    Check,
    CompositeKey,
    DateField,
    IntegerField,
    Model,
    TextField,
)

SHIFT = 32
"""Bits of an entry's number within its `id`."""
LAYOUT = 2
"""Version of these tables, in the database's `user_version`."""


def entry_id(book: int, seq: int) -> int:
    """Return the key of an entry."""
    return (book << SHIFT) + seq


class Book(Model):
    """One epoch of this terminal. The newest is written to, the others are sent to their end."""

    id = AutoField()
    terminal = CharField()
    epoch = CharField(unique=True)
    begun_at = CharField()
    because = CharField(default="new")
    """"new", or why the epoch before it ended: "damaged", "overtaken"."""
    overtaken_at = CharField(null=True)
    """Since when it is known that another database writes this epoch too."""
    announced_at = CharField(null=True)
    """When the screen was first answered after saying why this epoch began."""
    tidied = IntegerField(default=0)
    """How often the log was begun anew."""


class Entry(Model):
    """Entries, append-only: triggers refuse every change but the purge."""

    id = IntegerField(primary_key=True)
    book = IntegerField()
    seq = IntegerField()
    kind = CharField()
    about = IntegerField(null=True)
    """The entry that this one carries into another epoch, or else the sale that it undoes."""
    body = BlobField()
    sha256 = CharField()

    class Meta:
        """The key says what book and number say."""

        constraints = (Check(f"id = (book << {SHIFT}) + seq"), Check("seq > 0"))


class Outbox(Model):
    """What has become of an entry on its way to the province."""

    WAITING = "waiting"
    RECEIVED = "received"
    REJECTED = "rejected"
    CARRIED = "carried"
    """Rejected because another database writes its epoch too, and written once more since."""

    id = IntegerField(primary_key=True)
    book = IntegerField()
    seq = IntegerField()
    state = CharField(default=WAITING)
    reason = TextField(null=True)
    answered_at = CharField(null=True)

    class Meta:
        """A state that is none would be sent never."""

        constraints = (Check("state IN ('waiting', 'received', 'rejected', 'carried')"),)


class Sealed(Model):
    """Sealed patient data: the outlet's legal book. It is never purged for want of room."""

    id = IntegerField(primary_key=True)
    book = IntegerField()
    seq = IntegerField()
    block = BlobField()


class Movement(Model):
    """Stock that came, went or was counted, in base units."""

    id = IntegerField()
    line = IntegerField()
    drug = CharField()
    batch = CharField()
    expiry = DateField(null=True)
    units = IntegerField()
    is_count = BooleanField(default=False)
    """Whether `units` is what is there, instead of what came or went."""

    class Meta:
        """One row for each line of an entry."""

        primary_key = CompositeKey("id", "line")
        without_rowid = True


class Stock(Model):
    """What is on the shelf: the sum of the movements."""

    drug = CharField()
    batch = CharField()
    expiry = DateField(null=True)
    on_hand = IntegerField()
    is_counted = BooleanField(default=False)
    """Whether anybody ever counted it, or it is known by what came and went alone."""

    class Meta:
        """One row for each batch."""

        primary_key = CompositeKey("drug", "batch")
        without_rowid = True


class PrintJob(Model):
    """A receipt to print."""

    COMMITTED = "committed"
    SENT = "sent"
    CONFIRMED = "confirmed"
    DOUBTFUL = "doubtful"

    id = AutoField()
    book = IntegerField()
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
    check_sum = IntegerField()
    """Of all the rest (`packings.check_sum`): a price that a worn card has changed is not used."""


class Checkpoint(Model):
    """Where the chain of a book begins after a purge: what came before is with the province."""

    book = IntegerField(primary_key=True)
    through = IntegerField()
    head = CharField()
    """Hash of the entry `through`."""


class ShelfThen(Model):
    """The stock after the newest entry behind a checkpoint: rebuilding begins with it."""

    drug = CharField()
    batch = CharField()
    expiry = DateField(null=True)
    on_hand = IntegerField()
    is_counted = BooleanField(default=False)
    """Whether anybody ever counted it, or it is known by what came and went alone."""

    class Meta:
        """One row for each batch."""

        primary_key = CompositeKey("drug", "batch")
        without_rowid = True


ALL: tuple[type[Model], ...] = (
    Book,
    Entry,
    Outbox,
    Sealed,
    Movement,
    Stock,
    PrintJob,
    Packing,
    Checkpoint,
    ShelfThen,
)

TRIGGERS = (
    (
        "CREATE TRIGGER IF NOT EXISTS entry_never_changes BEFORE UPDATE ON entry"
        " BEGIN SELECT RAISE(ABORT, 'entries never change'); END"
    ),
    (
        # Only what was received goes, only behind the checkpoint that says so, never the newest.
        "CREATE TRIGGER IF NOT EXISTS entry_never_goes BEFORE DELETE ON entry WHEN"
        " NOT EXISTS (SELECT 1 FROM checkpoint"
        "  WHERE checkpoint.book = OLD.book AND checkpoint.through >= OLD.seq)"
        " OR NOT EXISTS (SELECT 1 FROM outbox"
        "  WHERE outbox.id = OLD.id AND outbox.state IN ('received', 'carried'))"
        " OR NOT EXISTS (SELECT 1 FROM entry AS later WHERE later.id > OLD.id)"
        " BEGIN SELECT RAISE(ABORT, 'entries never go'); END"
    ),
    (
        # INSERT OR REPLACE would take an entry away without the trigger above.
        "CREATE TRIGGER IF NOT EXISTS entry_never_replaced BEFORE INSERT ON entry"
        " WHEN EXISTS (SELECT 1 FROM entry WHERE id = NEW.id)"
        " BEGIN SELECT RAISE(ABORT, 'entries never change'); END"
    ),
    "CREATE INDEX IF NOT EXISTS outbox_waiting ON outbox (id) WHERE state = 'waiting'",
    "CREATE INDEX IF NOT EXISTS outbox_rejected ON outbox (id) WHERE state = 'rejected'",
    (
        "CREATE INDEX IF NOT EXISTS outbox_answered ON outbox (answered_at)"
        " WHERE answered_at IS NOT NULL"
    ),
    "CREATE INDEX IF NOT EXISTS printjob_waiting ON printjob (id) WHERE state = 'committed'",
    "CREATE INDEX IF NOT EXISTS entry_about ON entry (about) WHERE about IS NOT NULL",
)
