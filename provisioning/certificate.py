"""Certificates (RFC 5280): what each kind says of itself and for how long."""

import ipaddress
from collections.abc import Sequence
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from provisioning.errors import RefusedError
from words import _

ROOT_LIFE = timedelta(days=20 * 365)
"""Longer than any terminal lives: every one of them trusts this certificate and no other."""
ISSUING_LIFE = timedelta(days=6 * 365)
"""Four years at work, and the two years for which the last certificates made with it are good."""
LIFE = timedelta(days=2 * 365)
"""Of an end certificate: a terminal that was switched off for a year still comes in by itself."""
BACKDATE = timedelta(hours=1)
"""Clocks differ: a certificate is valid from a little before it was made."""

FOR_CLIENTS = ExtendedKeyUsageOID.CLIENT_AUTH
FOR_SERVERS = ExtendedKeyUsageOID.SERVER_AUTH

_LONGEST_HOST_NAME = 253
_LONGEST_LABEL = 63


def root_certificate(
    key: ec.EllipticCurvePrivateKey, common_name: str, *, at: datetime
) -> x509.Certificate:
    """Return a self-signed certificate that may sign issuing certificates."""
    name = called(common_name)
    builder = (
        begun(key.public_key(), name, issuer=name)
        .not_valid_before(at - BACKDATE)
        .not_valid_after(at + ROOT_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=1), critical=True)
        .add_extension(key_usage(authority=True), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False
        )
    )
    return builder.sign(key, hashes.SHA256())


def issuing_certificate(
    key: ec.EllipticCurvePublicKey, common_name: str, *, root: x509.Certificate, at: datetime
) -> x509.CertificateBuilder:
    """Return a certificate that may sign end certificates and no further authority.

    It is ready to be signed by the root, and never outlives it. Raises `RefusedError`.
    """
    _check_age(root, at)
    return (
        begun(key, called(common_name), issuer=root.subject)
        .not_valid_before(max(at - BACKDATE, root.not_valid_before_utc))
        .not_valid_after(min(at + ISSUING_LIFE, root.not_valid_after_utc))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(key_usage(authority=True), critical=True)
        .add_extension(_issued_by(root), critical=False)
    )


def may_sign_authorities(root: x509.Certificate) -> bool:
    """Whether issuing certificates may stand below this root; those made before 2026-11 forbid."""
    found = root.extensions.get_extension_for_class(x509.BasicConstraints).value
    return found.path_length is None or found.path_length > 0


def certificate_for(
    key: ec.EllipticCurvePublicKey,
    common_name: str,
    purpose: x509.ObjectIdentifier,
    *,
    issuer: x509.Certificate,
    at: datetime,
) -> x509.CertificateBuilder:
    """Return an end certificate, ready to be signed by the issuer; it never outlives it.

    Raises `RefusedError` if the issuer is not valid at that time: a clock is wrong, or it has aged.
    """
    _check_age(issuer, at)
    return (
        begun(key, called(common_name), issuer=issuer.subject)
        .not_valid_before(max(at - BACKDATE, issuer.not_valid_before_utc))
        .not_valid_after(min(at + LIFE, issuer.not_valid_after_utc))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(key_usage(authority=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
        .add_extension(_issued_by(issuer), critical=False)
    )


def host_names(names: Sequence[str]) -> x509.SubjectAlternativeName:
    """Return host names and IP addresses as a certificate lists them; raise `RefusedError`."""
    if not names:
        raise RefusedError("", _("ít nhất một tên máy hoặc địa chỉ IP"))
    return x509.SubjectAlternativeName([_host_name(name) for name in dict.fromkeys(names)])


def names_of(certificate: bytes) -> list[str]:
    """Return the host names and addresses that a certificate (PEM) lists; raise `RefusedError`."""
    try:
        found = x509.load_pem_x509_certificate(certificate)
        listed = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (ValueError, x509.ExtensionNotFound) as error:
        raise RefusedError(_("chứng thư"), _("chứng thư dạng PEM có tên máy")) from error
    return [str(name.value) for name in listed]


def _check_age(issuer: x509.Certificate, at: datetime) -> None:
    if not issuer.not_valid_before_utc <= at < issuer.not_valid_after_utc:
        raise RefusedError(at.strftime("%d/%m/%Y"), _("ngày mà nơi cấp chứng thư còn hiệu lực"))


def _issued_by(issuer: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    own = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own)


def _host_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        pass
    if not is_host_name(name):
        raise RefusedError(name, _("tên máy hoặc địa chỉ IP"))
    return x509.DNSName(name)


def is_host_name(text: str) -> bool:
    """Whether the text is a host name (RFC 1123): letters, digits, hyphens and dots."""
    labels = text.split(".")
    return len(text) <= _LONGEST_HOST_NAME and all(_is_label(label) for label in labels)


def _is_label(label: str) -> bool:
    return (
        0 < len(label) <= _LONGEST_LABEL
        and label.isascii()
        and label.replace("-", "").isalnum()
        and not (label.startswith("-") or label.endswith("-"))
    )


def called(common_name: str) -> x509.Name:
    """Return a name that is nothing but a common name."""
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def begun(
    key: ec.EllipticCurvePublicKey, subject: x509.Name, *, issuer: x509.Name
) -> x509.CertificateBuilder:
    """Return what every certificate begins with; times and uses are still to come."""
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def key_usage(*, authority: bool) -> x509.KeyUsage:
    """Return what a key is for: to certify others, or to sign for itself."""
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
