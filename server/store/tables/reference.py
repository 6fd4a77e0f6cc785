"""Reference data: what goes down to terminals, and what the province's own pages look up."""

from peewee import SQL, BigIntegerField, CompositeKey, IntegerField, TextField

from server.store.tables.table import Table


class RefRow(Table):
    """A row of a dataset as it is since a version; one that is gone stays as such."""

    dataset = TextField()
    scope = TextField()
    """Code of the outlet whose it is; empty: everybody's."""
    key = TextField()
    version = BigIntegerField()
    body = TextField()
    """JSON."""
    gone = IntegerField(constraints=[SQL("DEFAULT 0")])

    class Meta:
        """One row under a key; read in the order in which terminals take them."""

        primary_key = CompositeKey("dataset", "scope", "key")
        indexes = ((("dataset", "scope", "version", "key"), True),)


class RefVersion(Table):
    """One change of one dataset. A terminal's place is believed only if it names one of these."""

    dataset = TextField()
    scope = TextField()
    version = BigIntegerField(index=True)
    at = TextField()
    changed = BigIntegerField()
    """Rows."""

    class Meta:
        """A dataset has a version once."""

        primary_key = CompositeKey("dataset", "scope", "version")
        indexes = ((("scope", "dataset", "version"), False),)


class Drug(Table):
    """A drug of the national catalogue, for the pages; one that left it stays, with `gone` 1."""

    id = TextField(primary_key=True)
    name = TextField()
    registration = TextField(index=True)
    """Normalised, as the one below."""
    old_registration = TextField(index=True)
    ingredient = TextField()
    """All active ingredients in one text."""
    maker = TextField()
    rx = IntegerField()
    antibiotic = TextField()
    control = TextField()
    atc = TextField()
    searched = TextField()
    """Folded: name, ingredients, both numbers, maker."""
    body = TextField()
    """JSON (`server.reference.drug_record.DrugRecord`)."""
    gone = IntegerField(constraints=[SQL("DEFAULT 0")])


class AnnouncedPrice(Table):
    """An announced wholesale price of one unit, from a day on (PRC-03)."""

    drug = TextField()
    unit = TextField()
    price_vnd = BigIntegerField()
    since = TextField()
    number = TextField()
    """Of the announcement."""

    class Meta:
        """One price from a day on."""

        primary_key = CompositeKey("drug", "since")


class Commune(Table):
    """A xã, phường or đặc khu, as long as it had this name and kind (ADM-01, ADM-02)."""

    code = TextField()
    name = TextField()
    kind = TextField()
    """xa, phuong or dac_khu."""
    since = TextField()
    """First and last day; empty: since 1 July 2025, and still."""
    until = TextField()
    q = IntegerField(null=True)
    """Column and row of its hexagon on the map."""
    r = IntegerField(null=True)

    class Meta:
        """A code may come to mean another place."""

        primary_key = CompositeKey("code", "since")


class Area(Table):
    """An area that the department defines (ADM-03)."""

    code = TextField(primary_key=True)
    name = TextField()


class AreaCommune(Table):
    """Which communes make an area, from a day until a day (both included; empty: open)."""

    area = TextField()
    commune = TextField(index=True)
    since = TextField()
    until = TextField()

    class Meta:
        """One stretch of time."""

        primary_key = CompositeKey("area", "commune", "since")


class Outlet(Table):
    """An outlet of the department's list (SC-01)."""

    code = TextField(primary_key=True)
    name = TextField()
    kind = TextField(index=True)
    commune = TextField(index=True)
    area_now = TextField()
    """The area that its commune is in today."""
    address = TextField()
    old_district = TextField()
    phone = TextField()
    licence = TextField()
    licence_until = TextField(null=True)
    scope = TextField()
    """Names with spaces between."""
    gpp_due = TextField(null=True)
    opens = TextField()
    """Hour and minute."""
    closes = TextField()
    closed_weekdays = TextField()
    """Digits, 0: Monday."""
    in_facility = IntegerField()
    is_active = IntegerField()
    since = TextField(null=True)
    searched = TextField()
    """Folded: code, name, address, old district."""


class Permit(Table):
    """A document by which the department allows an outlet some drugs (SC-03, SC-07)."""

    outlet = TextField()
    number = TextField()
    kind = TextField()
    """extra or restricted."""
    drugs = TextField()
    """Ids with spaces between."""
    until = TextField(null=True)

    class Meta:
        """One document for an outlet."""

        primary_key = CompositeKey("outlet", "kind", "number")


class Staff(Table):
    """Somebody who works in an outlet (GPP-03, GPP-04)."""

    outlet = TextField()
    badge = TextField()
    name = TextField()
    roles = TextField()
    """Names with spaces between."""
    degree = TextField()
    in_charge = IntegerField()
    certificate = TextField()
    trained_on = TextField(null=True)
    """Day of the last refresher course."""

    class Meta:
        """A badge is an outlet's own."""

        primary_key = CompositeKey("outlet", "badge")
