"""The technician's commands: arguments in, folders out."""

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from provisioning.authority import Authority, open_authority
from provisioning.book import Keeper
from provisioning.broker import Door, make_broker
from provisioning.enrolment_door import make_enrolment_door
from provisioning.errors import UnusableFileError
from provisioning.files import read_secret
from provisioning.server import certify_door, make_server
from provisioning.terminal import Particulars, make_terminal
from words import _

_PIN_DIGITS = range(4, 13)


def make_server_keys(given: Namespace) -> str:
    """`server`: make the server's keys."""
    made = make_server(given.folder, authority_for(given), at=datetime.now(UTC))
    return _("Đã tạo khóa máy chủ trong {folder}.").format(folder=made)


def make_door_certificate(given: Namespace) -> str:
    """`server certificate`: make key and certificate of a program that others call."""
    made = certify_door(
        given.folder,
        given.program,
        authority_for(given),
        names=given.name,
        at=datetime.now(UTC),
    )
    return _(
        "Đã tạo chứng thư: {file}. Chỉ ai tin chứng thư gốc của tỉnh (ca.crt.pem) mới tin nó."
    ).format(file=made)


def make_broker_settings(given: Namespace) -> str:
    """`broker`: make the broker's certificate and settings."""
    made = make_broker(
        given.folder,
        Door(address=given.address, port=given.port),
        authority=authority_for(given),
        names=given.name,
        user=given.user,
        at=datetime.now(UTC),
    )
    return _("Đã tạo cấu hình Mosquitto: {file}.").format(file=made)


def make_enrolment_papers(given: Namespace) -> str:
    """`enrolment`: make the enrolment door's certificate."""
    made = make_enrolment_door(
        given.folder, authority_for(given), names=given.name, at=datetime.now(UTC)
    )
    return _("Đã tạo chứng thư cho cửa cài máy: {folder}.").format(folder=made)


def make_terminal_papers(given: Namespace) -> str:
    """`terminal`: make a terminal's keys and papers."""
    particulars = Particulars(
        terminal=given.id,
        province=given.province,
        outlet=given.outlet,
        commune=given.commune,
    )
    made = make_terminal(
        given.folder,
        particulars,
        keeper=read_keeper(given.badge_file, given.pin_file),
        authority=authority_for(given),
        at=datetime.now(UTC),
    )
    done = _("Đã tạo khóa và giấy tờ của máy {terminal} trong {folder}.").format(
        terminal=given.id, folder=made.folder
    )
    return f"{done}\n{recovery_note(made.recovery_code)}"


def recovery_note(code: str) -> str:
    """Say what a recovery code is for, the one time it is shown."""
    return _(
        "Mã khôi phục sổ (chỉ hiện một lần; chép ra giấy, cho vào phong bì, giao chủ cơ sở):"
        "\n\n    {code}\n"
    ).format(code=code)


def read_keeper(badge_file: Path, pin_file: Path) -> Keeper:
    """Read the secrets of the person in charge from their files."""
    return Keeper(badge=read_secret(badge_file), pin=_pin(pin_file))


def authority_for(given: Namespace) -> Authority:
    """Open the authority of the folder that was given."""
    return open_authority(given.folder, password_of(given))


def password_of(given: Namespace) -> str | None:
    """Read the issuing key's password, if a file was given."""
    return read_secret(given.password_file) if given.password_file else None


def _pin(file: Path) -> str:
    pin = read_secret(file)
    if not (pin.isascii() and pin.isdigit() and len(pin) in _PIN_DIGITS):
        raise UnusableFileError(file, _("PIN gồm 4 đến 12 chữ số"))
    return pin
