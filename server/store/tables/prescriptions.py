"""Prescriptions, what was dispensed on them, and what came of it. No table holds a patient."""

from peewee import BigIntegerField, CompositeKey, IntegerField, TextField

from server.store.tables.table import Table


class Prescription(Table):
    """A prescription as a national system or a clinic gave it. It holds no patient."""

    code = TextField(primary_key=True)
    """Lower case."""
    body = TextField()
    """JSON (`wire.asking.Sheet`)."""
    loaded_at = TextField()


class NationalLines(Table):
    """How the national system names the drugs of a prescription, for reporting back."""

    code = TextField(primary_key=True)
    """Lower case."""
    body = TextField()
    """JSON (`server.interop.national.PrescribedLine`, a list)."""


class Dispensing(Table):
    """An entry that dispensed on a prescription, or took something back."""

    terminal = TextField()
    epoch = TextField()
    seq = BigIntegerField()
    code = TextField()
    """Of the prescription, lower case."""
    scanned = TextField()
    """The code as it was scanned."""
    kind = TextField()
    """sale, void or return."""
    at = TextField()
    """By the terminal's clock."""
    stored_at = TextField()
    checked = IntegerField()
    """1: the province had said what was left."""
    origin = TextField()
    """How its lines became known (`wire.sale.Dispensed`); empty: the entry does not say."""
    issued = TextField()
    """Day; empty: not known."""
    sale_epoch = TextField()
    """Of the sale: the entry's own, or the one that it undoes."""
    sale_seq = BigIntegerField()
    noted_at = TextField()
    """When it was followed."""

    class Meta:
        """What is asked for: a prescription, a sale, what was noted lately."""

        primary_key = CompositeKey("terminal", "epoch", "seq")
        indexes = (
            (("code",), False),
            (("terminal", "sale_epoch", "sale_seq"), False),
            (("noted_at",), False),
        )


class DispensedLine(Table):
    """One drug of such an entry: base units; below nought: what came back."""

    terminal = TextField()
    epoch = TextField()
    seq = BigIntegerField()
    line = IntegerField()
    code = TextField()
    drug = TextField()
    """Id in the catalogue."""
    prescribed = IntegerField(null=True)
    """Number of the prescription's line; none where only the code was known."""
    substitutes = TextField()
    """What was prescribed, where another drug was sold in its place (RX-06)."""
    units = BigIntegerField()

    class Meta:
        """What is asked for: a prescription."""

        primary_key = CompositeKey("terminal", "epoch", "seq", "line")
        indexes = ((("code", "terminal"), False),)


class Touched(Table):
    """A prescription about which something new is known that nobody has looked at."""

    code = TextField(primary_key=True)
    times = BigIntegerField()
    """How much news."""


class DoubleCase(Table):
    """A prescription on which more was dispensed than was prescribed."""

    id = TextField(primary_key=True)
    """Short, for addresses; the code is not in it."""
    code = TextField(unique=True)
    kind = TextField()
    """two-outlets or over-dispensed."""
    type = TextField()
    """Letter of the code (TT 26/2025/TT-BYT), lower case."""
    found_at = TextField()
    day = TextField(index=True)
    """Of the sale that went beyond, in Việt Nam."""
    units = BigIntegerField()
    """Base units beyond what was prescribed, the line with the most."""
    cause = TextField()
    """offline, not-asked or at-once."""
    body = TextField()
    """JSON (`server.prescriptions.judging.Excess`)."""
    state = TextField(index=True)
    """open, explained, closed or resolved."""
    note = TextField()
    settled_by = TextField()
    """Account of who explained or closed it."""
    changed_at = TextField()


class CaseOutlet(Table):
    """An outlet that has part in a case."""

    case_id = TextField()
    outlet = TextField(index=True)

    class Meta:
        """Once each."""

        primary_key = CompositeKey("case_id", "outlet")


class Message(Table):
    """Something that a person at a counter must read."""

    id = TextField(primary_key=True)
    terminal = TextField()
    kind = TextField()
    subject = TextField()
    text = TextField()
    about = TextField(index=True)
    """Id of the case; empty for a note."""
    author = TextField()
    """Account of the officer; empty: the province by itself."""
    at = TextField()
    version = BigIntegerField(index=True)
    read_at = TextField(null=True)

    class Meta:
        """What is asked for: what a terminal has not read."""

        indexes = ((("terminal", "read_at"), False),)


class NationalReport(Table):
    """A sale on a prescription that the national system is told of (RX-08)."""

    terminal = TextField()
    epoch = TextField()
    seq = BigIntegerField()
    code = TextField()
    invoice = TextField()
    """`ma_hoa_don`: the same however often it is told."""
    state = TextField()
    """waiting, told, refused or needless."""
    due_since = TextField()
    """When the oldest thing was stored that was not told yet, or when it was sent again."""
    told_entries = BigIntegerField()
    """How many entries (the sale, what undid it) the last report held that was taken; 0: none."""
    tries = IntegerField()
    next_at = TextField()
    answer = TextField()
    """What was answered last, shortened: no patient, no key."""
    told_at = TextField(null=True)

    class Meta:
        """What is asked for: what is due."""

        primary_key = CompositeKey("terminal", "epoch", "seq")
        indexes = ((("state", "next_at"), False),)


class Awaited(Table):
    """An entry that was passed over when its ledger was followed, and what it waits for."""

    terminal = TextField()
    epoch = TextField()
    seq = BigIntegerField()
    for_epoch = TextField()
    """Of the sale that it undoes, or its own."""
    for_seq = BigIntegerField()
    for_sha256 = TextField()
    """Of the sale; empty: it waits for itself."""

    class Meta:
        """One row for each number."""

        primary_key = CompositeKey("terminal", "epoch", "seq")


class Followed(Table):
    """How far a reader of the entries has come in each ledger."""

    reader = TextField()
    terminal = TextField()
    epoch = TextField()
    through = BigIntegerField()

    class Meta:
        """One row for each ledger."""

        primary_key = CompositeKey("reader", "terminal", "epoch")
