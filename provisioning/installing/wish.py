"""What the technician says about the server that is to be."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from provisioning.certificate import is_host_name
from provisioning.errors import RefusedError
from words import _

_PROVINCE = re.compile(r"[0-9]{2}")
BROKER_PORT, ENROL_PORT, DOOR_PORT, WEB_PORT = 8883, 8443, 8444, 8033


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A server, as it is asked for. Raises `RefusedError`."""

    office: Path
    """The office's folder, with the authority; on a disk that leaves the machine afterwards."""
    release: Path
    """What is to be installed, as `pack` made it."""
    province: str
    name: str
    """The host name or address under which terminals call the server."""
    department: str = ""
    password: str | None = field(default=None, repr=False)
    """Opens the issuing key."""
    root_password: str | None = field(default=None, repr=False)
    """Locks the root key, where the authority is made here; without it `password` does."""

    def __post_init__(self) -> None:
        if not _PROVINCE.fullmatch(self.province):
            raise RefusedError(self.province, _("mã tỉnh, hai chữ số, ví dụ 33"))
        if not (is_host_name(self.name) or _is_address(self.name)):
            raise RefusedError(self.name, _("tên máy hoặc địa chỉ IP"))


def _is_address(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9.]+|[0-9a-fA-F:]+", text))
