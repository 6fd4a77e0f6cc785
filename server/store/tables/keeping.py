"""What a backup's way back leaves to be done, and which backups there are."""

from peewee import BigIntegerField, IntegerField, TextField

from server.store.tables.table import Table


class Restored(Table):
    """That the database came back from a backup; one row for each time."""

    at = TextField(primary_key=True)
    made_at = TextField()
    """When the backup was made: what came later may be missing."""
    released_at = TextField(null=True)
    """Since when recalls are told again; null: a person has not looked yet."""
    released_by = TextField(null=True)


class BackupTaken(Table):
    """A backup of this database, and the last time that one was brought back to try it."""

    made_at = TextField(primary_key=True)
    folder = TextField()
    size = BigIntegerField()
    """Bytes."""
    entries = BigIntegerField()
    is_encrypted = IntegerField()
    has_keys = IntegerField()
    verified_at = TextField(null=True)
    holds = IntegerField(null=True)
    """1: everything was there when it was brought back."""
