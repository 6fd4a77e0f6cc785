"""What the installation writes fits what the programs, the units and the keys say."""

import os
import pwd
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from provisioning.certificate import root_certificate
from provisioning.errors import RefusedError
from provisioning.installing.database import ACCOUNTS, URL
from provisioning.installing.keys import SIGNER, Keys, OtherAuthorityError
from provisioning.installing.machine import Machine
from provisioning.installing.mosquitto import broker_files
from provisioning.installing.office import OfficeAwayError, Papers
from provisioning.installing.release import Release
from provisioning.installing.settings_file import settings_text
from provisioning.installing.units import SERVICES, TIMERS
from provisioning.installing.wish import Wish
from provisioning.revoked import put_on_list, revoked_terminals, take_off_list
from server.self_test import machine as looked_at
from server.self_test.certificates import certificates_of, keys_of
from server.settings import load_settings
from tests.systemd.unit import FOLDER, ONCE, SERVER, Unit


def wish(office: Path, **more: str) -> Wish:
    said = {"province": "33", "name": "quay.example.vn", "password": "open it", **more}
    return Wish(office=office, release=office / "release", **said)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    machine = Machine()
    if not machine.says("age-keygen"):
        pytest.skip("age is not installed")
    step = Papers(machine, wish(folder))
    assert not step.check()
    step.apply()
    assert step.check()
    return folder


