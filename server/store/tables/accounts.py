"""People who may come in, their sessions, and the log of who saw what."""

from peewee import (
    SQL,
    AutoField,
    BigIntegerField,
    BlobField,
    CompositeKey,
    IntegerField,
    TextField,
)

from server.store.tables.table import Table


class Account(Table):
    """A person; one person has one (SEC-03)."""

    name = TextField(primary_key=True)
    """What one signs in with, lower case."""
    person = TextField()
    """The name that others know."""
    roles = TextField()
    """With commas between them."""
    password = TextField()
    """argon2id, with its parameters and salt."""
    must_change = IntegerField()
    """1: the password was given by somebody else."""
    secret = BlobField(null=True)
    """Of the second factor, sealed with the key in the web program's own file."""
    step = BigIntegerField()
    """Of the last code that was used: it and those before are refused (RFC 6238, 5.2)."""
    language = TextField()
    created_at = TextField()
    used_at = TextField()
    changed_at = TextField()
    """When the password was set."""
    locked_at = TextField(null=True)
    reviewed_at = TextField(constraints=[SQL("DEFAULT ''")])


class FormerPassword(Table):
    """One that is not to be used again."""

    account = TextField()
    set_at = TextField()
    password = TextField()

    class Meta:
        """The key."""

        primary_key = CompositeKey("account", "set_at")


class RecoveryCode(Table):
    """Stands in for the second factor, once."""

    account = TextField()
    sha256 = TextField()

    class Meta:
        """The key."""

        primary_key = CompositeKey("account", "sha256")


class WebSession(Table):
    """One browser that somebody is signed in with, or half way there."""

    sha256 = TextField(primary_key=True)
    """Of its token, which nobody keeps but the browser."""
    account = TextField(index=True)
    stage = TextField()
    began_at = TextField()
    seen_at = TextField()
    address = TextField()
    browser = TextField()
    told = TextField()
    """What is to be told on the next page, once."""
    offered = BlobField(null=True)
    """A second factor that is not confirmed yet, sealed."""


class FailedTry(Table):
    """Somebody did not get in."""

    id = AutoField()
    name = TextField(index=True)
    """Of the account, hashed: people type passwords into the wrong field."""
    address = TextField(index=True)
    at = TextField(index=True)


class Audit(Table):
    """One line of the log. It never changes, and goes only when it is old enough."""

    id = AutoField()
    at = TextField(index=True)
    account = TextField(index=True)
    """Empty: nobody was signed in."""
    address = TextField()
    """Of the computer, with its port (SEC-04)."""
    action = TextField()
    object = TextField()
    """What was seen or changed: the page's address with its filters, or an account's name."""
    result = TextField()
    browser = TextField()
