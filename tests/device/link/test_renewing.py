"""Renewal: in time, by the signing key's word, and proved over the real broker before it counts."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from device.enrolment.authority import Authority
from device.enrolment.errors import DoorError, DoorFault, RefusedByDoorError
from device.enrolment.papers import Papers
from device.link import sender
from device.link.renewing import HELD_SECONDS, MOST_REFUSALS, Renewing
from device.link.report import Reporter
from device.link.sender import Sender
from device.link_state import read_link_state
from device.settings import BrokerSettings, TerminalSettings
from tests.certificates import Pair, Pki, make_pki
from tests.device.enrolment.office import Office
from tests.device.ledger.books import TERMINAL
from tests.device.link.outpost import Outpost
from tests.device.link.province import TERMINAL_KEY
from tests.device.link.test_sender import terminal_settings
from tests.e2e.outpost import until
from tests.provisioning.mosquitto import free_port, needs_mosquitto, running
from wire.enrolment import Renewal, Renewed
from wire.sign import claimed_signer, verify

NOW = datetime.now(UTC).replace(microsecond=0)


class Watch:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class Desk:
    """The office, which certifies what it is asked."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.asked: list[bytes] = []
        self.fault: Exception | None = None

    def __call__(self, message: bytes, authority: Authority) -> Renewed:
        self.asked.append(message)
        if self.fault:
            raise self.fault
        payload = verify(message, TERMINAL_KEY.public_key(), TERMINAL, "quay-renewal")
        wish = msgspec.json.decode(payload, type=Renewal)
        return Renewed(certificate=self.office.certify(wish.csr, TERMINAL), authority=authority.pem)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "office")


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office)


@pytest.fixture
def settings(tmp_path: Path, office: Office) -> TerminalSettings:
    """A terminal whose certificate is a test's: it ends in two days."""
    pair = make_pki(tmp_path / "pki").issue(TERMINAL)
    root = tmp_path / "root.pem"
    root.write_bytes(office.root.public_bytes(Encoding.PEM))
    broker = BrokerSettings(
        host="localhost", port=1, ca=root, certificate=pair.certificate, key=pair.key
    )
    return terminal_settings(tmp_path, broker)


def _renewing(
    settings: TerminalSettings, desk: Desk, *, now: datetime = NOW, watch: Watch | None = None
) -> Renewing:
    return Renewing(settings, TERMINAL_KEY, lambda: now, ask=desk, monotonic=watch or Watch())


def test_a_certificate_is_renewed_when_less_than_sixty_days_are_left(
    settings: TerminalSettings, desk: Desk, office: Office
) -> None:
    renewing = _renewing(settings, desk)
    assert renewing.is_due()
    assert renewing.renew()
    assert not renewing.is_due()  # it is to be proved first
    renewing.opened(renewing.pair())
    assert not renewing.is_due()
    assert renewing.days_left() in {699, 700}
    later = _renewing(settings, desk, now=office.now + timedelta(days=641))
    assert later.is_due()


def test_a_certificate_that_ended_long_ago_is_renewed_too(
    settings: TerminalSettings, desk: Desk
) -> None:
    late = _renewing(settings, desk, now=NOW + timedelta(days=500))
    left = late.days_left()
    assert left is not None
    assert left < -490
    assert late.is_due()
    assert late.renew()


def test_the_wish_is_signed_by_the_terminal_and_asks_for_one_key(
    settings: TerminalSettings, desk: Desk
) -> None:
    desk.fault = DoorError(DoorFault.SILENT, "cut")
    renewing = _renewing(settings, desk)
    assert not renewing.renew()
    desk.fault = RefusedByDoorError("not-now", None)
    assert not renewing.renew()
    desk.fault = None
    assert renewing.renew()
    assert {claimed_signer(message) for message in desk.asked} == {TERMINAL}
    wishes = [
        msgspec.json.decode(
            verify(message, TERMINAL_KEY.public_key(), TERMINAL, "quay-renewal"), type=Renewal
        )
        for message in desk.asked
    ]
    assert len({wish.csr for wish in wishes}) == 1


@pytest.mark.parametrize("wrong", ["another name", "another key", "another root", "nonsense"])
def test_what_is_no_certificate_of_ours_is_not_kept(
    settings: TerminalSettings, office: Office, tmp_path: Path, wrong: str
) -> None:
    def answer(message: bytes, authority: Authority) -> Renewed:
        good = Desk(office)(message, authority)
        other = Papers(terminal_settings(tmp_path / "other", settings.broker)).request().decode()
        csr = _csr_of(message)
        found = {
            "another name": office.certify(csr, "Q33-9999"),
            "another key": office.certify(other, TERMINAL),
            "another root": Office(tmp_path / "foreign").certify(csr, TERMINAL),
            "nonsense": "-----BEGIN CERTIFICATE-----\nx",
        }
        return msgspec.structs.replace(good, certificate=found[wrong])

    renewing = Renewing(settings, TERMINAL_KEY, lambda: NOW, ask=answer)
    assert not renewing.renew()
    assert renewing.pair().certificate == settings.broker.certificate


def _csr_of(message: bytes) -> str:
    payload = verify(message, TERMINAL_KEY.public_key(), TERMINAL, "quay-renewal")
    return msgspec.json.decode(payload, type=Renewal).csr


