"""The department's lists: outlets, people, permits, prices, places; and what goes down of them."""

from datetime import date, time
from pathlib import Path

import msgspec
import pytest

from device.people import PersonSettings
from device.shop_settings import ShopSettings
from server.reference import directory, exporting, places, prices, versions
from server.reference.file_error import FileError
from server.reference.importing import KINDS, import_file
from server.reference.outlets import Outlet
from server.reference.provinces import province, provinces
from server.reference.staff import staff
from server.store.database import reading, rows, writing
from server.store.terminals import register
from tests.server.outlet import NOW
from tests.server.outlet import Outlet as Sender

TODAY = date(2026, 11, 23)
OUTLETS = (
    "code,name,kind,commune,address,old_district,licence,licence_until,scope,opens,"
    "closed_weekdays,in_facility\n"
    "SG-0001,Quầy thuốc Đức Ánh,QT,99001,Thôn 1,Huyện Cũ,01/ĐĐKKDD,31/12/2027,,06:30,7 CN,0\n"
    "SG-0002,Nhà thuốc Mẫu,NT,99002,,,,,GN PH_GN,,,1\n"
)
STAFF = """outlet,badge,name,roles,degree,in_charge,certificate
SG-0001,NV01,Cô Lan,staff pharmacist,dai_hoc,1,01/CCHN
SG-0001,NV02,Chú Tám,,trung_cap,0,
SG-0002,NV01,Chị Mẫu,staff,cao_dang,0,
"""
PERMITS = "outlet,number,kind,drugs,until\nSG-0001,12/SYT,extra,D1 D2,2027-06-30\n"
PRICES = """drug,unit,price_vnd,since,number
D1,hộp,110000,2026-01-01,1/CBG
D1,hộp,120000,2026-12-01,2/CBG
D2,viên,500,2025-01-01,3/CBG
"""
COMMUNES = """code,name,kind,since,until,q,r
99001,Xã Một,xa,,,0,0
99002,Phường Hai,phuong,2026-04-30,,1,-1
99002,Xã Hai,xa,,2026-04-29,1,-1
99003,Đặc khu Ba,dac_khu,,,,
"""
AREAS = """area,name,commune,since,until
TAY,Tây,99001,,2026-06-30
DONG,Đông,99001,2026-07-01,
DONG,Đông,99002,,
"""
FILES = {
    "outlets": OUTLETS, "staff": STAFF, "permits": PERMITS, "prices": PRICES,
    "communes": COMMUNES, "areas": AREAS,
}  # fmt: skip
pytestmark = pytest.mark.usefixtures("store")


def take(folder: Path, kind: str, text: str | None = None) -> Path:
    file = folder / f"{kind}.csv"
    file.write_text(text or FILES[kind], encoding="utf-8")
    import_file(kind, file, NOW)
    return file


def sent(dataset: str, code: str = "") -> dict[str, bytes]:
    with reading():
        return versions.bodies(dataset, code)


def test_outlets_come_back_as_they_were_written(tmp_path: Path) -> None:
    take(tmp_path, "outlets")
    with reading():
        found = directory.outlets()
    assert found["SG-0001"] == Outlet(
        code="SG-0001", name="Quầy thuốc Đức Ánh", kind="QT", commune="99001", address="Thôn 1",
        old_district="Huyện Cũ", licence="01/ĐĐKKDD", licence_until=date(2027, 12, 31),
        opens=time(6, 30), closed_weekdays=(5, 6),
    )  # fmt: skip
    assert found["SG-0002"].in_facility


def test_an_outlet_that_leaves_the_list_stays_with_what_it_sold(tmp_path: Path) -> None:
    take(tmp_path, "outlets")
    take(tmp_path, "outlets", "\n".join(OUTLETS.splitlines()[:2]))
    with reading():
        found = directory.outlets()
    assert {code: one.is_active for code, one in found.items()} == {
        "SG-0001": True, "SG-0002": False,
    }  # fmt: skip


@pytest.mark.parametrize("asked", ["DUC anh", "huyen cu", "sg-0001", "Thôn", "ức"])
def test_an_outlet_is_found_by_its_old_district_too(tmp_path: Path, asked: str) -> None:
    take(tmp_path, "outlets")
    with reading():
        assert "SG-0001" in directory.search(asked)
        assert directory.search("%") == directory.search("nowhere") == []


