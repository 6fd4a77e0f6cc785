"""A permit for SSH: the real signature, judged by the program that judges it on the card."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from provisioning.bundle.keys import FOLDER, KEYRING, make_update_keys
from provisioning.errors import RefusedError
from provisioning.image.on_card.ssh_permit import NoPermitError, Place, main, permitted
from provisioning.image.permit import make_permit

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA technician"
NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    make_update_keys(folder, at=NOW)
    return folder


@pytest.fixture
def place(tmp_path: Path, office: Path) -> Place:
    """A terminal's system with the province's keyring and settings."""
    place = Place(tmp_path)
    for file in (place.permit, place.keyring, place.settings):
        file.parent.mkdir(parents=True)
    place.keyring.write_bytes((office / FOLDER / KEYRING).read_bytes())
    place.settings.write_text('terminal = "Q33-0001"\n')
    return place


def put(
    place: Place, office: Path, *, terminal: str = "Q33-0001", keys: tuple[str, ...] = (KEY,)
) -> None:
    until = NOW + timedelta(days=7)
    place.permit.write_bytes(
        make_permit(office, terminal=terminal, keys=keys, until=until, password=None)
    )


def test_a_good_permit_lets_in_whom_it_names_and_nobody_else(place: Place, office: Path) -> None:
    put(place, office)
    assert main(place, NOW) == 0
    assert place.keys.read_text() == f"{KEY}\n"
    assert place.keys.stat().st_mode & 0o777 == 0o600


def test_a_permit_for_another_terminal_lets_nobody_in(
    place: Place, office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(place, office, terminal="Q33-0002")
    assert main(place, NOW) == 1
    assert not place.keys.exists()
    assert "another terminal" in capsys.readouterr().err


@pytest.mark.parametrize("days", [7, 8, -30])
def test_a_permit_counts_only_until_its_end_and_not_from_far_away(
    place: Place, office: Path, days: int
) -> None:
    put(place, office)
    with pytest.raises(NoPermitError, match="the permit ends at"):
        permitted(place, NOW + timedelta(days=days))


def test_a_permit_that_another_office_has_signed_is_refused(place: Place, tmp_path: Path) -> None:
    other = tmp_path / "other"
    make_update_keys(other, at=NOW)
    put(place, other)
    with pytest.raises(NoPermitError, match="not signed by the province"):
        permitted(place, NOW)


def test_a_permit_that_was_changed_is_refused(place: Place, office: Path) -> None:
    put(place, office)
    content = place.permit.read_bytes()
    assert b"Q33-0001" in content
    place.permit.write_bytes(content.replace(b"technician", b"technicjan"))
    with pytest.raises(NoPermitError, match="not signed by the province"):
        permitted(place, NOW)


@pytest.mark.parametrize(
    "key",
    [
        'command="x" ssh-ed25519 AAAA',
        "ssh-ed25519 AAAA\nssh-ed25519 BBBB",
        "",
    ],
)
def test_what_is_no_plain_key_lets_nobody_in(place: Place, office: Path, key: str) -> None:
    put(place, office, keys=(KEY, key))
    with pytest.raises(NoPermitError, match="no key"):
        permitted(place, NOW)


def test_a_permit_without_anybody_lets_nobody_in(place: Place, office: Path) -> None:
    put(place, office, keys=())
    with pytest.raises(NoPermitError, match="no key"):
        permitted(place, NOW)


def test_a_terminal_that_is_not_enrolled_lets_nobody_in(place: Place, office: Path) -> None:
    put(place, office)
    place.settings.unlink()
    with pytest.raises(NoPermitError, match="cannot be read"):
        permitted(place, NOW)


@pytest.mark.parametrize("days", [0, 32])
def test_no_permit_is_signed_that_no_terminal_would_take(office: Path, days: int) -> None:
    until = datetime.now(UTC) + timedelta(days=days)
    with pytest.raises(RefusedError, match="31"):
        make_permit(office, terminal="Q33-0001", keys=(KEY,), until=until, password=None)


def test_the_program_on_the_card_needs_nothing_but_pythons_own_library() -> None:
    source = Path(main.__code__.co_filename).read_text()
    imported = {
        line.split()[1].split(".")[0]
        for line in source.splitlines()
        if line.startswith(("import ", "from "))
    }
    assert imported == {"subprocess", "sys", "tomllib", "dataclasses", "datetime", "pathlib"}
