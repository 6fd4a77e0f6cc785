"""What terminals are told: recalls and money."""

from peewee import SQL, BigIntegerField, CompositeKey, TextField

from server.store.tables.table import Table


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
    since = TextField(constraints=[SQL("DEFAULT ''")])
    """Since when it asks what it asks now; empty: it never asked anything else."""
    given_at = TextField(constraints=[SQL("DEFAULT ''")])
    """When it was put in force as it is now; empty: before that was kept."""

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
