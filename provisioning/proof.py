"""Proving a certificate before anybody depends on it: a whole TLS handshake, in memory.

The same library decides here that decides at the broker (OpenSSL), and as strictly as it can.
"""

import ssl
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from provisioning.certificate import root_certificate
from provisioning.errors import ProvisioningError
from provisioning.files import write_private
from provisioning.keys import make_tls_key, private_pem
from words import _

_MOST_STEPS = 20


class NotProvenError(ProvisioningError):
    """A new certificate does not hold; the old one was left in its place."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            _("Chứng thư mới không dùng được ({reason}); chứng thư cũ vẫn ở nguyên chỗ.").format(
                reason=reason
            )
        )


def prove_server(
    chain: bytes, key: ec.EllipticCurvePrivateKey, *, root: bytes, hosts: list[str]
) -> None:
    """Prove that who trusts the root believes this server under each host; `NotProvenError`."""
    server = _context(ssl.PROTOCOL_TLS_SERVER, chain, key)
    for host in hosts:
        client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        _trust(client, root)
        _shake_hands(server, client, host)


def prove_client(chain: bytes, key: ec.EllipticCurvePrivateKey, *, root: bytes) -> None:
    """Prove that a server which trusts the root lets this client in; `NotProvenError`."""
    stand_in = make_tls_key()
    own = root_certificate(stand_in, "stand-in", at=datetime.now(UTC))
    server = _context(ssl.PROTOCOL_TLS_SERVER, own.public_bytes(Encoding.PEM), stand_in)
    _trust(server, root)
    client = _context(ssl.PROTOCOL_TLS_CLIENT, chain, key)
    # Whom the client meets does not matter here: only what it shows.
    client.check_hostname = False
    client.verify_mode = ssl.CERT_NONE
    _shake_hands(server, client, "stand-in")


def _context(
    protocol: "ssl._SSLMethod", chain: bytes, key: ec.EllipticCurvePrivateKey
) -> ssl.SSLContext:
    """Return one side that shows a certificate; its key is on the disk for a moment, 0600."""
    context = ssl.SSLContext(protocol)
    with tempfile.TemporaryDirectory() as folder:
        shown, secret = Path(folder, "crt.pem"), Path(folder, "key.pem")
        write_private(shown, chain)
        write_private(secret, private_pem(key))
        try:
            context.load_cert_chain(shown, secret)
        except ssl.SSLError as error:
            raise NotProvenError(_reason(error)) from error
    return context


def _trust(context: ssl.SSLContext, root: bytes) -> None:
    context.verify_flags |= ssl.VerifyFlags.VERIFY_X509_STRICT
    context.load_verify_locations(cadata=root.decode("ascii"))
    context.verify_mode = ssl.CERT_REQUIRED


def _shake_hands(server: ssl.SSLContext, client: ssl.SSLContext, host: str) -> None:
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    near = client.wrap_bio(down, up, server_hostname=host)
    far = server.wrap_bio(up, down, server_side=True)
    try:
        for _step_number in range(_MOST_STEPS):
            if all([_step(near.do_handshake), _step(far.do_handshake)]):
                return
    except ssl.SSLError as error:
        raise NotProvenError(_reason(error)) from error
    raise NotProvenError("TLS")


def _step(go_on: Callable[[], None]) -> bool:
    try:
        go_on()
    except ssl.SSLWantReadError:
        return False
    return True


def _reason(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return str(error.verify_message)
    return error.reason or type(error).__name__
