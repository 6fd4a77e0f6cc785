"""The province's word over the settings: what it says wins, what cannot be read costs nothing."""

import logging
from datetime import date
from pathlib import Path

import msgspec
import pytest
from msgspec import Raw

from device.counter.drug import Control
from device.counter.parameters import CURRENT, DayCount
from device.counter.shop import Account, Degree, OutletKind, Person, Role, Shop
from device.in_force import InForce
from device.reference.outlet import outlet_in_force
from device.reference.parameters import parameters_in_force
from device.reference.word import WORD, InUse, Word, read_word, write_word
from tests.device.reference.pages import AT

TODAY = date(2026, 11, 23)
LAN = Person(badge="NV-07", name="Cô Lan", has_pin=True, pin_digits=6, degree=Degree.COLLEGE)
MAI = Person(badge="NV-08", name="Chị Mai")
SHOP = Shop(
    name="Quầy thuốc Mẫu", people=(LAN, MAI), has_shifts=False,
    account=Account(bank="970415", bank_name="Mẫu", number="1", holder="MAU"),
)  # fmt: skip


def raw(body: object) -> Raw:
    return Raw(msgspec.json.encode(body))


def parameter(name: str, value: object, since: str = "2026-11-01") -> Raw:
    return raw({"name": name, "since": since, "value": value})


def test_a_parameter_holds_from_its_day_on() -> None:
    word = Word(parameters=(
        parameter("rx_valid_days", 7), parameter("rx_valid_days", 3, "2026-12-01"),
        parameter("rx_day_count", "inclusive"), parameter("max_days.ordinary", 45),
    ))  # fmt: skip
    before = parameters_in_force(word, CURRENT, date(2026, 10, 31))
    assert before.parameters == CURRENT
    now = parameters_in_force(word, CURRENT, TODAY).parameters
    assert (now.rx_valid_days, now.rx_day_count) == (7, DayCount.INCLUSIVE)
    assert now.max_days.ordinary == 45
    assert now.max_days.narcotic_acute == CURRENT.max_days.narcotic_acute
    assert now.version == date(2026, 11, 1)
    assert parameters_in_force(word, CURRENT, date(2026, 12, 1)).parameters.rx_valid_days == 3


def test_a_parameter_that_cannot_be_read_stays_as_it_was(caplog: pytest.LogCaptureFixture) -> None:
    word = Word(parameters=(
        parameter("rx_valid_days", 7), parameter("of_next_year", 1), raw({"name": "x"}),
        parameter("child_months", "many"), parameter("version", "2026-11-01"),
    ))  # fmt: skip
    with caplog.at_level(logging.WARNING):
        found = parameters_in_force(word, CURRENT, TODAY)
    assert found.parameters.rx_valid_days == 7
    assert found.parameters.child_months == CURRENT.child_months
    assert found.skipped == 4
    assert len(caplog.records) == 4


def test_the_province_decides_what_may_be_sold_and_by_whom() -> None:
    word = Word(
        shop=(raw({
            "kind": "QT", "scope": ["GN"], "licence_until": "2027-01-31", "code": "SG-1",
            "extra_drugs": [{"number": "12/SYT", "drugs": ["VD-1"]}], "in_facility": True,
        }),),
        people=(
            raw({"badge": "NV-07", "name": "Trần Thị Lan", "roles": ["staff", "pharmacist"],
                 "degree": "dai_hoc", "in_charge": True}),
            raw({"badge": "NV-09", "name": "Anh Ba"}),
        ),
    )  # fmt: skip
    shop, skipped = outlet_in_force(word, SHOP)
    assert skipped == 0
    assert shop.kind is OutletKind.DRUG_COUNTER
    assert shop.scope == {Control.NONE, Control.NARCOTIC}
    assert (shop.licence_until, shop.in_facility) == (date(2027, 1, 31), True)
    assert shop.extra_drugs[0].drugs == {"VD-1"}
    lan = shop.person("NV-07")
    assert lan is not None
    assert (lan.name, lan.degree, lan.in_charge) == ("Trần Thị Lan", Degree.UNIVERSITY, True)
    assert lan.roles == {Role.STAFF, Role.PHARMACIST}
    assert (lan.has_pin, lan.pin_digits) == (True, 6), "PINs are the terminal's own"
    assert shop.person("NV-08") == MAI, "whom it does not name the settings still know"
    assert shop.person("NV-09") is not None
    assert (shop.account, shop.has_shifts) == (SHOP.account, False)


def test_whoever_has_no_role_left_may_not_sign_in() -> None:
    word = Word(people=(raw({"badge": "NV-07", "name": "Cô Lan", "roles": []}),))
    assert outlet_in_force(word, SHOP).shop.people == (MAI,)


def test_a_row_that_cannot_be_read_costs_no_other_and_names_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    word = Word(
        shop=(raw({"kind": "siêu thị"}),),
        people=(raw({"badge": "không", "name": "Bí Mật"}), raw({"badge": "NV-08", "name": "Mai"})),
    )
    with caplog.at_level(logging.WARNING):
        shop, skipped = outlet_in_force(word, SHOP)
    assert skipped == 2
    assert shop.kind is SHOP.kind
    assert [person.name for person in shop.people] == ["Cô Lan", "Mai"]
    assert "Bí Mật" not in caplog.text


def test_without_a_word_everything_is_as_the_settings_say(tmp_path: Path) -> None:
    found = InForce(tmp_path, shop=SHOP, parameters=CURRENT).look(TODAY)
    assert found is not None
    assert (found.shop, found.parameters, found.skipped) == (SHOP, CURRENT, 0)


def test_a_new_word_is_noticed_and_an_old_one_is_not_read_again(tmp_path: Path) -> None:
    looks = InForce(tmp_path, shop=SHOP, parameters=CURRENT)
    looks.look(TODAY)
    assert looks.look(TODAY) is None
    write_word(tmp_path, Word(parameters=(parameter("rx_valid_days", 9, "2026-11-24"),)))
    found = looks.look(TODAY)
    assert found is not None
    assert found.parameters == CURRENT
    tomorrow = looks.look(date(2026, 11, 24))
    assert tomorrow is not None
    assert tomorrow.parameters.rx_valid_days == 9


def test_a_word_that_wear_has_changed_is_none(tmp_path: Path) -> None:
    word = Word(
        versions={"shop": InUse(version=3, at=AT)}, shop=(raw({"kind": "QT", "name": "Mẫu"}),)
    )
    write_word(tmp_path, word)
    assert read_word(tmp_path) == word
    file = tmp_path / WORD
    file.write_bytes(file.read_bytes().replace(b"QT", b"NT"))
    assert read_word(tmp_path) is None
    file.write_bytes(b"{")
    assert read_word(tmp_path) is None
