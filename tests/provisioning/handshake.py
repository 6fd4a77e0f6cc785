"""A TLS handshake in memory, as strict as OpenSSL can be."""

import ssl
from collections.abc import Callable
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from provisioning.keys import private_pem


class End:
    """A side of a handshake: who it trusts and what it shows."""

    def __init__(
        self, folder: Path, *, trusts: bytes, shows: bytes, key: ec.EllipticCurvePrivateKey
    ) -> None:
        folder.mkdir(exist_ok=True)
        self.trusts = trusts.decode("ascii")
        self.chain, self.key = folder / "shown.crt.pem", folder / "shown.key.pem"
        self.chain.write_bytes(shows)
        self.key.write_bytes(private_pem(key))

    def context(self, protocol: int) -> ssl.SSLContext:
        context = ssl.SSLContext(protocol)
        context.verify_flags |= ssl.VerifyFlags.VERIFY_X509_STRICT
        context.load_verify_locations(cadata=self.trusts)
        context.load_cert_chain(self.chain, self.key)
        context.verify_mode = ssl.CERT_REQUIRED
        return context


def shake_hands(server: End, client: End, *, calls: str = "localhost") -> str:
    """Return the common name that the server saw; raise `ssl.SSLError` if either side refuses."""
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    near = client.context(ssl.PROTOCOL_TLS_CLIENT).wrap_bio(down, up, server_hostname=calls)
    far = server.context(ssl.PROTOCOL_TLS_SERVER).wrap_bio(up, down, server_side=True)
    while not all([_step(near.do_handshake), _step(far.do_handshake)]):
        pass
    shown = far.getpeercert(binary_form=True)
    assert shown is not None
    return common_name(x509.load_der_x509_certificate(shown))


def common_name(certificate: x509.Certificate) -> str:
    (name,) = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(name.value)


def _step(go_on: Callable[[], None]) -> bool:
    try:
        go_on()
    except ssl.SSLWantReadError:
        return False
    return True
