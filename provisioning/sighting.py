"""Seeing a new certificate at work: a real connection to broker and door, as others make it."""

import socket
import ssl
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509

from provisioning.authority import CERTIFICATE, read_certificate
from provisioning.errors import ProvisioningError, RefusedError
from provisioning.holder import Holder
from words import _

_TIMEOUT_SECONDS = 10
_LAST_PORT = 65535


class NotSeenError(ProvisioningError):
    """A running program does not show or take the new certificate."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a running program is called."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def read_address(text: str) -> Address:
    """Read "host:port"; raise `RefusedError`."""
    host, _colon, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) <= _LAST_PORT:
        raise RefusedError(text, _("địa chỉ dạng máy:cổng, ví dụ tram.example:8883"))
    return Address(host.strip("[]"), int(port))


def see_server(server: Holder, address: Address) -> None:
    """See that a running server shows its new certificate; raise `NotSeenError`."""
    _compare(server, address, _shown(address, server.folder / CERTIFICATE, None))


def see_client(client: Holder, server: Holder, address: Address) -> None:
    """See that a running server lets a program in by its new certificate; raise `NotSeenError`."""
    _compare(server, address, _shown(address, client.folder / CERTIFICATE, client))


def _compare(server: Holder, address: Address, shown: x509.Certificate) -> None:
    if shown != read_certificate(server.certificate):
        raise NotSeenError(
            _("{address} còn đưa chứng thư cũ; hãy nạp lại chương trình ấy.").format(
                address=address
            )
        )


def _shown(address: Address, root: Path, client: Holder | None) -> x509.Certificate:
    """Return what a server shows, once it has let the client in.

    With TLS 1.2 the handshake ends only when the server has judged the client's certificate; with
    TLS 1.3 its refusal would come after the handshake, if anybody still listened.
    """
    context = ssl.create_default_context(cafile=root)
    if client:
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(client.certificate, client.key)
    try:
        with (
            socket.create_connection((address.host, address.port), _TIMEOUT_SECONDS) as plain,
            context.wrap_socket(plain, server_hostname=address.host) as line,
        ):
            shown = line.getpeercert(binary_form=True)
    except OSError as error:  # what TLS refuses is one too
        raise NotSeenError(
            _("{address} không nhận kết nối: {reason}.").format(
                address=address, reason=error.strerror or type(error).__name__
            )
        ) from error
    return x509.load_der_x509_certificate(shown or b"")
