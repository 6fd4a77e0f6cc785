"""The ledgers as terminals sent them, and who the terminals are."""

from peewee import SQL, BigIntegerField, BlobField, CompositeKey, IntegerField, TextField

from server.store.tables.table import Table


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
    outlet_code = TextField(constraints=[SQL("DEFAULT ''")])
    """In the department's list; empty: the terminal stands for itself."""


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
