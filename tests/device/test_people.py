"""The outlet and its people, from the settings file to the counter."""

from datetime import date
from pathlib import Path

import msgspec
import pytest

from codes import Badge
from device.counter.drug import Control
from device.counter.shop import Account, Degree, OutletKind, Permit, Person, Role, Shop
from device.people import PersonSettings, check_people, person_of
from device.pin_hash import hash_pin
from device.shop_settings import ShopSettings, shop_of
from settings import SettingsError, load

HASH = hash_pin("1234")


class Written(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A settings file that has nothing else."""

    people: tuple[PersonSettings, ...] = ()
    shop: ShopSettings = ShopSettings()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "terminal.toml"


def read(file: Path, text: str) -> Written:
    file.write_text(text, encoding="utf-8")
    return load(file, Written)


FULL = f"""
[[people]]
badge = "DS01"
name = "DS. Mai"
roles = ["staff", "pharmacist"]
degree = "dai_hoc"
in_charge = true
certificate = "123/CCHN-D-SYT-DN"
pin = "{HASH}"
pin_digits = 6

[[people]]
badge = "NV01"
name = "Cô Lan"

[shop]
kind = "QT"
scope = ["PH_TC"]
in_facility = true
sign_in = "badge"
shows_expected_cash = false
has_shifts = false
licence_until = 2028-06-30

[[shop.extra_drugs]]
number = "12/SYT-QLD"
drugs = ["A", "B"]
until = 2027-01-31

[[shop.restricted]]
number = "13/SYT-QLD"
drugs = ["C"]

[shop.account]
bank = "970415"
bank_name = "VietinBank"
number = "113366668888"
holder = "QUAY THUOC TAM AN"
"""


def test_everything_in_the_file_reaches_the_counter(file: Path) -> None:
    written = read(file, FULL)
    found = shop_of(written.shop, name="Quầy thuốc Tâm An", people=written.people)
    assert found == Shop(
        kind=OutletKind.DRUG_COUNTER,
        name="Quầy thuốc Tâm An",
        licence_until=date(2028, 6, 30),
        scope=frozenset({Control.NONE, Control.PRECURSOR_COMBINATION}),
        extra_drugs=(Permit(number="12/SYT-QLD", drugs=frozenset("AB"), until=date(2027, 1, 31)),),
        restricted=(Permit(number="13/SYT-QLD", drugs=frozenset("C")),),
        in_facility=True,
        account=Account(
            bank="970415",
            bank_name="VietinBank",
            number="113366668888",
            holder="QUAY THUOC TAM AN",
        ),
        people=(
            Person(
                badge="DS01",
                name="DS. Mai",
                roles=frozenset({Role.STAFF, Role.PHARMACIST}),
                degree=Degree.UNIVERSITY,
                in_charge=True,
                certificate="123/CCHN-D-SYT-DN",
                has_pin=True,
                pin_digits=6,
            ),
            Person(badge="NV01", name="Cô Lan"),
        ),
        sign_in="badge",
        shows_expected_cash=False,
        has_shifts=False,
    )


def test_an_outlet_that_says_nothing_is_the_usual_one(file: Path) -> None:
    written = read(file, "")
    assert shop_of(written.shop, name="", people=written.people) == Shop()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[[people]]\nbadge = "nv01"\nname = "Lan"', "people"),
        ('[[people]]\nbadge = "NV01"\nname = ""', "people"),
        ('[[people]]\nbadge = "NV01"\nname = "Lan"\nroles = []', "people"),
        ('[[people]]\nbadge = "NV01"\nname = "Lan"\nroles = ["boss"]', "people"),
        ('[[people]]\nbadge = "NV01"\nname = "Lan"\npin_digits = 3', "people"),
        ('[[people]]\nbadge = "NV01"\nname = "Lan"\nboss = true', "people"),
        ('[shop]\nkind = "XX"', "shop.kind"),
        ('[shop]\nscope = ["GN", "XX"]', "shop.scope"),
        ('[shop]\nsign_in = "never"', "shop.sign_in"),
        (
            '[shop.account]\nbank = "97"\nbank_name = "B"\nnumber = "1"\nholder = "A"',
            "shop.account",
        ),
        (
            '[shop.account]\nbank = "970415"\nbank_name = "B"\nnumber = "1"\nholder = "Bà A"',
            "shop.account",
        ),
        ('[[shop.restricted]]\nnumber = "1"\ndrugs = []', "shop.restricted"),
    ],
)
def test_what_cannot_be_is_refused_by_its_key(file: Path, text: str, key: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(file, text)
    assert caught.value.key.startswith(key)


@pytest.mark.parametrize("badge", ["A", "NV01", "N-1", "N" * 24])
def test_a_badge_that_is_allowed_can_be_printed(badge: str) -> None:
    person = msgspec.convert({"badge": badge, "name": "Lan"}, PersonSettings)
    assert Badge(person.badge).text


def test_a_pin_that_stands_where_its_hash_belongs_is_refused_and_not_shown() -> None:
    person = PersonSettings(badge="NV01", name="Cô Lan", pin="1234")
    with pytest.raises(ValueError, match="NV01") as caught:
        check_people([person], pins_needed=False)
    assert "1234" not in str(caught.value)
    assert "1234" not in repr(person)


def test_a_badge_belongs_to_one_person() -> None:
    twice = [PersonSettings(badge="NV01", name=name) for name in ("Lan", "Mai")]
    with pytest.raises(ValueError, match="NV01"):
        check_people(twice, pins_needed=False)


@pytest.mark.parametrize(
    ("sign_in", "needed"),
    [("badge", False), ("badge-or-pin", False), ("pin", True), ("badge-and-pin", True)],
)
def test_where_a_pin_is_wanted_everybody_has_one(sign_in: str, *, needed: bool) -> None:
    shop = msgspec.convert({"sign_in": sign_in}, ShopSettings)
    assert shop.needs_pins == needed
    people = [PersonSettings(badge="NV01", name="Lan")]
    if needed:
        with pytest.raises(ValueError, match="NV01"):
            check_people(people, pins_needed=shop.needs_pins)
    else:
        check_people(people, pins_needed=shop.needs_pins)
    with_pin = [PersonSettings(badge="NV01", name="Lan", pin=HASH)]
    check_people(with_pin, pins_needed=shop.needs_pins)


def test_no_repr_shows_a_name_a_hash_or_an_account(file: Path) -> None:
    written = read(file, FULL)
    shown = f"{written!r} {person_of(written.people[0])!r}"
    for secret in ("Mai", "Lan", HASH, "113366668888", "QUAY THUOC", "CCHN"):
        assert secret not in shown