def test_a_pair_that_does_not_open_is_left_alone_for_a_while_and_then_forgotten(
    settings: TerminalSettings, desk: Desk
) -> None:
    watch = Watch()
    renewing = _renewing(settings, desk, watch=watch)
    renewing.renew()
    old = Papers(settings).in_use
    for _time in range(MOST_REFUSALS):
        new = renewing.pair()
        assert new != old
        renewing.did_not_open(new)
        assert renewing.pair() == old
        watch.seconds += HELD_SECONDS
    assert renewing.pair() == old
    assert renewing.is_due()


def test_beside_a_certificate_that_has_ended_the_new_one_is_never_left_alone(
    settings: TerminalSettings, desk: Desk
) -> None:
    renewing = _renewing(settings, desk, now=NOW + timedelta(days=10))
    renewing.renew()
    new = renewing.pair()
    renewing.did_not_open(new)
    assert renewing.pair() == new


def test_without_a_door_nothing_is_asked(settings: TerminalSettings) -> None:
    renewing = Renewing(settings, TERMINAL_KEY, lambda: NOW)
    renewing.start()
    assert not renewing.renew()


# Over the real broker


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "LOOK_SECONDS", 0.02)


def _broker(folder: Path, pki: Pki, port: int, root: Path) -> Path:
    """Mosquitto that lets in whoever has a certificate of this root."""
    config = folder / "mosquitto.conf"
    config.write_text(
        f"listener {port} 127.0.0.1\ncafile {root}\ncertfile {pki.broker.certificate}\n"
        f"keyfile {pki.broker.key}\nrequire_certificate true\nuse_identity_as_username true\n"
        "allow_anonymous true\nuser root\n",
        "utf-8",
    )
    return config


@pytest.fixture
def both(tmp_path: Path, office: Office) -> tuple[TerminalSettings, Path]:
    """A broker that believes the old root and the office's; a terminal under the old one."""
    pki = make_pki(tmp_path / "pki")
    roots = tmp_path / "roots.pem"
    roots.write_bytes(pki.ca.read_bytes() + office.root.public_bytes(Encoding.PEM))
    old: Pair = pki.issue(TERMINAL)
    port = free_port()
    broker = BrokerSettings(
        host="localhost", port=port, ca=tmp_path / "root.pem", certificate=old.certificate,
        key=old.key, longest_wait_seconds=0.3,
    )  # fmt: skip
    (tmp_path / "root.pem").write_bytes(
        office.root.public_bytes(Encoding.PEM) + pki.ca.read_bytes()
    )
    return terminal_settings(tmp_path, broker), _broker(tmp_path, pki, port, roots)


@needs_mosquitto
@pytest.mark.broker
@pytest.mark.usefixtures("_quick")
def test_the_sender_proves_the_new_certificate_and_then_lets_the_old_one_go(
    both: tuple[TerminalSettings, Path], office: Office, outpost: Outpost
) -> None:
    settings, config = both
    renewing = Renewing(settings, TERMINAL_KEY, lambda: NOW, ask=Desk(office))
    papers = Papers(settings)
    with running(config), _sending(settings, outpost, renewing):
        assert papers.in_use.certificate == settings.broker.certificate
        csr = papers.request()
        papers.came(office.certify(csr.decode(), TERMINAL))
        until(lambda: papers.in_use.certificate != settings.broker.certificate)
    assert papers.to_prove is None
    shown = x509.load_pem_x509_certificate(papers.in_use.certificate.read_bytes())
    assert shown.issuer == office.issuing.subject


@needs_mosquitto
@pytest.mark.broker
@pytest.mark.usefixtures("_quick")
def test_a_new_certificate_that_the_broker_does_not_take_costs_nothing(
    both: tuple[TerminalSettings, Path], tmp_path: Path, outpost: Outpost
) -> None:
    settings, config = both
    foreign = Office(tmp_path / "foreign")
    renewing = Renewing(settings, TERMINAL_KEY, lambda: NOW)
    papers = Papers(settings)
    with running(config), _sending(settings, outpost, renewing):
        csr = papers.request()
        papers.came(foreign.certify(csr.decode(), TERMINAL))
        until(lambda: renewing.pair() == papers.in_use)  # it was tried, and is held back
        assert papers.in_use.certificate == settings.broker.certificate
        until(lambda: _is_online(settings))


def _is_online(settings: TerminalSettings) -> bool:
    state = read_link_state(settings.run)
    return state is not None and state.online


class _sending:  # noqa: N801 - used as a block
    def __init__(self, settings: TerminalSettings, outpost: Outpost, renewing: Renewing) -> None:
        reporter = Reporter(key=TERMINAL_KEY, clock=lambda: NOW, software="1", every_seconds=600.0)
        self._sender = Sender(settings, outpost.exchange, reporter, lambda: NOW, renewing=renewing)
        self._settings = settings
        self._thread = threading.Thread(target=self._sender.run)

    def __enter__(self) -> None:
        self._thread.start()
        until(lambda: _is_online(self._settings))

    def __exit__(self, *_error: object) -> None:
        self._sender.stop()
        self._thread.join(30)
