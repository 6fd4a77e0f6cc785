"""The signer's client believes nothing but a certificate for this key, this name and this root."""

import socket
from pathlib import Path

import msgspec
import pytest

from server.enrolment.signer import SignerAwayError, SignerRefusedError, SocketSigner
from tests.server.enrolment.newcomer import Newcomer
from tests.server.enrolment.office import OwnSigner
from tests.server.enrolment.signing import SocketOffice

TERMINAL = "Q33-0101"


def client(office: SocketOffice, *, seconds: float = 10.0) -> SocketSigner:
    return SocketSigner(office.path, office.signer.root, seconds)


def test_a_certificate_comes_with_its_root_and_its_end(tmp_path: Path) -> None:
    card = Newcomer()
    with SocketOffice(tmp_path / "s") as office:
        issued = client(office).issue(card.csr, TERMINAL)
    assert office.asked == [{"csr": card.csr, "terminal": TERMINAL}]
    assert "BEGIN CERTIFICATE" in issued.certificate
    assert int(issued.serial, 16) > 0
    assert issued.until.tzinfo is not None


def test_a_signer_that_is_not_there_is_away(tmp_path: Path) -> None:
    signer = SocketSigner(tmp_path / "nobody", OwnSigner().root)
    with pytest.raises(SignerAwayError):
        signer.issue(Newcomer().csr, TERMINAL)


def test_a_signer_that_says_nothing_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "s"))
        silent.listen()
        signer = SocketSigner(tmp_path / "s", OwnSigner().root, 0.2)
        with pytest.raises(SignerAwayError):
            signer.issue(Newcomer().csr, TERMINAL)


def test_a_refusal_keeps_its_reason(tmp_path: Path) -> None:
    with SocketOffice(tmp_path / "s") as office:
        office.says = lambda _asked: b'{"refused": "revoked"}\n'
        with pytest.raises(SignerRefusedError) as refused:
            client(office).issue(Newcomer().csr, TERMINAL)
    assert refused.value.reason == "revoked"


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\n",
        b"{}\n",
        b"null\n",
        b"[1]\n",
        b"\xff\n",
        b'{"refused": "because"}\n',
        b'{"certificate": "x", "authority": "y"}\n',
        b'{"certificate": 7}\n',
        b"x" * 200_000,
    ],
)
def test_nonsense_is_no_certificate(tmp_path: Path, said: bytes) -> None:
    with SocketOffice(tmp_path / "s") as office:
        office.says = lambda _asked: said
        with pytest.raises(SignerAwayError):
            client(office).issue(Newcomer().csr, TERMINAL)


def test_a_certificate_for_another_terminal_key_or_root_is_none(tmp_path: Path) -> None:
    card, other = Newcomer(), Newcomer()
    with SocketOffice(tmp_path / "s") as office:

        def answer(csr: str, terminal: str, signer: OwnSigner) -> bytes:
            certificate, root = signer.answer(csr, terminal)
            return msgspec.json.encode({"certificate": certificate, "authority": root}) + b"\n"

        for said in (
            answer(card.csr, "Q33-0999", office.signer),
            answer(other.csr, TERMINAL, office.signer),
            answer(card.csr, TERMINAL, OwnSigner()),
        ):
            office.says = lambda _asked, said=said: said  # type: ignore[misc]
            with pytest.raises(SignerAwayError):
                client(office).issue(card.csr, TERMINAL)
