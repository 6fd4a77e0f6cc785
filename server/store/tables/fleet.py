"""The fleet: how terminals are, what they were told to do, and which version they may have."""

from peewee import BigIntegerField, CompositeKey, DoubleField, IntegerField, TextField

from server.store.tables.table import Table


class TerminalStatus(Table):
    """A terminal's last word on itself (`wire.status.Status`); what it did not tell is NULL."""

    terminal = TextField(primary_key=True)
    said_at = TextField()
    """By the terminal's clock."""
    reported_at = TextField()
    """By ours."""
    ahead_seconds = BigIntegerField()
    """Of its clock, against ours when the status came."""
    epoch = TextField()
    last_seq = BigIntegerField()
    unsent = BigIntegerField()
    oldest_unsent_seconds = BigIntegerField(null=True)
    software = TextField()
    software_since = TextField()
    """When it first came with this version."""
    system = TextField(null=True)
    disk_free_bytes = BigIntegerField(null=True)
    temperature_c = DoubleField(null=True)
    under_voltage = IntegerField(null=True)
    clock = TextField(null=True)
    printer = TextField(null=True)
    scanner = TextField(null=True)
    screen = TextField(null=True)
    counter = TextField(null=True)
    last_sale_at = TextField(null=True)
    versions = TextField()
    """JSON: dataset and version."""
    certificate_days = IntegerField(null=True)
    """For how many its certificate was good when it said so; below 0: it had ended."""


class StatusHour(Table):
    """What a terminal said within an hour: the worst of each figure."""

    terminal = TextField()
    hour = TextField(index=True)
    """When it begins."""
    reports = IntegerField()
    unsent = BigIntegerField()
    oldest_unsent_seconds = BigIntegerField(null=True)
    disk_free_bytes = BigIntegerField(null=True)
    temperature_c = DoubleField(null=True)

    class Meta:
        """One row for each hour in which it said something."""

        primary_key = CompositeKey("terminal", "hour")


class FleetSignal(Table):
    """Something that is wrong with one terminal, from a moment on; `until` is NULL while it is."""

    terminal = TextField()
    trouble = TextField()
    since = TextField()
    last_at = TextField()
    """When it was last found."""
    until = TextField(null=True, index=True)
    alarm = TextField(index=True)
    """Id of the alarm that it is joined into."""

    class Meta:
        """A trouble that comes again is a new one."""

        primary_key = CompositeKey("terminal", "trouble", "since")


class FleetNote(Table):
    """What a person wrote about a terminal, or about an alarm."""

    id = TextField(primary_key=True)
    terminal = TextField(index=True)
    alarm = TextField(index=True)
    """One of the two is empty."""
    at = TextField()
    by = TextField(column_name="written_by")
    text = TextField()


class FleetCommand(Table):
    """An order to one terminal, and what came of it."""

    id = TextField(primary_key=True)
    number = BigIntegerField(index=True)
    """Rises with every giving: what is new to whoever sends them."""
    terminal = TextField(index=True)
    wanted = TextField()
    """`wire.command.Order`."""
    argument = TextField()
    given_by = TextField()
    given_at = TextField()
    until = TextField(column_name="valid_until")
    state = TextField(index=True)
    answered_at = TextField(null=True)
    detail = TextField()


class FleetCounter(Table):
    """Numbers that rise. The row is held while one is taken: no two take the same."""

    name = TextField(primary_key=True)
    number = BigIntegerField()


class RingMember(Table):
    """A terminal that a person put into a ring; the others are spread by their names."""

    terminal = TextField(primary_key=True)
    ring = IntegerField()


class Rollout(Table):
    """A version that is brought to the terminals, ring after ring."""

    version = TextField(primary_key=True)
    started_by = TextField()
    started_at = TextField()
    state = TextField()
    """running, paused, stopped or replaced."""
    needed = IntegerField()
    """Healthy terminals of a ring before the next one has its turn."""
    hours = IntegerField()
    """How long each of them must have been so."""
    why = TextField()
    """Of "stopped": the figures."""
    judged_from = TextField()
    """Trouble from before does not count: a person has looked at it."""


class RolloutRing(Table):
    """Since when a ring is offered a version."""

    version = TextField()
    ring = IntegerField()
    offered_at = TextField()

    class Meta:
        """A ring has its turn once."""

        primary_key = CompositeKey("version", "ring")
