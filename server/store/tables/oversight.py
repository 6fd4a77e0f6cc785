"""How far counting has come beside its marks, and the figures of outlets.

Days and weeks are those of the terminal's clock, in Việt Nam; a week is named by its Monday
(ISO 8601). What a void undid is in no figure of sales.
"""

from peewee import SQL, BigIntegerField, CompositeKey, IntegerField, Node, TextField

from server.store.tables.table import Table

_NOUGHT: list[Node] = [SQL("DEFAULT 0")]


class LeftOut(Table):
    """A number that was set aside when its ledger was counted; it may be stored yet."""

    terminal = TextField()
    epoch = TextField()
    seq = BigIntegerField()

    class Meta:
        """One row for each number."""

        primary_key = CompositeKey("terminal", "epoch", "seq")


class Readable(Table):
    """How far a ledger is read although numbers of it are missing."""

    terminal = TextField()
    epoch = TextField()
    through = BigIntegerField()

    class Meta:
        """One row for each ledger with a gap that was passed over."""

        primary_key = CompositeKey("terminal", "epoch")


class Undone(Table):
    """A sale that a void undid, by the reference that tells it apart."""

    terminal = TextField()
    epoch = TextField()
    seq = BigIntegerField()
    sha256 = TextField()
    counted = IntegerField()
    """1: the figures show it; 0: the sale is yet to be counted."""

    class Meta:
        """A sale is undone once."""

        primary_key = CompositeKey("terminal", "epoch", "seq", "sha256")


class _Figures(Table):
    """What is counted of an outlet in some stretch of time."""

    entries = BigIntegerField(constraints=_NOUGHT)
    """Of every kind."""
    sales = BigIntegerField(constraints=_NOUGHT)
    lines = BigIntegerField(constraints=_NOUGHT)
    takings_vnd = BigIntegerField(constraints=_NOUGHT)
    """What sales brought; `returned_vnd` is not taken off."""
    cashless = BigIntegerField(constraints=_NOUGHT)
    """Sales that were paid by transfer."""
    cashless_vnd = BigIntegerField(constraints=_NOUGHT)
    rx = BigIntegerField(constraints=_NOUGHT)
    """Sales with a prescription drug among their lines."""
    rx_without = BigIntegerField(constraints=_NOUGHT)
    """Of these, without prescription."""
    abx = BigIntegerField(constraints=_NOUGHT)
    """Sales with a systemic antibiotic among their lines (ABX-03)."""
    abx_without = BigIntegerField(constraints=_NOUGHT)
    """Of these, without prescription."""
    overrides = BigIntegerField(constraints=_NOUGHT)
    """Also those of sales that were undone."""
    overridden_sales = BigIntegerField(constraints=_NOUGHT)
    """Sales with an override, each once and none that was undone, and overrides without a sale:
    what is compared with `sales`."""
    returns = BigIntegerField(constraints=_NOUGHT)
    returned_vnd = BigIntegerField(constraints=_NOUGHT)
    voids = BigIntegerField(constraints=_NOUGHT)
    """On their own day; the sale is taken out of its day."""
    late = BigIntegerField(constraints=_NOUGHT)
    """Entries of any kind that were stored late (`limits.LATE`)."""
    rx_late = BigIntegerField(constraints=_NOUGHT)
    """Sales with a prescription drug that were stored late (`limits.PRESCRIPTION_LATE`)."""
    ahead = BigIntegerField(constraints=_NOUGHT)
    """Entries from a clock that was ahead of ours (`limits.AHEAD`)."""
    untrusted = BigIntegerField(constraints=_NOUGHT)
    """Entries from a clock that nobody had set."""
    longest_seconds = BigIntegerField(constraints=_NOUGHT)
    """Between an entry and its being stored, at most."""
    last_at = TextField(constraints=[SQL("DEFAULT ''")])
    """Of the last sale, undone or not; empty: none."""


class DayFigure(_Figures):
    """An outlet's day."""

    day = TextField()
    outlet = TextField()

    class Meta:
        """Days of all outlets, and one outlet's days."""

        primary_key = CompositeKey("day", "outlet")
        indexes = ((("outlet", "day"), False),)


class WeekFigure(_Figures):
    """An outlet's week: the days of it added up."""

    week = TextField()
    outlet = TextField()

    class Meta:
        """Weeks of all outlets, and one outlet's weeks."""

        primary_key = CompositeKey("week", "outlet")
        indexes = ((("outlet", "week"), False),)


class _Antibiotics(Table):
    """How much of one ingredient was sold."""

    week = TextField()
    ingredient = TextField()
    aware = TextField()
    """The WHO's group: access, watch, reserve, or empty."""
    antibiotic = TextField()
    """Systemic or topical (ABX-03)."""
    sales = BigIntegerField(constraints=_NOUGHT)
    """With this ingredient among their lines."""
    unprescribed = BigIntegerField(constraints=_NOUGHT)
    """Of these, without prescription."""
    units = BigIntegerField(constraints=_NOUGHT)
    """Base units."""
    ddd_thousandths = BigIntegerField(constraints=_NOUGHT)
    """Thousandths of defined daily doses: whole numbers add up alike in any order."""


class AntibioticWeek(_Antibiotics):
    """An outlet's week."""

    outlet = TextField()

    class Meta:
        """One row for each ingredient."""

        primary_key = CompositeKey("outlet", "week", "ingredient", "aware", "antibiotic")
        indexes = ((("week", "ingredient"), False),)


class AntibioticTotal(_Antibiotics):
    """The whole province's week: the outlets added up."""

    class Meta:
        """One row for each ingredient."""

        primary_key = CompositeKey("week", "ingredient", "aware", "antibiotic")


class Overridden(Table):
    """A rule that somebody set aside."""

    terminal = TextField()
    epoch = TextField()
    seq = BigIntegerField()
    outlet = TextField()
    day = TextField()
    at = TextField()
    staff = TextField()
    """Badge number."""
    rule = TextField()
    reason = TextField()
    allowed_by = TextField()
    drug = TextField()
    """Empty: it was about none in particular."""
    sale_epoch = TextField()
    """Empty: it was about no sale."""
    sale_seq = BigIntegerField(null=True)
    batch = TextField(constraints=[SQL("DEFAULT ''")])
    """Empty: it was about none in particular."""
    units = BigIntegerField(null=True)
    """How many base units of the batch it was good for."""
    counts = IntegerField(constraints=[SQL("DEFAULT 1")])
    """1: it stands in `overridden_sales`; 0: another of its sale does, or the sale was undone."""

    class Meta:
        """Days of all outlets, one outlet's days, and a sale."""

        primary_key = CompositeKey("terminal", "epoch", "seq")
        indexes = (
            (("day", "outlet"), False),
            (("outlet", "day"), False),
            (("terminal", "sale_epoch", "sale_seq"), False),
        )
