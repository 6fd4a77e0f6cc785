"""A small province: drugs, communes in areas, and shops whose entries ingest has stored."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from server.oversight.follow import follow
from server.reference import directory, places
from server.reference.catalogue import save_drugs
from server.reference.drug_record import DrugRecord, DrugRow
from server.reference.outlets import Outlet as Listed
from server.reference.outlets import OutletKind
from server.reference.places import Area, Commune, Membership
from server.store.database import reading, rows, writing
from server.store.terminals import register
from tests.server.desk import Desk
from tests.server.outlet import Outlet
from wire.chain import entry_hash
from wire.entry import Head, Reference, encode
from wire.kinds import EpochBegun, Override, Return, Void
from wire.sale import Dispensed, Line, Sale

AMOXICILLIN, AZITHROMYCIN, EYE_DROPS, LOSARTAN, PARACETAMOL = (
    "AMOX", "AZIT", "EYES", "LOSA", "PARA",
)  # fmt: skip
MONDAY = date(2026, 11, 16)
"""Of a week that is over."""


def _antibiotic(key: str, name: str, *, strength: str = "500 mg", **facts: Any) -> DrugRecord:
    row = DrugRow(id=key, name=f"{name} {strength}", ingredients=((name, strength),))
    return DrugRecord(row=row, **facts)


DRUGS = (
    _antibiotic(AMOXICILLIN, "Amoxicilin", atc="J01CA04", aware="access", ddd_per_unit=1 / 3),
    _antibiotic(AZITHROMYCIN, "Azithromycin", atc="J01FA10", aware="watch", ddd_per_unit=5 / 3),
    _antibiotic(EYE_DROPS, "Cloramphenicol", strength="0,4 %", atc="S01AA01", aware="access"),
    DrugRecord(row=DrugRow(id=LOSARTAN, name="Losartan 50 mg"), atc="C09CA01"),
    DrugRecord(row=DrugRow(id=PARACETAMOL, name="Paracetamol 500 mg", rx=False), atc="N02BE01"),
)
COMMUNES = (
    Commune(code="99001", name="Xã Tân Trạch", q=0, r=0),
    Commune(code="99002", name="Xã Mỹ Lâm", q=1, r=0),
    Commune(code="99003", name="Phường An Xuyên", kind="phuong", q=0, r=1),
)
AREAS = (Area(code="nam", name="Nam"), Area(code="bac", name="Bắc"))
MEMBERS = (
    Membership(area="nam", commune="99001"),
    Membership(area="nam", commune="99002", until=date(2026, 11, 17)),
    Membership(area="bac", commune="99002", since=date(2026, 11, 18)),
    Membership(area="bac", commune="99003"),
)
"""Commune 99002 went from the south to the north within the week."""


def at(day: date, hour: int = 9) -> datetime:
    """Return a moment of a day in Việt Nam."""
    return datetime.combine(day, time(hour), UTC) - timedelta(hours=7)


def line(drug: str, *, quantity: int = 10, price_vnd: int = 1_000) -> Line:
    return Line(drug=drug, batch="A1", quantity=quantity, unit="viên", price_vnd=price_vnd)


@dataclass(kw_only=True)
class Shop:
    """An outlet with one terminal; what it writes is stored at once."""

    code: str
    outlet: Outlet
    desk: Desk = field(repr=False)
    is_sending: bool = True
    sent: int = 0

    def sell(
        self,
        *drugs: str | Line,
        when: datetime,
        prescription: str | None = None,
        paper: bool = False,
        transfer: bool = False,
        **more: Any,
    ) -> Reference:
        lines = tuple(line(one) if isinstance(one, str) else one for one in drugs)
        if paper:
            more["dispensed"] = Dispensed(origin="paper")
        sale = Sale(
            **self._head(when),
            staff="NV-1",
            lines=lines,
            total_vnd=sum(one.amount_vnd for one in lines),
            paid_by="transfer" if transfer else "cash",
            prescription=prescription,
            **more,
        )
        return self.write(sale)

    def void(self, sale: Reference, *, when: datetime, **more: Any) -> Reference:
        return self.write(
            Void(**self._head(when), staff="NV-1", sale=sale, lines=(), total_vnd=0, **more)
        )

    def give_back(self, sale: Reference, *lines: Line, when: datetime) -> Reference:
        total = sum(one.amount_vnd for one in lines)
        return self.write(
            Return(
                **self._head(when),
                staff="NV-1", sale=sale, lines=lines, total_vnd=total, to_shelf=True,
            )
        )  # fmt: skip

    def override(
        self, sale: Reference, *, when: datetime, staff: str = "NV-2", drug: str = AMOXICILLIN
    ) -> Reference:
        return self.write(
            Override(
                **self._head(when),
                staff=staff, rule="RX-01", reason="Đã xem đơn giấy", allowed_by="QĐ 1",
                sale=sale, drug=drug,
            )
        )  # fmt: skip

    def write(self, entry: Head) -> Reference:
        body = encode(entry)
        self.outlet.bodies.append(body)
        seq = len(self.outlet.bodies)
        if self.is_sending:
            self.send()
        return Reference(epoch=self.outlet.epoch, seq=seq, sha256=entry_hash(body))

    def send(self) -> None:
        """Have everything stored that was not sent yet."""
        fresh = self.outlet.bodies[self.sent :]
        self.sent = len(self.outlet.bodies)
        if fresh:
            self.desk.receive_batch(self.outlet, fresh)

    def begin_epoch(self, *, when: datetime) -> "Shop":
        """Return the same shop with a new epoch of its ledger; nothing of it is sent yet."""
        outlet = Outlet(id=self.outlet.id, key=self.outlet.key, province=self.outlet.province)
        new = Shop(code=self.code, outlet=outlet, desk=self.desk, is_sending=False)
        new.write(
            EpochBegun(
                **new._head(when), because="damaged", previous=self.outlet.epoch,
                previous_through=self.sent,
            )
        )  # fmt: skip
        return new

    def _head(self, when: datetime) -> dict[str, Any]:
        return {
            "terminal": self.outlet.id,
            "epoch": self.outlet.epoch,
            "seq": len(self.outlet.bodies) + 1,
            "prev": self.outlet.head,
            "at": when,
        }


class Town:
    """The province."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.shops: dict[str, Shop] = {}
        with writing():
            save_drugs(DRUGS, at(MONDAY))
            places.save_communes(COMMUNES)
            places.save_areas(AREAS, MEMBERS, MONDAY)

    def shop(
        self,
        code: str,
        *,
        kind: OutletKind = "QT",
        commune: str = "99001",
        name: str = "",
        **more: Any,
    ) -> Shop:
        outlet = Outlet(id=f"Q33-{len(self.shops) + 1:04}")
        with writing():
            register(outlet.registration)
            directory.save_outlets(
                [
                    Listed(
                        code=code,
                        name=name or f"Quầy thuốc {code}",
                        kind=kind,
                        commune=commune,
                        **more,
                    )
                ],
                MONDAY,
            )
            directory.assign(outlet.id, code)
        self.shops[code] = Shop(code=code, outlet=outlet, desk=self.desk)
        return self.shops[code]

    def count(self) -> int:
        return count_all()


