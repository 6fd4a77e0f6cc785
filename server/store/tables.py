"""The tables. Nothing outside this folder sees them.

Moments are text in UTC (`database.to_text`); hashes are 64 hexadecimal digits.
"""

from peewee import (
    SQL,
    BlobField,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    Model,
    SqliteDatabase,
    TextField,
)

DATABASE = SqliteDatabase(None)


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
    unsent = IntegerField(null=True)
    last_seq = IntegerField(null=True)
    software = TextField(null=True)
    reported_at = TextField(null=True)


class Entry(Table):
    """An entry, byte for byte; a trigger refuses every change.

    `at` and `total_vnd` are copied out of a sale's body, for the figures of the day.
    """

    terminal = ForeignKeyField(Terminal, column_name="terminal", index=False)
    epoch = TextField()
    seq = IntegerField()
    sha256 = TextField()
    prev = TextField()
    kind = TextField()
    at = TextField()
    total_vnd = IntegerField(null=True)
    body = BlobField()
    stored_at = TextField()

    class Meta:
        """What is asked for: an entry, the sales of a day, what came last."""

        primary_key = CompositeKey("terminal", "epoch", "seq")
        indexes = ((("kind", "at", "total_vnd"), False), (("kind", "stored_at", "seq"), False))


class Mark(Table):
    """How far a ledger is stored without a gap, kept so that nobody has to count."""

    terminal = ForeignKeyField(Terminal, column_name="terminal", index=False)
    epoch = TextField()
    through = IntegerField()
    stored = IntegerField()
    touched_at = TextField()

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
    seq = IntegerField()
    sha256 = TextField()
    reason = TextField()
    body = BlobField()
    at = TextField()
    again_at = TextField(index=True)

    class Meta:
        """A repeat is no second row."""

        primary_key = CompositeKey("terminal", "epoch", "seq", "sha256")


ALL: tuple[type[Table], ...] = (Terminal, Entry, Mark, Quarantine)

TRIGGERS = (
    (
        "CREATE TRIGGER IF NOT EXISTS entry_never_changes BEFORE UPDATE ON entry"
        " BEGIN SELECT RAISE(ABORT, 'entries never change'); END"
    ),
    (
        "CREATE TRIGGER IF NOT EXISTS entry_never_goes BEFORE DELETE ON entry"
        " BEGIN SELECT RAISE(ABORT, 'entries never go'); END"
    ),
)
