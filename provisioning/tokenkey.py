"""A P-256 key in a device (PKCS #11): it signs there, and never comes out."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn, Self

import pkcs11
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.serialization import load_der_public_key
from pkcs11.exceptions import (
    NoSuchToken,
    PinIncorrect,
    PinLenRange,
    PKCS11Error,
    UserAlreadyLoggedIn,
)
from pkcs11.types import PublicKey, Session, SignMixin
from pkcs11.util.ec import encode_ec_public_key, encode_named_curve_parameters

from provisioning.custody import Token, spki
from provisioning.errors import TokenError
from words import _

_ID_BYTES = 8


class TokenKey(ec.EllipticCurvePrivateKey):
    """A key handle that `cryptography` signs with as with a key of its own."""

    def __init__(self, token: Token, key: SignMixin, public: ec.EllipticCurvePublicKey) -> None:
        self._token, self._key, self._public = token, key, public

    def sign(self, data: Any, signature_algorithm: ec.EllipticCurveSignatureAlgorithm) -> bytes:
        """Sign with SHA-256; raise `TokenError` if the device does not."""
        if not isinstance(signature_algorithm.algorithm, hashes.SHA256):
            raise TypeError
        digest = hashes.Hash(hashes.SHA256())
        digest.update(data)
        with _explained(self._token):
            pair = self._key.sign(digest.finalize(), mechanism=pkcs11.Mechanism.ECDSA)
        half = len(pair) // 2
        return utils.encode_dss_signature(
            int.from_bytes(pair[:half], "big"), int.from_bytes(pair[half:], "big")
        )

    def public_key(self) -> ec.EllipticCurvePublicKey:
        """Return the public key."""
        return self._public

    @property
    def curve(self) -> ec.EllipticCurve:
        """P-256."""
        return self._public.curve

    @property
    def key_size(self) -> int:
        """256 bits."""
        return self._public.key_size

    def exchange(self, *_given: object) -> NoReturn:
        """Not what this key is for."""
        raise NotImplementedError

    def private_numbers(self) -> NoReturn:
        """The key never comes out of its device."""
        raise NotImplementedError

    def private_bytes(self, *_given: object) -> NoReturn:
        """The key never comes out of its device."""
        raise NotImplementedError

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[Any, Any]) -> Self:
        return self


def make_token_key(token: Token, pin: str | None) -> TokenKey:
    """Make a key in a device, under the label that the settings name; raise `TokenError`."""
    with _explained(token):
        session = _session(token, pin)
        curve = session.create_domain_parameters(
            pkcs11.KeyType.EC,
            {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")},
            local=True,
        )
        public, private = curve.generate_keypair(
            store=True, label=token.label, id=secrets.token_bytes(_ID_BYTES)
        )
        if not isinstance(private, SignMixin):
            raise TokenError(token.token, "CKM_ECDSA")
        return TokenKey(token, private, _public(public))


def open_token_key(token: Token, wanted: ec.EllipticCurvePublicKey, pin: str | None) -> TokenKey:
    """Open the private key that belongs to a public one; raise `TokenError`."""
    with _explained(token):
        session = _session(token, pin)
        for public in _public_keys(session, token.label):
            if spki(_public(public)) == spki(wanted):
                private = session.get_key(pkcs11.ObjectClass.PRIVATE_KEY, id=public.id)
                if isinstance(private, SignMixin):
                    return TokenKey(token, private, wanted)
    raise TokenError(
        token.token, _("không có khóa “{label}” của chứng thư này").format(label=token.label)
    )


def _public_keys(session: Session, label: str) -> list[PublicKey]:
    found = session.get_objects(
        {
            pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PUBLIC_KEY,
            pkcs11.Attribute.KEY_TYPE: pkcs11.KeyType.EC,
            pkcs11.Attribute.LABEL: label,
        }
    )
    return [key for key in found if isinstance(key, PublicKey)]


def _session(token: Token, pin: str | None) -> Session:
    """Open a session, which lasts as long as the process; a device is logged in to once."""
    device = pkcs11.lib(str(token.module)).get_token(token_label=token.token)
    try:
        return device.open(rw=True, user_pin=pin)
    except UserAlreadyLoggedIn:
        return device.open(rw=True)


def _public(key: PublicKey) -> ec.EllipticCurvePublicKey:
    found = load_der_public_key(encode_ec_public_key(key))
    if not isinstance(found, ec.EllipticCurvePublicKey):
        raise TypeError
    return found


@contextmanager
def _explained(token: Token) -> Iterator[None]:
    try:
        yield
    except (PinIncorrect, PinLenRange) as error:
        raise TokenError(token.token, _("PIN không đúng")) from error
    except NoSuchToken as error:
        raise TokenError(token.token, _("chưa cắm, hoặc tên khác")) from error
    except PKCS11Error as error:
        problem = type(error).__name__ if type(error) is not PKCS11Error else str(error)
        raise TokenError(token.token, problem) from error
