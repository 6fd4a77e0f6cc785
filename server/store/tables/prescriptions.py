"""Prescriptions, and how far readers of the entries have come."""

from peewee import BigIntegerField, CompositeKey, IntegerField, TextField

from server.store.tables.table import Table


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
