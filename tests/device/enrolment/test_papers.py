from pathlib import Path

import pytest

from device.enrolment.papers import Papers, with_pair
from device.settings import TerminalSettings
from tests.certificates import make_pki
from tests.device.enrolment.office import Office
from tests.device.link.test_sender import broker_settings, terminal_settings


@pytest.fixture
def settings(tmp_path: Path) -> TerminalSettings:
    return terminal_settings(tmp_path, broker_settings(make_pki(tmp_path / "pki"), 1))


def test_until_something_is_renewed_the_first_pair_is_in_use(settings: TerminalSettings) -> None:
    papers = Papers(settings)
    assert papers.in_use.certificate == settings.broker.certificate
    assert papers.to_prove is None
    assert papers.in_use.until() is not None
    assert with_pair(settings.broker, papers.in_use) == settings.broker


def test_the_same_request_is_made_until_its_certificate_is_proved(
    settings: TerminalSettings, office: Office
) -> None:
    csr = Papers(settings).request()
    assert Papers(settings).request() == csr
    Papers(settings).came(office.certify(csr.decode(), settings.terminal))
    assert Papers(settings).to_prove is not None
    assert Papers(settings).in_use.certificate == settings.broker.certificate
    Papers(settings).proved()
    assert Papers(settings).request() != csr


def test_what_is_proved_is_in_use_and_what_was_before_is_gone(
    settings: TerminalSettings, office: Office
) -> None:
    papers = Papers(settings)
    seen = []
    for _time in range(2):
        papers.came(_certified(papers, office, settings))
        papers.proved()
        assert papers.to_prove is None
        seen.append(papers.in_use)
    first, second = seen
    assert not first.key.exists()
    assert second.key.stat().st_mode & 0o777 == 0o600
    assert settings.broker.certificate.exists()


def _certified(papers: Papers, office: Office, settings: TerminalSettings) -> str:
    return office.certify(papers.request().decode(), settings.terminal)


@pytest.mark.parametrize("said", ["", "../../etc", "7", "\xff"])
def test_a_note_that_makes_no_sense_leaves_the_first_pair_in_use(
    settings: TerminalSettings, said: str
) -> None:
    folder = settings.ledger.parent / "papers"
    folder.mkdir()
    (folder / "in-use").write_text(said, "latin-1")
    assert Papers(settings).in_use.certificate == settings.broker.certificate


def test_a_next_key_that_the_card_has_spoilt_is_made_anew(settings: TerminalSettings) -> None:
    papers = Papers(settings)
    csr = papers.request()
    (settings.ledger.parent / "papers/next/terminal.key.pem").write_bytes(b"spoilt")
    assert papers.request() != csr
