"""/etc/quay/server.toml: written once. Afterwards it is the department's."""

import json
import os

from provisioning.installing.database import URL
from provisioning.installing.files import WrittenOnce
from provisioning.installing.machine import Machine
from provisioning.installing.wish import BROKER_PORT, DOOR_PORT, ENROL_PORT, WEB_PORT, Wish
from words import _

PLACE = "/etc/quay/server.toml"
_KEYS = "/etc/quay/server"
_MOST_PROCESSES = 4
"""What fits into the memory that quay-web.service allows."""
_TEXT = """\
# The province's server. Programs read this when they start: systemctl restart 'quay-*' after a
# change. Made by the installation, which never writes over it.
province = {province}
database = {database}
signing_key = "{keys}/signing.key.pem"

[broker]
host = "127.0.0.1"
port = {broker}
ca = "{keys}/ca.crt.pem"
certificate = "{keys}/ingest.crt.pem"
key = "{keys}/ingest.key.pem"

[answers]
certificate = "{keys}/answers.crt.pem"
key = "{keys}/answers.key.pem"

# For this machine alone: a proxy that speaks TLS stands before it, or give certificate and key.
[web]
host = "127.0.0.1"
port = {web}
name = {department}
# One for each core; each takes some 150 MB and a dozen connections to the database.
processes = {processes}
secret = "/var/lib/quay-web/web.secret"

# Where terminals enrol, under the name that stands on their labels.
[enrol]
host = "0.0.0.0"
port = {enrol}
name = {name}
certificate = "{keys}/enrol.crt.pem"
key = "{keys}/enrol.key.pem"
authority = "{keys}/ca.crt.pem"
server_keys = "{keys}/signing.pub.pem"
signer = "/run/quay-signer/signer.sock"
broker_host = {name}
broker_port = {broker}

# Other vendors' software: give the door a certificate that they can check, then
# systemctl enable --now quay-door.
# [door]
# host = "0.0.0.0"
# port = {door}
# certificate = "{keys}/door.crt.pem"
# key = "{keys}/door.key.pem"
"""


def settings_file(machine: Machine, wish: Wish) -> WrittenOnce:
    """Return the step that writes the settings."""
    return WrittenOnce(
        machine, _("tệp cài đặt {file}").format(file=PLACE), PLACE, settings_text(wish).encode()
    )


def settings_text(wish: Wish) -> str:
    """Return the settings of a server that is asked for."""
    return _TEXT.format(
        province=_quoted(wish.province),
        database=_quoted(URL),
        keys=_KEYS,
        department=_quoted(wish.department),
        name=_quoted(wish.name),
        broker=BROKER_PORT,
        web=WEB_PORT,
        processes=min(os.cpu_count() or 1, _MOST_PROCESSES),
        enrol=ENROL_PORT,
        door=DOOR_PORT,
    )


def _quoted(text: str) -> str:
    """Return a text as TOML has it; JSON's strings are TOML's (toml.io, "String")."""
    return json.dumps(text, ensure_ascii=False)
