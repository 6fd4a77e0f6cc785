"""What ends when, told to the technician."""

import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from provisioning.ages import ages, told
from provisioning.authority import Authority, make_authority
from provisioning.broker import Door, make_broker
from provisioning.certificate import ISSUING_LIFE, LIFE, ROOT_LIFE
from provisioning.enrolment_door import make_enrolment_door
from provisioning.holder import holders, program_of
from provisioning.renewal import revoke
from provisioning.server import make_server
from provisioning.succession import renew_issuing
from provisioning.terminal import make_terminal
from tests.provisioning.conftest import FOUNDED, KEEPER, NOW, issuing_key, particulars
from tests.provisioning.test_program import refused, run

NOTICE = timedelta(days=60)


def due(root: Path, at: datetime) -> list[str]:
    return [age.what for age in ages(root) if age.is_due(at, NOTICE)]


@pytest.fixture
def whole(root: Path, office: Authority) -> Path:
    make_broker(root, Door(), authority=office, at=NOW)
    make_enrolment_door(root, office, names=["localhost"], at=NOW)
    make_terminal(root, particulars(), keeper=KEEPER, authority=office, at=NOW)
    return root


def test_everything_that_can_end_is_listed(whole: Path) -> None:
    assert [age.what for age in ages(whole)] == [
        "chứng thư gốc",
        "chứng thư cấp phát",
        "broker/broker",
        "server/ingest",
        "server/answers",
        "enrolment/enrol",
        "máy Q33-0001",
    ]


def test_nothing_is_due_while_everything_is_young(whole: Path) -> None:
    assert due(whole, NOW) == []


def test_the_issuing_certificate_is_due_before_it_shortens_what_it_signs(whole: Path) -> None:
    its_end = FOUNDED + ISSUING_LIFE
    assert due(whole, its_end - LIFE - NOTICE - timedelta(days=1)) == []
    assert due(whole, its_end - LIFE - NOTICE + timedelta(days=1)) == ["chứng thư cấp phát"]
    renew_issuing(whole, at=NOW)
    assert "chứng thư cấp phát" not in due(whole, its_end - LIFE)
    assert "chứng thư cấp phát trước đây" not in due(whole, its_end + timedelta(days=1))


def test_the_root_is_due_while_one_more_issuing_key_still_fits_below_it(whole: Path) -> None:
    assert "chứng thư gốc" in due(whole, FOUNDED + ROOT_LIFE - ISSUING_LIFE)


def test_end_certificates_are_due_two_months_before(whole: Path) -> None:
    found = due(whole, NOW + LIFE - NOTICE + timedelta(days=1))
    assert set(found) >= {"broker/broker", "máy Q33-0001"}


def test_a_revoked_terminal_may_end(whole: Path) -> None:
    revoke(whole, "Q33-0001", at=NOW)
    assert "máy Q33-0001" not in [age.what for age in ages(whole)]


def test_ends_are_told_as_days_and_as_a_date(whole: Path) -> None:
    (root, *_others) = ages(whole)
    until = f"{root.until:%d/%m/%Y}"
    assert told(root, root.until - timedelta(days=5)) == f"chứng thư gốc: đến {until}, còn 5 ngày"
    assert told(root, root.until) == f"chứng thư gốc: đã hết hạn ngày {until}"


@pytest.fixture
def young(tmp_path: Path) -> Path:
    """An office that was made this minute, as its program takes the time from the clock."""
    root, now = tmp_path / "young", datetime.now(UTC)
    authority = make_authority(root, at=now)
    make_server(root, authority, at=now)
    return root


def test_status_ends_well_when_nothing_is_due_and_badly_when_something_is(young: Path) -> None:
    well = run("ca", "status", young)
    assert (well.returncode, well.stderr) == (0, "")
    assert "Không có gì phải cấp lại" in well.stdout
    far = run("ca", "status", young, "--days", str(LIFE.days))
    assert (far.returncode, far.stdout) == (1, "")
    assert "! server/ingest" in far.stderr
    assert "  chứng thư gốc" in far.stderr


