"""The technician's later tasks, run as a technician runs them."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from provisioning.signer.journal import Issued, Journal
from tests.provisioning.test_program import province, refused, run, secrets, terminal

__all__ = ["province"]


def keeper(folder: Path, badge: str, pin: str, *, new: str = "") -> list[str | Path]:
    folder.mkdir(exist_ok=True)
    badge_file, pin_file = secrets(folder, badge=badge, pin=pin)[1::2]
    return [f"--{new}badge-file", badge_file, f"--{new}pin-file", pin_file]


def code_in(shown: str) -> str:
    """Return the recovery code that was shown."""
    (code,) = re.findall(r"^ {4}(\S{6}(?:-\S{6}){4})$", shown, re.MULTILINE)
    return str(code)


def test_a_lost_badge_from_the_envelope_to_the_new_one(province: Path, tmp_path: Path) -> None:
    enrolled = run(*terminal(province, *secrets(tmp_path)))
    folder = province / "terminals" / "Q33-0001"
    paper = tmp_path / "paper"
    new = keeper(tmp_path / "new", "the second badge", "55555", new="new-")
    paper.write_text(code_in(enrolled.stdout).lower().replace("-", " "), encoding="ascii")
    done = run("book", "recover", folder, "--code-file", paper, *new)
    assert (done.returncode, done.stderr) == (0, "")
    assert code_in(done.stdout) != code_in(enrolled.stdout)
    again = run("book", "recover", folder, "--code-file", paper, *new)
    assert "Không mở được sổ" in refused(again)
    assert "Không mở được sổ" in refused(run("book", "renew", folder, *secrets(tmp_path)))
    renewed = run("book", "renew", folder, *keeper(tmp_path / "new", "the second badge", "55555"))
    assert (renewed.returncode, renewed.stderr) == (0, "")


def test_a_slip_of_the_pen_names_its_group_and_not_the_code(province: Path, tmp_path: Path) -> None:
    code = code_in(run(*terminal(province, *secrets(tmp_path))).stdout)
    groups = code.split("-")
    groups[2] = groups[2][:-1] + ("A" if groups[2][-1] != "A" else "B")
    (tmp_path / "paper").write_text("-".join(groups), encoding="ascii")
    folder = province / "terminals" / "Q33-0001"
    new = keeper(tmp_path / "new", "the second badge", "55555", new="new-")
    sentence = refused(run("book", "recover", folder, "--code-file", tmp_path / "paper", *new))
    assert "nhóm thứ 3" in sentence
    assert not any(group in sentence for group in groups)


def test_keys_change_in_the_order_that_the_program_tells(province: Path, tmp_path: Path) -> None:
    run(*terminal(province, *secrets(tmp_path)))
    file = province / "terminals" / "Q33-0001" / "server-signing.pub.pem"
    known = [file.read_text().count("BEGIN PUBLIC KEY")]
    for step in (("renew-signing-key",), ("use-signing-key", "--carried"), ("forget-signing-key",)):
        done = run("server", step[0], province, *step[1:])
        assert (done.returncode, done.stderr) == (0, "")
        known.append(file.read_text().count("BEGIN PUBLIC KEY"))
    assert known == [1, 2, 2, 1]


def test_the_next_key_waits_for_terminals_that_no_folder_brings_it_to(
    province: Path, tmp_path: Path
) -> None:
    run(*terminal(province, *secrets(tmp_path)))
    run("server", "renew-signing-key", province)
    assert "issued.jsonl" in refused(run("server", "use-signing-key", province))
    with Journal(province / "ca/issued.jsonl") as journal:
        for name in ("Q33-0001", "Q33-0101", "Q33-0102"):
            journal.write(certified(name))
    run("terminal", "revoke", province, "--id", "Q33-0102")
    before = (province / "server/signing.key.pem").read_bytes()
    said = refused(run("server", "use-signing-key", province))
    assert "1 máy" in said
    assert "Q33-0101." in said
    assert (province / "server/signing.key.pem").read_bytes() == before
    done = run("server", "use-signing-key", province, "--carried")
    assert (done.returncode, done.stderr) == (0, "")
    assert (province / "server/signing.key.pem").read_bytes() != before


def certified(name: str) -> Issued:
    now = datetime.now(UTC)
    return Issued(
        at=now, terminal=name, serial="1", until=now + timedelta(days=700), key="0" * 64, issuer="1"
    )


def test_a_revoked_terminal_is_given_nothing_any_more(province: Path, tmp_path: Path) -> None:
    run(*terminal(province, *secrets(tmp_path)))
    done = run("terminal", "revoke", province, "--id", "Q33-0001")
    assert (done.returncode, done.stderr) == (0, "")
    assert "python -m server revoke" in done.stdout
    for task in ("renew", "renew-certificate"):
        assert "đã bị thu hồi" in refused(run("terminal", task, province, "--id", "Q33-0001"))
