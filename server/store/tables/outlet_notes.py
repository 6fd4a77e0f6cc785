"""What people of the department wrote down about outlets."""

from peewee import TextField

from server.store.tables.table import Table


class OutletNote(Table):
    """One call, visit or reminder."""

    id = TextField(primary_key=True)
    outlet = TextField(index=True)
    at = TextField()
    written_by = TextField()
    """Name of an account."""
    text = TextField()
    """What was done."""
    result = TextField()
    """What came of it; empty: not known yet."""
