"""Prices: what outlets ask and post, and how that lies in the province. Money is whole đồng."""

from peewee import SQL, BigIntegerField, CompositeKey, IntegerField, TextField

from server.store.tables.table import Table

_NONE = SQL("DEFAULT 0")


class OutletPrice(Table):
    """What an outlet last asked for one unit of a drug."""

    drug = TextField()
    unit = TextField()
    outlet = TextField()
    unit_size = BigIntegerField()
    """Base units in one `unit`."""
    price_vnd = BigIntegerField()
    at = TextField()
    lines = BigIntegerField()
    """How many sale lines there were."""

    class Meta:
        """Prices of one drug lie together."""

        primary_key = CompositeKey("drug", "unit", "outlet")
        indexes = ((("outlet",), False),)


class PostedPrice(Table):
    """What was last posted in one ledger."""

    ledger = BigIntegerField()
    drug = TextField()
    unit = TextField()
    price_vnd = BigIntegerField()
    at = TextField()

    class Meta:
        """The newest counts."""

        primary_key = CompositeKey("ledger", "drug", "unit")
        indexes = ((("drug", "unit"), False),)


class AbovePosted(Table):
    """A sale line above the posted price (PRC-02)."""

    ledger = BigIntegerField()
    seq = BigIntegerField()
    line = IntegerField()
    outlet = TextField()
    day = TextField()
    at = TextField()
    drug = TextField()
    unit = TextField()
    quantity = BigIntegerField()
    price_vnd = BigIntegerField()
    posted_vnd = BigIntegerField()
    staff = TextField()
    voided = IntegerField(constraints=[_NONE])

    class Meta:
        """Of a period; of an outlet."""

        primary_key = CompositeKey("ledger", "seq", "line")
        indexes = ((("day",), False), (("outlet", "day"), False))


class PriceChanged(Table):
    """A drug and unit of which an outlet asks another price since the middle was reckoned."""

    drug = TextField()
    unit = TextField()

    class Meta:
        """Once is enough."""

        primary_key = CompositeKey("drug", "unit")


class PriceSpread(Table):
    """How the outlets' last prices of one unit of a drug lie."""

    drug = TextField()
    unit = TextField()
    unit_size = BigIntegerField(constraints=[SQL("DEFAULT 1")])
    """Base units in one `unit` as most outlets sell it: of that size are the prices here."""
    outlets = IntegerField()
    low_vnd = BigIntegerField()
    """A tenth of the outlets ask less."""
    median_vnd = BigIntegerField()
    high_vnd = BigIntegerField()
    """A tenth ask more."""
    announced_vnd = BigIntegerField(null=True)
    """Of one such unit, in wholesale (PRC-03)."""
    reckoned_at = TextField()

    class Meta:
        """One row a unit."""

        primary_key = CompositeKey("drug", "unit")


class PriceFar(Table):
    """That an outlet's last price is far off, as of when the middle was reckoned."""

    drug = TextField()
    unit = TextField()
    outlet = TextField()

    class Meta:
        """One row a price."""

        primary_key = CompositeKey("drug", "unit", "outlet")


class PriceAnnounced(Table):
    """The announced price with which a drug's prices were compared last."""

    drug = TextField(primary_key=True)
    mark = TextField()
    """Price and unit in one text."""
