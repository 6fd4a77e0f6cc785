"""Calls about recalls, as people of the department noted them."""

from peewee import TextField

from server.store.tables.table import Table


class RecallCall(Table):
    """One call, or one visit, to an outlet that had not acknowledged a recall."""

    id = TextField(primary_key=True)
    recall = TextField(index=True)
    """Number of the document."""
    outlet = TextField()
    at = TextField()
    written_by = TextField()
    """Name of an account."""
    text = TextField()
    """What was answered."""
