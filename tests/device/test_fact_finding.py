import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from device.fact_finding import certificate_until, disk_of
from tests.certificates import make_pki


def test_a_certificate_says_until_when_it_is_good(tmp_path: Path) -> None:
    pair = make_pki(tmp_path).issue("Q33-0001")
    until = certificate_until(pair.certificate)
    assert until is not None
    assert timedelta(days=1) < until - datetime.now(UTC) < timedelta(days=3)


@pytest.mark.parametrize("content", [None, b"", b"\xff\x00", b"-----BEGIN CERTIFICATE-----\n"])
def test_what_is_no_certificate_says_nothing_and_raises_nothing(
    content: bytes | None, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "terminal.pem"
    if content is not None:
        file.write_bytes(content)
    with caplog.at_level(logging.WARNING):
        assert certificate_until(file) is None
    assert "certificate cannot be read" in caplog.text


def test_the_disk_of_a_file_that_is_not_there_yet_has_room(tmp_path: Path) -> None:
    disk = disk_of(tmp_path / "ledger.sqlite")
    assert disk is not None
    assert 0 < disk.free <= disk.total
    assert 0 <= disk.free_percent <= 100


def test_a_disk_that_does_not_answer_is_not_known(tmp_path: Path) -> None:
    assert disk_of(tmp_path / "gone" / "ledger.sqlite") is None
