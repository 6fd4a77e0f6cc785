"""Accounts: fixed numbers, no passwords, and none that nobody has given a number."""

from pathlib import Path

import pytest

from provisioning.image.accounts import write_accounts
from provisioning.image.errors import UnlistedAccountError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    base = tmp_path / "usr/share/base-passwd"
    base.mkdir(parents=True)
    (base / "passwd.master").write_text("root:*:0:0:root:/root:/bin/bash\n")
    (base / "group.master").write_text("root:*:0:\nvideo:*:44:\n")
    (tmp_path / "etc").mkdir()
    (tmp_path / "usr/lib/sysusers.d").mkdir(parents=True)
    return tmp_path


def test_an_account_has_the_number_that_the_data_partition_remembers(root: Path) -> None:
    write_accounts(root)
    people = dict(line.split(":", 1) for line in (root / "etc/passwd").read_text().splitlines())
    assert people["quay-ui"] == "x:951:951::/nonexistent:/usr/sbin/nologin"
    assert people["root"] == "x:0:0:root:/root:/bin/bash"
    groups = (root / "etc/group").read_text().splitlines()
    assert "quay:x:950:quay-ui,quay-link,quay-display,quay-enrol" in groups
    assert "video:x:44:" in groups
    assert "quay-ui:x:951:" in groups


def test_nobody_has_a_password_and_only_root_reads_that(root: Path) -> None:
    write_accounts(root)
    shadow = root / "etc/shadow"
    assert {line.split(":")[1] for line in shadow.read_text().splitlines()} == {"*"}
    assert shadow.stat().st_mode & 0o777 == 0o600


def test_an_account_without_a_number_stops_the_build_by_name(root: Path) -> None:
    declared = root / "usr/lib/sysusers.d/new.conf"
    declared.write_text('# comment\nu! new-daemon - "Something new"\ng video 44\nm a b\n')
    with pytest.raises(UnlistedAccountError, match="new-daemon"):
        write_accounts(root)


def test_no_two_accounts_share_a_number(root: Path) -> None:
    write_accounts(root)
    for file in ("passwd", "group"):
        numbers = [line.split(":")[2] for line in (root / "etc" / file).read_text().splitlines()]
        assert len(numbers) == len(set(numbers))
