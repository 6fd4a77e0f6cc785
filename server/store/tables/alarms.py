"""What a person must look at, and what terminals say of their own ledgers."""

from peewee import BigIntegerField, CompositeKey, IntegerField, TextField

from server.store.tables.table import Table


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
