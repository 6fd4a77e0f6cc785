"""What a backup's way back leaves to be done."""

from peewee import TextField

from server.store.tables.table import Table


class Restored(Table):
    """That the database came back from a backup; one row for each time."""

    at = TextField(primary_key=True)
    made_at = TextField()
    """When the backup was made: what came later may be missing."""
    released_at = TextField(null=True)
    """Since when recalls are told again; null: a person has not looked yet."""
    released_by = TextField(null=True)
