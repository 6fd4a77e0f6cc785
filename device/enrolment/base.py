"""What the image says of the machine before anybody has said whose it is."""

import msgspec

from device.enrolment.errors import UnsoundBaseError
from device.enrolment.joined_settings import read_base
from device.enrolment.place import Place
from device.settings import ScreenSettings
from hardware.settings import HardwareSettings


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of the settings that a first start needs."""

    screen: ScreenSettings = ScreenSettings()
    hardware: HardwareSettings


def read_machine(place: Place) -> Machine:
    """Return the machine's part of the settings; raise `UnsoundBaseError`."""
    try:
        return msgspec.convert(read_base(place), Machine, dec_hook=_path)
    except msgspec.ValidationError as error:
        raise UnsoundBaseError(f"the image's part of the settings: {error}") from error


def _path(kind: type, found: object) -> object:
    return kind(found)