@pytest.fixture
def served(tmp_path: Path, office: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Return a machine that has its keys from the office."""
    monkeypatch.setattr("provisioning.installing.keys.settle", lambda _machine: None)
    monkeypatch.setattr(Keys, "_give", lambda *_given: None)
    machine = Machine(tmp_path / "machine")
    Keys(machine, wish(office)).apply()
    return machine


def kept(folder: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_the_programs_can_read_the_settings(tmp_path: Path) -> None:
    file = tmp_path / "server.toml"
    asked = wish(tmp_path, department='Sở Y tế "Mẫu" \\ số 1')
    file.write_text(settings_text(asked), encoding="utf-8")
    settings = load_settings(file)
    assert settings.database == URL
    assert settings.web.name == asked.department
    assert settings.enrol is not None
    assert settings.enrol.name == asked.name
    assert settings.door is None


def test_the_vendors_door_opens_when_its_lines_are_let_in(tmp_path: Path) -> None:
    file = tmp_path / "server.toml"
    text = settings_text(wish(tmp_path))
    begin = text.index("# [door]")
    file.write_text(text[:begin] + text[begin:].replace("# ", ""), encoding="utf-8")
    settings = load_settings(file)
    assert settings.door is not None
    assert settings.enrol is not None
    assert settings.door.port != settings.enrol.port


def test_every_key_that_the_settings_name_is_put_there(tmp_path: Path, office: Path) -> None:
    file = tmp_path / "server.toml"
    file.write_text(settings_text(wish(office)), encoding="utf-8")
    settings = load_settings(file)
    placed = set(Keys(Machine(), wish(office))._files())
    named = {str(held.file) for held in keys_of(settings)} | set(
        map(str, certificates_of(settings))
    )
    assert settings.enrol is not None
    named |= {str(settings.enrol.authority), str(settings.enrol.server_keys)}
    assert named <= placed


def test_no_key_of_the_authority_lies_open_in_the_office(office: Path) -> None:
    keys = list((office / "ca").glob("*.key.pem"))
    assert len(keys) == 2
    for key in keys:
        with pytest.raises(TypeError, match="encrypted"):
            load_pem_private_key(key.read_bytes(), None)


def test_the_root_key_stays_in_the_office_and_the_issuing_key_goes_to_the_signer_alone(
    office: Path,
) -> None:
    placed = Keys(Machine(), wish(office))._files()
    assert not [place for place, file in placed.items() if file.name == "root.key.pem"]
    assert [place for place, file in placed.items() if file.name.startswith("issuing-")] == [
        place for place in placed if place.startswith(f"{SIGNER}/ca/issuing-")
    ]
    assert not [place for place in placed if "backup.key" in place]


def test_what_the_signer_knows_of_revoked_terminals_is_added_to_and_never_replaced(
    tmp_path: Path, office: Path
) -> None:
    now = datetime.now(UTC)
    machine = Machine(tmp_path / "root")
    (tmp_path / f"root{SIGNER}/ca").mkdir(parents=True)
    put_on_list(machine.path(SIGNER), "Q33-0001", at=now)
    put_on_list(office, "Q33-0002", at=now)
    step = Keys(machine, wish(office))
    assert step._unheard() == ["Q33-0002"]
    assert f"{SIGNER}/ca/revoked" not in step._files()
    assert revoked_terminals(machine.path(SIGNER)) == {"Q33-0001"}


def test_whom_the_signer_has_readmitted_since_is_not_put_on_its_list_again(
    tmp_path: Path, office: Path
) -> None:
    day, machine = timedelta(days=1), Machine(tmp_path / "root")
    signer, now = machine.path(SIGNER), datetime.now(UTC)
    (signer / "ca").mkdir(parents=True)
    for name in ("Q33-0001", "Q33-0002"):
        put_on_list(office, name, at=now)
        put_on_list(signer, name, at=now)
        assert take_off_list(signer, name, at=now + day)
    step = Keys(machine, wish(office))
    assert step._unheard() == []
    take_off_list(office, "Q33-0002", at=now + day)
    put_on_list(office, "Q33-0002", at=now + 2 * day)
    assert step._unheard() == ["Q33-0002"], "stolen a second time"
    with (office / "ca" / "revoked").open("a", encoding="ascii") as opened:
        opened.write("Q33-0003\n")
    assert step._unheard() == ["Q33-0002", "Q33-0003"], "by hand, without a day"


@pytest.mark.parametrize(
    "more", [{"province": "3"}, {"province": "xx"}, {"name": "no host"}, {"name": ""}]
)
def test_what_cannot_be_is_refused(more: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(RefusedError):
        wish(tmp_path, **more)


def test_passwords_are_not_shown(tmp_path: Path) -> None:
    assert "open it" not in repr(wish(tmp_path))


def test_every_unit_of_the_server_is_installed_and_looked_at() -> None:
    assert {f"{name}.service" for name in SERVER} == {
        *SERVICES,
        *(f"{one}.service" for one in ONCE),
    }
    assert sorted(TIMERS) == sorted(file.name for file in FOLDER.glob("*.timer"))
    ours = {name for name in looked_at.SERVICES if name.startswith("quay-")}
    assert ours == {*SERVICES, *TIMERS} - {"quay-door.service"}, "the vendors' is the department's"


def test_the_database_lets_in_who_uses_it_and_not_the_signer() -> None:
    users = {Unit(name).one("User") for name in SERVER} - {"quay-signer"}
    assert set(ACCOUNTS) == users | {"root", "quay-vault"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_link_that_a_service_left_in_its_folder_gives_it_nothing(tmp_path: Path) -> None:
    (tmp_path / "shadow").write_bytes(b"root's")
    folder = tmp_path / "etc/quay/broker"
    folder.mkdir(parents=True)
    (folder / "broker.key.pem").write_bytes(b"its own")
    (folder / "way-out").symlink_to("../../../shadow")
    Keys(Machine(tmp_path), wish(tmp_path))._give("/etc/quay/broker", "nobody", "nogroup")
    nobody = pwd.getpwnam("nobody").pw_uid
    assert (folder / "broker.key.pem").stat().st_uid == nobody
    assert (tmp_path / "shadow").stat().st_uid == 0


def test_an_issuing_key_that_was_replaced_does_not_stay_at_the_signer(
    served: Machine, office: Path
) -> None:
    step = Keys(served, wish(office))
    assert step.check()
    folder = served.path(f"{SIGNER}/ca")
    (now,) = folder.glob("issuing-*.key.pem")
    (folder / "issuing-00000000.key.pem").write_bytes(b"the one before")
    assert not step.check()
    step.apply()
    assert list(folder.glob("issuing-*.key.pem")) == [now]
    assert step.check()


def test_a_mount_point_without_its_disk_is_no_office(served: Machine, tmp_path: Path) -> None:
    mount_point = tmp_path / "mnt"
    mount_point.mkdir()
    step, before = Papers(served, wish(mount_point)), kept(served.root)
    for ask in (step.check, step.apply):
        with pytest.raises(OfficeAwayError, match="chưa gắn"):
            ask()
    assert list(mount_point.iterdir()) == []
    assert kept(served.root) == before


@pytest.mark.parametrize("part", ["ca", "server", "backup.age.pub"])
def test_what_a_province_has_one_of_is_not_made_a_second_time(
    part: str, served: Machine, office: Path, tmp_path: Path
) -> None:
    (office / part).rename(tmp_path / "elsewhere")
    with pytest.raises(OfficeAwayError, match=part):
        Papers(served, wish(office)).check()


def test_an_office_of_another_authority_gives_this_server_nothing(
    served: Machine, tmp_path: Path
) -> None:
    other = wish(tmp_path / "other")
    Papers(Machine(tmp_path / "another machine"), other).apply()
    before = kept(served.root)
    for ask in (Keys(served, other).check, Keys(served, other).apply):
        with pytest.raises(OtherAuthorityError, match="khác với máy chủ này"):
            ask()
    assert kept(served.root) == before


def test_a_root_certificate_that_was_made_anew_for_its_key_is_the_same_authority(
    served: Machine, office: Path
) -> None:
    file = office / "ca/ca.crt.pem"
    key = load_pem_private_key((office / "ca/root.key.pem").read_bytes(), b"open it")
    assert isinstance(key, EllipticCurvePrivateKey)
    fresh = root_certificate(key, "Quay CA", at=datetime.now(UTC))
    file.write_bytes(fresh.public_bytes(Encoding.PEM))
    step = Keys(served, wish(office))
    assert not step.check()
    step.apply()
    assert served.path(f"{SIGNER}/ca/ca.crt.pem").read_bytes() == file.read_bytes()


def test_looking_at_an_empty_office_makes_nothing_and_does_not_fail(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    machine = Machine(tmp_path / "machine")
    assert not Papers(machine, wish(empty)).check()
    assert not Keys(machine, wish(empty)).check()
    assert list(empty.iterdir()) == []


def test_the_broker_is_never_root_and_may_not_write_its_own_settings(tmp_path: Path) -> None:
    (tmp_path / "systemd").symlink_to(FOLDER)
    files = broker_files(Machine(), Release(tmp_path, "1")).files
    (command,) = [text for place, text in files.items() if place.endswith("quay-command.conf")]
    lines = command.decode().splitlines()
    assert {"User=mosquitto", "NoNewPrivileges=yes", "ProtectSystem=strict"} <= set(lines)
    assert [line for line in lines if "ReadWritePaths" in line] == [
        "ReadWritePaths=/etc/quay/broker/data"
    ]