def test_a_terminal_has_its_outlet_from_the_registration_and_keeps_it(tmp_path: Path) -> None:
    take(tmp_path, "outlets")
    sender = Sender()
    in_a_list = msgspec.structs.replace(sender.registration, outlet_code="SG-0001")
    with writing():
        register(in_a_list)
        register(sender.registration)  # another file for the same, which says nothing of it
    with reading():
        assert directory.outlet_of_terminal() == {sender.id: "SG-0001"}
        assert directory.outlets()["SG-0001"].terminals == (sender.id,)
        assert directory.terminals_of(["SG-0001", "SG-0002"]) == [sender.id]


def test_a_terminal_in_no_list_stands_for_itself() -> None:
    sender = Sender()
    with writing():
        register(sender.registration)
    with reading():
        assert directory.outlets()[sender.id].terminals == (sender.id,)
        assert directory.code_of(sender.id) == sender.id
        assert directory.terminals_of([sender.id]) == [sender.id]


def test_terminals_read_what_is_sent_of_their_shop(tmp_path: Path) -> None:
    take(tmp_path, "outlets")
    take(tmp_path, "permits")
    body = msgspec.json.decode(sent("shop", "SG-0001")["shop"])
    known = {field.name for field in msgspec.structs.fields(ShopSettings)}
    shop = msgspec.convert({k: v for k, v in body.items() if k in known}, ShopSettings)
    assert (shop.kind, shop.scope, shop.licence_until) == ("QT", None, date(2027, 12, 31))
    assert shop.extra_drugs[0].drugs == ("D1", "D2")
    other = msgspec.json.decode(sent("shop", "SG-0002")["shop"])
    assert (other["scope"], other["in_facility"]) == (["GN", "PH_GN"], True)


def test_terminals_read_what_is_sent_of_their_people_and_no_one_else_s(tmp_path: Path) -> None:
    take(tmp_path, "staff")
    people = sent("people", "SG-0001")
    found = {key: msgspec.json.decode(body, type=PersonSettings) for key, body in people.items()}
    assert (found["NV01"].degree, found["NV01"].in_charge) == ("dai_hoc", True)
    assert found["NV02"].roles == ("staff",)
    assert list(sent("people", "SG-0002")) == ["NV01"]
    take(tmp_path, "staff", "\n".join(STAFF.splitlines()[:2]))
    assert (list(sent("people", "SG-0001")), sent("people", "SG-0002")) == (["NV01"], {})


def test_nobody_s_name_is_in_a_repr(tmp_path: Path) -> None:
    take(tmp_path, "staff")
    with reading():
        assert "Lan" not in repr(staff("SG-0001"))


def test_a_price_holds_from_its_day_on(tmp_path: Path) -> None:
    take(tmp_path, "prices")
    with reading():
        now, later = prices.announced(TODAY), prices.announced(date(2026, 12, 1))
    assert (now["D1"].price_vnd, later["D1"].price_vnd) == (110_000, 120_000)
    assert msgspec.json.decode(sent("prices")["D1|hộp"])["price_vnd"] == 110_000
    with writing():
        assert prices.send_prices(NOW, TODAY).changed == 0
        assert prices.send_prices(NOW, date(2026, 12, 1)).changed == 1


def test_places_are_as_they_were_on_the_day(tmp_path: Path) -> None:
    for kind in ("communes", "outlets", "areas"):
        take(tmp_path, kind)
    with reading():
        assert places.area_of(date(2026, 6, 30))["99001"] == "TAY"
        assert places.area_of(date(2026, 7, 1)) == {"99001": "DONG", "99002": "DONG"}
        assert places.communes(date(2026, 4, 29))["99002"].name == "Xã Hai"
        assert places.communes(TODAY)["99002"].name == places.communes()["99002"].name
        assert places.communes(TODAY)["99002"].name == "Phường Hai"
        assert rows("SELECT code, area_now FROM outlet ORDER BY code") == [
            ("SG-0001", "DONG"), ("SG-0002", "DONG"),
        ]  # fmt: skip


