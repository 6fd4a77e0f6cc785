"""The tables. Nothing outside this folder sees them.

Moments are text in UTC (`database.to_text`); hashes are 64 hexadecimal digits.
"""

from peewee import (
    SQL,
    BigIntegerField,
    BlobField,
    CompositeKey,
    DatabaseProxy,
    IntegerField,
    Model,
    TextField,
)

DATABASE = DatabaseProxy()
"""Stands for the database that `database.open_store` opened."""


class Table(Model):
    """A table of the server's database."""

    class Meta:
        """Bound to the one database of the process."""

        database = DATABASE


class Terminal(Table):
    """A registered terminal, and what it last said of itself."""

    id = TextField(primary_key=True)
    province = TextField()
    outlet = TextField()
    commune = TextField()
    signing_key = TextField()
    status = TextField(constraints=[SQL("CHECK (status IN ('active', 'revoked'))")])
    enrolled_at = TextField()
    last_contact_at = TextField(null=True, index=True)
    unsent = BigIntegerField(null=True)
    last_seq = BigIntegerField(null=True)
    software = TextField(null=True)
    reported_at = TextField(null=True)


class FormerKey(Table):
    """A signing key that a terminal had before; what it signs is believed until a date."""

    terminal = TextField()
    signing_key = TextField()
    until = TextField()

    class Meta:
        """A key is a terminal's own."""

        primary_key = CompositeKey("terminal", "signing_key")


class Entry(Table):
    """An entry, byte for byte; a trigger refuses every change.

    `at` and `total_vnd` are copied out of the body, for the figures of the day. That the terminal
    is registered is not checked for each row again: its row is held while entries are stored.
    """

    terminal = TextField()
    epoch = TextField()
    seq = BigIntegerField()
    sha256 = TextField()
    prev = TextField()
    kind = TextField()
    at = TextField()
    total_vnd = BigIntegerField(null=True)
    body = BlobField()
    stored_at = TextField()

    class Meta:
        """What is asked for: an entry, the sales of a day, what came last."""

        primary_key = CompositeKey("terminal", "epoch", "seq")
        indexes = ((("kind", "at", "total_vnd"), False), (("kind", "stored_at", "seq"), False))


class Carried(Table):
    """An entry that was set aside and came once more in another epoch: it counts once."""

    terminal = TextField()
    epoch = TextField()
    seq = BigIntegerField()
    sha256 = TextField()
    by_epoch = TextField()
    by_seq = BigIntegerField()

    class Meta:
        """Each is carried once."""

        primary_key = CompositeKey("terminal", "epoch", "seq", "sha256")


class Sealed(Table):
    """A sealed block, which nobody in this folder or in ingest can open."""

    terminal = TextField()
    epoch = TextField()
    seq = BigIntegerField()
    block = BlobField()
    stored_at = TextField()

    class Meta:
        """One block belongs to an entry."""

        primary_key = CompositeKey("terminal", "epoch", "seq")


class Mark(Table):
    """How far a ledger is stored without a gap, kept so that nobody has to count.

    `head` is the hash of the entry `through`; `aside` is 1 once anything of it was set aside.
    """

    terminal = TextField()
    epoch = TextField()
    through = BigIntegerField()
    stored = BigIntegerField()
    touched_at = TextField()
    head = TextField(constraints=[SQL("DEFAULT ''")])
    aside = IntegerField(constraints=[SQL("DEFAULT 0")])

    class Meta:
        """One row for each ledger."""

        primary_key = CompositeKey("terminal", "epoch")


class Quarantine(Table):
    """What was set aside instead of stored.

    An entry that cannot join its ledger has its epoch (and its number, or 0 if nobody can tell);
    a message that is not to be trusted at all has neither.
    """

    terminal = TextField()
    epoch = TextField()
    seq = BigIntegerField()
    sha256 = TextField()
    reason = TextField()
    body = BlobField()
    at = TextField()
    again_at = TextField(index=True)

    class Meta:
        """A repeat is no second row."""

        primary_key = CompositeKey("terminal", "epoch", "seq", "sha256")


class Alarm(Table):
    """Something that a person must look at: one row, however often it happens."""

    id = TextField(index=True)
    kind = TextField()
    terminal = TextField()
    epoch = TextField()
    subject = TextField()
    first_at = TextField()
    last_at = TextField(index=True)
    times = IntegerField()
    detail = TextField()
    seen_by = TextField(null=True)
    seen_at = TextField(null=True)
    closed_at = TextField(null=True)

    class Meta:
        """A repeat is no second row."""

        primary_key = CompositeKey("kind", "terminal", "epoch", "subject")


class EpochReport(Table):
    """What a terminal last said of one epoch of its ledger (`wire.status.EpochMark`)."""

    terminal = TextField()
    epoch = TextField()
    last_seq = BigIntegerField()
    head = TextField()
    unsent = BigIntegerField()
    highest = BigIntegerField()
    falls = IntegerField()
    said_at = TextField()
    ahead_seconds = BigIntegerField()
    reported_at = TextField()

    class Meta:
        """One row for each epoch that a terminal knows."""

        primary_key = CompositeKey("terminal", "epoch")


class Prescription(Table):
    """A prescription as a national system or a clinic gave it. It holds no patient."""

    code = TextField(primary_key=True)
    """Lower case."""
    body = TextField()
    """JSON (`wire.asking.Sheet`)."""
    loaded_at = TextField()


class Dispensed(Table):
    """What one entry dispensed on a prescription, or took back: base units."""

    terminal = TextField()
    epoch = TextField()
    seq = BigIntegerField()
    line = IntegerField()
    code = TextField(index=True)
    """Of the prescription, lower case."""
    prescribed = IntegerField()
    """Number of the prescription's line."""
    units = BigIntegerField()

    class Meta:
        """One row for each line of an entry."""

        primary_key = CompositeKey("terminal", "epoch", "seq", "line")


class Followed(Table):
    """How far a reader of the entries has come in each ledger."""

    reader = TextField()
    terminal = TextField()
    epoch = TextField()
    through = BigIntegerField()

    class Meta:
        """One row for each ledger."""

        primary_key = CompositeKey("reader", "terminal", "epoch")


class Notice(Table):
    """A recall, a suspension or a seal; one that was lifted stays, with a newer version.

    One document may stop several drugs: each has a row.
    """

    number = TextField()
    drug = TextField()
    body = TextField()
    """JSON (`wire.asking.Notice`)."""
    version = BigIntegerField(index=True)
    lifted_at = TextField(null=True)

    class Meta:
        """The key."""

        primary_key = CompositeKey("number", "drug")


class Payment(Table):
    """A bank's notice of a transfer, to be told to the terminal that waits for it."""

    id = TextField(primary_key=True)
    terminal = TextField()
    reference = TextField()
    amount_vnd = BigIntegerField()
    came_at = TextField()
    told_at = TextField(null=True, index=True)


ALL: tuple[type[Table], ...] = (
    Terminal,
    FormerKey,
    Entry,
    Carried,
    Sealed,
    Mark,
    Quarantine,
    Alarm,
    EpochReport,
    Prescription,
    Dispensed,
    Followed,
    Notice,
    Payment,
)