def test_status_of_nothing_is_one_sentence(tmp_path: Path) -> None:
    assert "ca.crt.pem" in refused(run("ca", "status", tmp_path))


def test_renew_takes_what_is_due_and_take_back_undoes_it(young: Path) -> None:
    before = {one.name: one.certificate.read_bytes() for one in holders(young)}
    assert "Không có gì" in run("ca", "renew", young).stdout
    renewed = run("ca", "renew", young, "--days", str(LIFE.days))
    assert renewed.returncode == 0, renewed.stderr
    assert "ca prove" in renewed.stdout
    assert all(one.certificate.read_bytes() != before[one.name] for one in holders(young))
    back = run("ca", "take-back", young)
    assert "ingest, answers" in back.stdout
    assert {one.name: one.certificate.read_bytes() for one in holders(young)} == before
    assert "Không có chứng thư cũ" in run("ca", "take-back", young).stdout


def test_proving_needs_to_know_where(young: Path) -> None:
    assert "--broker" in refused(run("ca", "prove", young))
    assert "máy:cổng" in refused(run("ca", "prove", young, "--broker", "tram"))
    assert "không nhận kết nối" in refused(run("ca", "prove", young, "--broker", "127.0.0.1:1"))


def test_the_office_says_where_the_root_key_belongs(tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("mật khẩu\n", encoding="utf-8")
    locked = run("ca", "make", tmp_path / "a", "--password-file", password)
    assert "két" in locked.stdout
    assert "chưa có mật khẩu" not in locked.stdout
    assert b"ENCRYPTED" in (tmp_path / "a" / "ca" / "root.key.pem").read_bytes()
    assert run("ca", "make", tmp_path / "b").stdout.count("chưa có mật khẩu") == 2
    half = run("ca", "make", tmp_path / "c", "--root-password-file", password).stdout
    assert "Khóa cấp phát chưa có mật khẩu" in half
    assert "Khóa gốc chưa có mật khẩu" not in half


def test_no_issuing_key_loses_its_password_unnoticed(tmp_path: Path) -> None:
    password, root = tmp_path / "password", tmp_path / "office"
    password.write_text("mật khẩu\n", encoding="utf-8")
    run("ca", "make", root, "--password-file", password)
    renewal: tuple[str | Path, ...] = (
        "ca", "renew-issuing", root, "--root-password-file", password,
    )  # fmt: skip
    assert "--no-password" in refused(run(*renewal))
    assert b"ENCRYPTED" in issuing_key(root).read_bytes()
    both = run(*renewal, "--no-password", "--password-file", password)
    assert "chỉ một" in refused(both)
    assert run(*renewal, "--no-password").returncode == 0
    assert b"ENCRYPTED" not in issuing_key(root).read_bytes()


def test_a_new_issuing_key_is_one_command_with_the_root_key_and_a_sentence_without(
    young: Path, tmp_path: Path
) -> None:
    safe = tmp_path / "safe"
    (young / "ca" / "root.key.pem").rename(safe)
    assert "két" in refused(run("ca", "renew-issuing", young))
    safe.rename(young / "ca" / "root.key.pem")
    for name in ("issued.jsonl", "revoked"):
        (young / "ca" / name).touch()
    told = run("ca", "renew-issuing", young).stdout
    assert "vẫn dùng được" in told
    copied = f"ca.crt.pem, issuing.crt.pem, {issuing_key(young).name}. "
    assert copied in told, "exactly what the signer reads, and does not write"
    assert run("ca", "renew", young, "--days", str(LIFE.days)).returncode == 0
    assert "chứng thư cấp phát trước đây" in run("ca", "status", young).stdout


def test_openssl_agrees_with_every_certificate(young: Path) -> None:
    for one in holders(young):
        done = subprocess.run(
            ["openssl", "verify", "-x509_strict", "-CAfile", young / "ca" / "ca.crt.pem",  # noqa: S607
             "-untrusted", one.certificate, one.certificate],
            check=False, capture_output=True, text=True,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, ""), json.dumps(done.stdout)
    assert program_of(young, "ingest").until < datetime.now(UTC) + LIFE
