"""Goods: what lies where of each batch, how it came and went, and what was asked for it.

Units are base units (tablets). A ledger is one epoch of one terminal: what a new epoch begins with
is what the one before it left, so that only the newest of a terminal says what is on its shelf.
Numbers of ledgers and of batches are made from their names (`tallies.batch_names`): the same after
every recount, and known without asking.
"""

from peewee import SQL, BigIntegerField, CompositeKey, IntegerField, TextField

from server.store.tables.table import Table

_NONE = SQL("DEFAULT 0")


class GoodsLedger(Table):
    """A ledger that moved goods, and whose it is."""

    id = BigIntegerField(primary_key=True)
    terminal = TextField(index=True)
    epoch = TextField()
    outlet = TextField(index=True)
    """Code."""
    began = TextField()
    """Moment of its first entry."""
    previous = BigIntegerField(null=True)
    """The ledger that it follows."""
    lone = IntegerField(constraints=[_NONE])
    """1: it follows another that could not be read, not even its name."""
    closed = IntegerField(constraints=[_NONE])
    """1: another one has followed."""
    through = BigIntegerField(constraints=[_NONE])
    """Number of the last entry that was counted."""


class Lot(Table):
    """A batch of a drug, wherever it is."""

    id = BigIntegerField(primary_key=True)
    drug = TextField()
    batch = TextField()
    searched = TextField()
    """The batch's number, folded."""

    class Meta:
        """Looked up by drug."""

        indexes = ((("drug", "batch"), False),)


class ShelfBatch(Table):
    """A batch of one owner in one ledger: what there is of it, and all that became of it.

    opening + carried + received + counted
        = sold - voided - returned + written_off + sent_back + on_shelf + aside
    """

    ledger = BigIntegerField()
    lot = BigIntegerField(index=True)
    owner = TextField()
    expiry = TextField()
    """Empty: not known."""
    is_there = IntegerField()
    """1: there is some on the shelf. It seldom changes, so that most updates touch no index."""
    on_shelf = BigIntegerField()
    aside = BigIntegerField()
    opening = BigIntegerField()
    """What the count before the first sale found."""
    carried = BigIntegerField()
    """What the epoch before left, without what is carried of its business: that stands in the sums
    of what became of it."""
    counted = BigIntegerField()
    """What counts found above what should have been there; below nought: what was missing."""
    received = BigIntegerField()
    sold = BigIntegerField()
    voided = BigIntegerField()
    returned = BigIntegerField()
    """By customers."""
    written_off = BigIntegerField()
    sent_back = BigIntegerField()
    """To the supplier."""
    put_aside = BigIntegerField()
    first_seq = BigIntegerField()
    """Number of the first entry that moved it, and of the last: its sales are found between."""
    last_seq = BigIntegerField()
    last_sold = TextField()
    """Day; empty: never."""

    class Meta:
        """A portion of one ledger writes to neighbouring rows."""

        primary_key = CompositeKey("ledger", "lot", "owner")


ShelfBatch.add_index(
    ShelfBatch.index(
        ShelfBatch.expiry,
        ShelfBatch.ledger,
        where=SQL("is_there = 1"),
        name="shelfbatch_expiring",
    )
)


class Delivery(Table):
    """A batch in a delivery."""

    ledger = BigIntegerField()
    seq = BigIntegerField()
    line = IntegerField()
    lot = BigIntegerField(index=True)
    owner = TextField()
    supplier = TextField()
    document = TextField()
    day = TextField()
    units = BigIntegerField()
    cost_vnd = BigIntegerField(null=True)
    """Of one base unit (PRC-05)."""
    staff = TextField()

    class Meta:
        """A line of an entry."""

        primary_key = CompositeKey("ledger", "seq", "line")


class RecallAnswer(Table):
    """An entry by which a person acknowledged a recall (RCL-05)."""

    ledger = BigIntegerField()
    seq = BigIntegerField()
    recall = TextField(index=True)
    at = TextField()
    stored_at = TextField()
    staff = TextField()
    units = BigIntegerField()
    """Found and put apart, of all its batches."""

    class Meta:
        """One row an entry."""

        primary_key = CompositeKey("ledger", "seq")


class ControlledMove(Table):
    """A movement of a drug that has a book of its own (CTL-05 to CTL-07). It has no buyer."""

    ledger = BigIntegerField()
    seq = BigIntegerField()
    line = IntegerField()
    drug = TextField()
    control = TextField()
    """As in the catalogue: GN, HT, TC, PH_GN, PH_HT, PH_TC, DOC, DMC."""
    batch = TextField()
    expiry = TextField()
    owner = TextField()
    at = TextField()
    day = TextField()
    kind = TextField()
    """Of the entry."""
    because = TextField()
    """Why it was counted, written off or put apart."""
    supplier = TextField()
    document = TextField()
    staff = TextField()
    shelf = BigIntegerField()
    """Came to the shelf; below nought: left it."""
    aside = BigIntegerField()
    """The same of quarantine."""

    class Meta:
        """The book of a drug in an outlet; sums of a class in a period, from the index alone."""

        primary_key = CompositeKey("ledger", "seq", "line")
        indexes = (
            (("drug", "ledger"), False),
            (("control", "day", "drug", "ledger", "kind", "because", "shelf", "aside"), False),
        )


class ControlledDrug(Table):
    """A drug that has a book, as the catalogue had it when it moved last."""

    drug = TextField(primary_key=True)
    control = TextField()
