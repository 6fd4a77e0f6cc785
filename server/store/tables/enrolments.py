"""Enrolment: single-use codes by which terminals come into the province, and who tried them."""

from peewee import SQL, CompositeKey, IntegerField, TextField

from server.store.tables.table import Table


class EnrolmentCode(Table):
    """A code that was printed on a label. The code itself is known to the paper alone."""

    sha256 = TextField(primary_key=True)
    """Of the code."""
    kind = TextField(constraints=[SQL("CHECK (kind IN ('new', 'replacement'))")])
    terminal = TextField(index=True)
    particulars = TextField()
    """JSON (`wire.enrolment_batch.Particulars`)."""
    batch = TextField()
    """Name of the sheet."""
    made_at = TextField()
    expires_at = TextField()
    state = TextField(
        constraints=[SQL("CHECK (state IN ('open', 'used', 'recalled', 'superseded'))")]
    )
    """Recalled: by a person; superseded: a newer label for the same terminal was printed."""
    recalled_at = TextField(null=True)
    used_at = TextField(null=True)
    keys = TextField(constraints=[SQL("DEFAULT ''")])
    """SHA-256 over both public keys of the terminal that used it."""
    board = TextField(constraints=[SQL("DEFAULT ''")])
    """What that terminal said of its board and card; empty: it could not tell."""
    serial = TextField(constraints=[SQL("DEFAULT ''")])
    """Of the certificate that was issued, hexadecimal."""
    certified_until = TextField(null=True)
    answer = TextField(constraints=[SQL("DEFAULT ''")])
    """JSON, for as long as the same terminal may ask again; then empty."""


class EnrolmentTry(Table):
    """A request with a code that is known; at most some for each code."""

    sha256 = TextField()
    at = TextField()
    outcome = TextField()
    """"enrolled", "again", or why it was refused."""
    board = TextField()
    is_same_keys = IntegerField()
    """1: by the keys that used the code."""

    class Meta:
        """The same in one microsecond is one."""

        primary_key = CompositeKey("sha256", "at", "outcome")


class TerminalReplaced(Table):
    """That another card has taken a terminal's place; it names nobody, and stays."""

    terminal = TextField()
    at = TextField()
    follows = TextField()
    """The epoch that the province had heard of last; empty: of none."""

    class Meta:
        """A terminal may be replaced again."""

        primary_key = CompositeKey("terminal", "at")
