"""The broker: Mosquitto's certificate, settings and access list, in one folder."""

import ipaddress
import os
import pwd
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from provisioning.access import access_list
from provisioning.authority import CERTIFICATE, Authority
from provisioning.certificate import is_host_name
from provisioning.errors import RefusedError
from provisioning.files import new_folder, write_private, write_public
from provisioning.firewall import firewall
from provisioning.keys import make_tls_key, private_pem
from wire.size import MAX_MESSAGE
from words import _

FOLDER = "broker"
CONFIGURATION = "mosquitto.conf"
MESSAGE_LIMIT = MAX_MESSAGE
"""A batch grows by a third in base64 and by some hundred bytes of envelope, header and signature.

Roomy on purpose: under MQTT 3.1.1 the broker acknowledges a message that is too long, and drops it.
"""
_PACKET_LIMIT = 2 * MESSAGE_LIMIT
MAX_CONNECTIONS = 4000
"""Each is a file that the broker has open: its unit must allow as many (LimitNOFILE)."""
_MEMORY_LIMIT = 1024**3
FIREWALL = "quay-broker.nft"
_PORTS = range(1, 65536)
_TEMPLATE = """\
# Mosquitto for Quay: one door, with certificates only.
per_listener_settings false
allow_anonymous false
acl_file {folder}/acl
user {user}

listener {port} {address}
max_connections {connections}
cafile {folder}/ca.crt.pem
certfile {folder}/broker.crt.pem
keyfile {folder}/broker.key.pem
tls_version tlsv1.2
require_certificate true
# The common name is the user's name and the client's id: nobody takes over another's session.
use_identity_as_username true
use_username_as_clientid true

# Nothing of value lives here (only the server's receipt counts), so this is bounded and modest.
persistence true
persistence_location {folder}/data/
# Saved now and then: to save after every few messages costs more than to carry them.
autosave_on_changes false
autosave_interval 300
persistent_client_expiration 2m
max_inflight_messages 200
max_queued_messages 20000
max_queued_bytes 268435456
# A longer message is dropped, a longer packet closes the connection before it fills the memory.
message_size_limit {message_limit}
max_packet_size {packet_limit}
max_keepalive 600
memory_limit {memory_limit}
# Nobody asks for retained messages: none are kept.
retain_available false

# Connections and faults; and, at the level "debug", which publish of whom was denied or too large:
# a terminal is told nothing of that, and the operator is to see it. Topics name province, shard
# and terminal and nothing else; payloads are never logged.
log_dest stderr
log_type error
log_type warning
log_type notice
log_type information
log_type debug
connection_messages true
log_timestamp_format %Y-%m-%dT%H:%M:%S%z
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Where the broker listens. Raises `RefusedError`."""

    address: str = "127.0.0.1"
    port: int = 8883

    def __post_init__(self) -> None:
        if self.port not in _PORTS:
            raise RefusedError(str(self.port), _("cổng từ 1 đến 65535"))
        if not (_is_ip(self.address) or is_host_name(self.address)):
            raise RefusedError(self.address, _("tên máy hoặc địa chỉ IP"))


def make_broker(
    root: Path,
    door: Door,
    *,
    authority: Authority,
    names: Iterable[str] = (),
    user: str | None = None,
    at: datetime,
) -> Path:
    """Make `root/broker`; return the settings file.

    `names` are what terminals and server call the broker, beside the door's own address. `user`
    runs the broker if root starts it, and is given the files; by default whoever makes them.
    Raises `ExistsAlreadyError` or `RefusedError`.
    """
    runner = user or _whoever_runs_this()
    with new_folder(root, FOLDER) as folder:
        _write_certificate(folder, authority, _reachable_as(door, names), at)
        write_public(folder / "acl", access_list().encode())
        settings = configuration(root / FOLDER, door, user=runner)
        write_public(folder / CONFIGURATION, settings.encode())
        write_public(folder / FIREWALL, firewall(door.port).encode())
        (folder / "data").mkdir(mode=0o700)
        if user:
            _give(folder, user)
    return root / FOLDER / CONFIGURATION


def configuration(folder: Path, door: Door, *, user: str) -> str:
    """Return Mosquitto's settings for a broker whose files lie in `folder`."""
    place = str(folder.resolve())
    if not place.isprintable() or place != place.strip():
        raise RefusedError(place, _("đường dẫn không có ký tự điều khiển"))
    return _TEMPLATE.format(
        folder=place,
        address=door.address,
        port=door.port,
        user=user,
        connections=MAX_CONNECTIONS,
        memory_limit=_MEMORY_LIMIT,
        message_limit=MESSAGE_LIMIT,
        packet_limit=_PACKET_LIMIT,
    )


def _write_certificate(folder: Path, authority: Authority, names: list[str], at: datetime) -> None:
    key = make_tls_key()
    write_private(folder / "broker.key.pem", private_pem(key))
    certificate = authority.certify_broker(key.public_key(), names, at=at)
    write_public(folder / "broker.crt.pem", certificate)
    write_public(folder / CERTIFICATE, authority.certificate)


def _reachable_as(door: Door, names: Iterable[str]) -> list[str]:
    if not _is_ip(door.address):
        return [door.address, *names]
    address = ipaddress.ip_address(door.address)
    if address.is_unspecified:
        return list(names)  # 0.0.0.0 is every address, and nobody's name
    return [door.address, *(["localhost"] if address.is_loopback else []), *names]


def _give(folder: Path, user: str) -> None:
    for path in [folder, *folder.rglob("*")]:
        try:
            shutil.chown(path, user)
        except LookupError as error:
            raise RefusedError(user, _("một người dùng có trên máy này")) from error


def _whoever_runs_this() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:  # a user without a name: the broker does not change users then
        return "mosquitto"


def _is_ip(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
