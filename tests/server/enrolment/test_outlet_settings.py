"""What a terminal is told of its outlet is what its own program reads."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from device.settings import TerminalSettings, load_settings
from server.enrolment.outlet_settings import settings_text
from server.reference.directory import save_outlets
from server.reference.outlets import Outlet
from server.reference.permits import Permit, save_permits
from server.reference.staff import Worker, save_staff
from server.store.database import reading, writing
from settings.toml import write_toml
from tests.server.enrolment.newcomer import NOW, particulars
from tests.server.enrolment.office import MEETING
from wire.enrolment_batch import Particulars

pytestmark = pytest.mark.usefixtures("store")
IMAGE = {
    "ledger": "/var/lib/quay/ledger.sqlite",
    "run": "/run/quay",
    "broker": {"ca": "ca.pem", "certificate": "crt.pem", "key": "key.pem"},
    "keys": {"signing": "s.pem", "server": "p.pem", "book": "b.pem"},
    "hardware": {"kind": "fake"},
}
LISTED = Outlet(
    code="NT-0101",
    name="Nhà thuốc Bình An Mới",
    kind="QT",
    commune="99001",
    address="Ngõ 7 " + "dài " * 60,
    phone="0900000000",
    licence="33-101A/ĐKKDD",
    licence_until=date(2028, 5, 1),
    scope=("GN", "HT"),
    in_facility=True,
)


def told(said: Particulars) -> str:
    with reading():
        return settings_text(said, MEETING)


def loaded(text: str, folder: Path) -> TerminalSettings:
    """Join the office's part with an image's, and read it as a terminal does."""
    found = tomllib.loads(text)
    whole = {**IMAGE, **found, "broker": {**IMAGE["broker"], **found["broker"]}}  # type: ignore[dict-item]
    file = folder / "device.toml"
    file.write_text(write_toml(whole), encoding="utf-8")
    return load_settings(file)


def test_an_outlet_in_no_list_is_as_the_sheet_has_it(tmp_path: Path) -> None:
    found = loaded(told(particulars()), tmp_path)
    assert (found.terminal, found.label, found.province) == ("Q33-0101", "máy 01", "33")
    assert found.outlet.name == "Nhà thuốc Mẫu “Bình An”"
    assert (found.outlet.address, found.outlet.licence) == ("12 Đường Mẫu", "33-101/ĐKKDD")
    assert (found.shop.kind, found.shop.scope) == ("NT", None)
    assert (found.broker.host, found.broker.port) == ("tinh33.example", 8883)
    assert found.link.snapshots == "https://tinh33.example:8443/v1/reference"
    assert found.staff.badge == "4071"
    assert [(one.badge, one.roles, one.in_charge) for one in found.people] == [
        ("4071", ("pharmacist",), True),
        ("4072", ("staff",), False),
    ]


def test_what_the_departments_lists_say_is_newer_than_the_sheet(tmp_path: Path) -> None:
    with writing():
        save_outlets([LISTED], date(2026, 11, 23))
        save_permits(
            [
                Permit("NT-0101", "12/QĐ", "extra", ("D1", "D2"), date(2027, 1, 31)),
                Permit("NT-0101", "13/QĐ", "restricted", ("D3",)),
                Permit("NT-0999", "14/QĐ", "extra", ("D4",)),
            ]
        )
        save_staff(
            [
                Worker(outlet="NT-0101", badge="5001", name="Em Mẫu"),
                Worker(
                    outlet="NT-0101", badge="5002", name="Cô Mẫu", roles=("pharmacist", "owner"),
                    degree="dai_hoc", in_charge=True, certificate="123/CCHN",
                ),
                Worker(outlet="NT-0999", badge="5003", name="Người Khác"),
            ],
            NOW,
        )  # fmt: skip
    found = loaded(told(particulars()), tmp_path)
    assert (found.outlet.name, found.outlet.phone) == ("Nhà thuốc Bình An Mới", "0900000000")
    assert len(found.outlet.address) == 120
    assert (found.shop.kind, found.shop.scope) == ("QT", ("GN", "HT"))
    assert (found.shop.licence_until, found.shop.in_facility) == (date(2028, 5, 1), True)
    assert [(one.number, one.drugs, one.until) for one in found.shop.extra_drugs] == [
        ("12/QĐ", ("D1", "D2"), date(2027, 1, 31))
    ]
    assert [one.number for one in found.shop.restricted] == ["13/QĐ"]
    assert [one.badge for one in found.people] == ["5002", "5001"]
    assert (found.people[0].degree, found.people[0].certificate) == ("dai_hoc", "123/CCHN")
    assert found.staff.badge == "5002"


def test_what_a_list_leaves_empty_is_as_the_sheet_has_it(tmp_path: Path) -> None:
    bare = Outlet(code="NT-0101", name="Nhà thuốc Trần", kind="NT", commune="")
    with writing():
        save_outlets([bare], date(2026, 11, 23))
    found = loaded(told(particulars(phone="0911")), tmp_path)
    assert (found.outlet.name, found.outlet.phone) == ("Nhà thuốc Trần", "0911")
    assert (found.outlet.address, found.outlet.licence) == ("12 Đường Mẫu", "33-101/ĐKKDD")


def test_an_outlet_that_may_sell_no_controlled_drug_is_told_so(tmp_path: Path) -> None:
    with writing():
        save_outlets(
            [Outlet(code="NT-0101", name="Q", kind="QT", commune="", scope=("none",))],
            date(2026, 11, 23),
        )
    assert loaded(told(particulars()), tmp_path).shop.scope == ()


def test_names_that_look_like_toml_stay_names(tmp_path: Path) -> None:
    odd = 'Nhà thuốc "A"]\n[keys]\nsigning = "x"\\'
    found = loaded(told(particulars(outlet=odd)), tmp_path)
    assert found.outlet.name == odd
    assert found.keys.signing.name == "s.pem"