def test_seven_codes_named_another_province_before() -> None:
    reused = {
        code: (province(code, date(2025, 6, 30)), province(code, date(2025, 7, 1)))
        for code in ("15", "24", "44", "52", "80", "82", "91")
    }
    names = {code: (a.name, b.name) for code, (a, b) in reused.items() if a and b}
    assert names["15"] == ("Yên Bái", "Lào Cai")
    assert names["91"] == ("Kiên Giang", "An Giang")
    assert all(before != after for before, after in names.values())
    assert len(names) == 7
    today = [one for one in provinces() if one.since <= TODAY <= one.until]
    before = [one for one in provinces() if one.until < date(2025, 7, 1)]
    assert (len(today), len(before)) == (34, 63)
    assert sum(one.kind == "thành phố" for one in today) == 7
    dong_nai = province("75", date(2026, 4, 29))
    assert dong_nai is not None
    assert dong_nai.kind == "tỉnh"


@pytest.mark.parametrize("kind", list(exporting.KINDS))
def test_what_is_exported_can_be_imported_and_changes_nothing(tmp_path: Path, kind: str) -> None:
    for one in FILES:
        take(tmp_path, one)
    if kind == "catalogue":
        import_file("catalogue", Path("demo/data/drugs.csv"), NOW)
    with reading():
        text, before = exporting.export(kind), versions.latest()
    take(tmp_path, kind, text)
    with reading():
        assert (exporting.export(kind), versions.latest()) == (text, before)


@pytest.mark.parametrize(
    ("kind", "line", "column"),
    [
        ("outlets", "SG-0003,X,XX,99001", "kind"),
        ("outlets", ",X,QT,99001", "code"),
        ("outlets", "SG-0001,X,QT,99001", "code"),
        ("outlets", "SG-0003,X,QT,99001,,,,32/12/2026", "licence_until"),
        ("outlets", "SG-0003,X,QT,99001,,,,,,25:00", "opens"),
        ("outlets", "SG-0003,X,QT,99001,,,,,,,8", "closed_weekdays"),
        ("staff", "SG-0001,NV01,X,,dai_hoc,0", "badge"),
        ("staff", "SG-0001,NV03,X,boss,dai_hoc,0", "roles"),
        ("staff", "SG-0001,NV03,X,,tiến sĩ,0", "degree"),
        ("permits", "SG-0001,13/SYT,other,D1", "kind"),
        ("prices", "D3,viên,0,2026-01-01", "price_vnd"),
        ("prices", "D3,viên,1.5,2026-01-01", "price_vnd"),
        ("prices", "D3,viên,5,", "since"),
        ("communes", "9900,Xã,xa", "code"),
        ("communes", "99009,Xã,huyen", "kind"),
        ("communes", "99009,Xã,xa,,,1,", "r"),
        ("areas", "TAY,Tây,99002,2026-01-01,", "commune"),
        ("areas", "TAY,Khác,99003,,", "name"),
    ],
)
def test_a_broken_list_names_the_place_and_changes_nothing(
    tmp_path: Path, kind: str, line: str, column: str
) -> None:
    take(tmp_path, kind)
    tables = ("outlet", "staff", "permit", "announcedprice", "commune", "areacommune", "refrow")
    before = [rows(f"SELECT * FROM {table}") for table in tables]  # noqa: S608 - fixed names
    width = FILES[kind].splitlines()[0].count(",")
    full = line + "," * (width - line.count(","))
    if kind == "outlets":
        full = full[: full.rindex(",")] + ",0"
    with pytest.raises(FileError) as error:
        take(tmp_path, kind, f"{FILES[kind]}{full}\n")
    assert (error.value.line, error.value.column) == (len(FILES[kind].splitlines()) + 1, column)
    assert [rows(f"SELECT * FROM {table}") for table in tables] == before  # noqa: S608


def test_every_kind_says_what_a_file_lacks(tmp_path: Path) -> None:
    for kind in KINDS:
        with pytest.raises(FileError):
            import_file(kind, tmp_path / "nowhere.csv", NOW)
        (tmp_path / "file.csv").write_text("x\n", encoding="utf-8")
        with pytest.raises(FileError):
            import_file(kind, tmp_path / "file.csv", NOW)
