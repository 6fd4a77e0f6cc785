"""Two areas with three outlets, one of them with two terminals, and goods that move between."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from server.query.filters import Filters
from server.reference import directory, places
from server.reference.catalogue import save_drugs
from server.reference.drug_record import DrugRecord, DrugRow, UnitRow
from server.reference.outlets import Outlet
from server.reference.places import Area, Commune, Membership
from server.store.database import run, to_text, writing
from tests.server.oversight.shelves import Shop, counted

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 3, 30, tzinfo=UTC)
"""10:30 in Việt Nam, a Monday."""
GTIN = "08938501000118"
_PLACES = {"N1": "99001", "N2": "99001", "S1": "99002"}


def period(**narrowed: Any) -> Filters:
    return Filters(**{"since": date(2026, 11, 1), "until": TODAY} | narrowed)


def catalogue(*drugs: DrugRow) -> None:
    usual = (
        DrugRow(
            id="D1", name="Cefixim 200 mg", units=(UnitRow(name="hộp", size=10, gtin=GTIN[1:]),)
        ),
        DrugRow(id="GN-2", name="Morphin 10 mg", control="GN", registration="893111000124"),
        DrugRow(id="DMC-3", name="Colchicin 1 mg", control="DMC"),
    )
    with writing():
        save_drugs([DrugRecord(row=row) for row in (*usual, *drugs)], NOW)


class District:
    """Shops by terminal; "T2" stands beside "T1" in the outlet N1."""

    def __init__(self) -> None:
        catalogue()
        with writing():
            places.save_communes(
                [Commune(code="99001", name="Xã An"), Commune(code="99002", name="Xã Bình")]
            )
            places.save_areas(
                [Area(code="north", name="Bắc"), Area(code="south", name="Nam")],
                [
                    Membership(area="north", commune="99001"),
                    Membership(area="south", commune="99002"),
                ],
                TODAY,
            )
            directory.save_outlets(
                [
                    Outlet(code=code, name=f"Quầy thuốc {code}", kind="QT", commune=commune)
                    for code, commune in _PLACES.items()
                ],
                TODAY,
            )
        self.t1, self.t2 = self.shop("T1", "N1"), self.shop("T2", "N1")
        self.n2, self.s1 = self.shop("T3", "N2"), self.shop("T4", "S1")

    def shop(self, terminal: str, outlet: str) -> Shop:
        with writing():
            run(
                "INSERT INTO terminal (id, province, outlet, commune, signing_key, status,"
                " enrolled_at, outlet_code) VALUES (?, '99', ?, '', '', 'active', ?, ?)",
                (terminal, outlet, to_text(NOW - timedelta(days=30)), outlet),
            )
        return Shop(terminal)

    def store(self) -> None:
        """Store what all have written, and count it."""
        for shop in (self.t1, self.t2, self.n2, self.s1):
            if shop.bodies:
                shop.store()
        counted()

    def heard(self, terminal: str, at: datetime) -> None:
        with writing():
            run("UPDATE terminal SET last_contact_at = ? WHERE id = ?", (to_text(at), terminal))