def count_all(*, most: int = 5000) -> int:
    """Count until nothing is left."""
    counted = 0
    while found := follow(most=most):
        counted += found
    return counted


def four_shops() -> Town:
    """Four shops: A in the south, B in a commune that changes areas on Wednesday, C and D north.

    A sells Rx drugs in 4 sales, 2 of them without prescription; D has not sold since.
    """
    tuesday, wednesday, sunday, before = (MONDAY + timedelta(days=n) for n in (1, 2, 6, -7))
    town = Town()
    a = town.shop(
        "A", commune="99001", name="Nhà thuốc Minh Tâm", kind="NT", old_district="Huyện Cũ"
    )
    b = town.shop("B", commune="99002")
    c = town.shop("C", commune="99003")
    d = town.shop("D", commune="99003", since=before)
    a.sell(AMOXICILLIN, when=at(MONDAY))
    a.sell(AMOXICILLIN, AZITHROMYCIN, when=at(MONDAY), prescription="01234ab12cd3-c", transfer=True)
    a.sell(LOSARTAN, when=at(tuesday), paper=True)
    excused = a.sell(LOSARTAN, when=at(tuesday))
    a.override(excused, when=at(tuesday), drug=LOSARTAN)
    a.override(excused, when=at(tuesday, 10), staff="NV-3", drug="")
    undone = a.sell(AMOXICILLIN, when=at(tuesday))
    a.void(undone, when=at(wednesday))
    b.sell(line(AMOXICILLIN, quantity=21), when=at(tuesday), prescription="01234ab12cd3-c")
    b.sell(PARACETAMOL, when=at(wednesday), transfer=True)
    kept = c.sell(AMOXICILLIN, when=at(wednesday))
    c.give_back(kept, line(AMOXICILLIN, quantity=10), when=at(wednesday))
    c.sell(EYE_DROPS, when=at(sunday))
    d.sell(PARACETAMOL, when=at(before))
    town.count()
    return town


def figures(*names: str) -> list[tuple[Any, ...]]:
    """Count, and return figures of all outlets' days with day and outlet before them."""
    count_all()
    with reading():
        return rows(f"SELECT day, outlet, {', '.join(names)} FROM dayfigure ORDER BY 1, 2")  # noqa: S608
