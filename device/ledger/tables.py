"""The tables of the terminal's database. Nothing outside this folder sees them.

Whatever belongs to an entry carries its `id`: the book's number in the upper half, the entry's
number in the lower. One integer is the key of one B-tree, so that a sale touches few pages.
"""

from peewee import (
    SQL,
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
LAYOUT = 3
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


class Stock(Model):
    """What there is of each batch, in base units: what the entries add up to."""

    drug = CharField()
    batch = CharField()
    owner = CharField()
    """Whose it is (`device.counter.drug.Owner`): the same batch may come from two."""
    expiry = DateField(null=True)
    on_hand = IntegerField()
    """On the shelf."""
    set_aside = IntegerField()
    """In quarantine."""
    is_counted = BooleanField(default=False)
    """Whether anybody ever counted it, or it is known by what came and went alone."""
    cost_vnd = IntegerField(null=True)
    """What one base unit cost in the newest delivery."""

    class Meta:
        """One row for each batch of each owner."""

        primary_key = CompositeKey("drug", "batch", "owner")
        without_rowid = True


class Prescribed(Model):
    """Which sales were dispensed on a prescription; those carried into another epoch once."""

    prescription = CharField()
    """The code in small letters (RX-10)."""
    id = IntegerField()

    class Meta:
        """By the code, as it is asked for."""

        primary_key = CompositeKey("prescription", "id")
        without_rowid = True


class PrintJob(Model):
    """A paper to print."""

    COMMITTED = "committed"
    SENT = "sent"
    CONFIRMED = "confirmed"
    DOUBTFUL = "doubtful"

    id = AutoField()
    book = IntegerField()
    seq = IntegerField()
    """Number of the entry that the paper is about."""
    kind = CharField(default="receipt", constraints=[SQL("DEFAULT 'receipt'")])
    """Which paper: `print_jobs.JobKind`."""
    line = IntegerField(null=True)
    """Line of the entry, from 0, where the paper is about one alone."""
    is_copy = BooleanField(default=False)
    state = CharField(default=COMMITTED)
    detail = TextField(default="", constraints=[SQL("DEFAULT ''")])
    """What the entry does not say, such as a language. Never a person."""


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
    """Of all the rest (`wear.check_sum`): a price that a worn card has changed is not used."""


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
    owner = CharField()
    expiry = DateField(null=True)
    on_hand = IntegerField()
    set_aside = IntegerField()
    is_counted = BooleanField(default=False)
    cost_vnd = IntegerField(null=True)

    class Meta:
        """One row for each batch of each owner."""

        primary_key = CompositeKey("drug", "batch", "owner")
        without_rowid = True


class ShiftThen(Model):
    """The shift after the newest entry behind a checkpoint: adding up begins with it."""

    id = IntegerField(primary_key=True)
    tally = TextField()
    """`device.ledger.shifts.Tally` in JSON."""
    through = IntegerField()
    """Key of the newest entry that it counts."""
    check_sum = IntegerField()
    """Of the two (`wear.check_sum`)."""


class Hold(Model):
    """Notices that stop a batch: recalls, suspensions, seals."""

    drug = CharField()
    number = CharField()
    """Number of the notice; it may name several drugs."""
    name = CharField()
    """The drug's name, as the notice has it."""
    kind = CharField()
    batches = TextField()
    """A list in JSON; empty: every batch."""
    level = IntegerField(null=True)
    reason = TextField()
    issued = DateField(null=True)
    arrived_at = CharField()
    check_sum = IntegerField()
    """Of what stands before it (`wear.check_sum`)."""
    answered = CharField(null=True)
    """Hash of the entry by which somebody answered it."""

    class Meta:
        """One row for each drug of a notice."""

        primary_key = CompositeKey("drug", "number")


class PostedPrice(Model):
    """What the outlet asks for one unit of a drug, as it has posted it (PRC-01)."""

    drug = CharField()
    unit = CharField()
    price_vnd = IntegerField()
    posted_at = CharField()

    class Meta:
        """One row for each unit."""

        primary_key = CompositeKey("drug", "unit")
        without_rowid = True


class LinkedCode(Model):
    """What a code stands for that the catalogue does not know, by the staff's word."""

    gtin = CharField(primary_key=True)
    drug = CharField()
    unit = CharField()


ALL: tuple[type[Model], ...] = (
    Book,
    Entry,
    Outbox,
    Sealed,
    Stock,
    Prescribed,
    PrintJob,
    Packing,
    Checkpoint,
    ShelfThen,
    ShiftThen,
    Hold,
    PostedPrice,
    LinkedCode,
)
