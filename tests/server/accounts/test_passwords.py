"""What makes a password acceptable, and how it is kept."""

from datetime import timedelta
from pathlib import Path

import pytest

from server.accounts import book, passwords
from server.accounts.passwords import WeakPasswordError
from server.accounts.roles import Role
from server.accounts.second import Sealer, new_recovery_codes, sealer
from server.store.database import writing
from tests.server.outlet import NOW
from tests.server.web.browser import PASSWORD, book_find, make_account


@pytest.mark.parametrize(
    "weak",
    [
        "ngắn quá", "aaaaaaaaaaaaaaaa", "abababababababab", "abcdefghijklmnop", "123456789012",
        "password12345", "matkhau123456", "dsha20262026", "soyte123456789", "x" * 201,
    ],
)  # fmt: skip
def test_what_is_easily_guessed_is_refused(weak: str) -> None:
    with pytest.raises(WeakPasswordError):
        passwords.check(weak, name="dsha", person="DS. Hà")


@pytest.mark.parametrize("good", ["trời xanh mây trắng 9", "correct horse battery", "Xq7!mPz2#Lk9"])
def test_what_is_long_and_ones_own_is_taken(good: str) -> None:
    passwords.check(good, name="dsha", person="DS. Hà")


def test_what_is_kept_is_argon2id_and_differs_each_time() -> None:
    first, second = passwords.hashed(PASSWORD), passwords.hashed(PASSWORD)
    assert first.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert first != second
    assert passwords.matches(first, PASSWORD)
    assert not passwords.matches(first, PASSWORD + " ")
    assert not passwords.matches(None, PASSWORD)


def test_none_of_the_last_ten_passwords_is_used_again(store: Path | str) -> None:
    assert store
    make_account(Role.VIEWER)
    used = [PASSWORD, *(f"mật khẩu thứ {n} của tôi" for n in range(1, 11))]
    for number, password in enumerate(used[1:], 1):
        account = book_find("ds.ha")
        assert account
        with writing():
            book.set_password(account, password, NOW + timedelta(minutes=number), by_other=False)
    account = book_find("ds.ha")
    assert account
    for password in (used[1], used[-1]):
        with pytest.raises(book.AccountError, match="đã dùng"), writing():
            book.set_password(account, password, NOW, by_other=False)
    with writing():
        book.set_password(account, PASSWORD, NOW + timedelta(hours=1), by_other=False)


def test_the_last_administrator_stays_one(store: Path | str) -> None:
    assert store
    make_account(Role.ADMINISTRATOR, name="mot")
    one = book_find("mot")
    assert one
    with pytest.raises(book.AccountError, match="quản trị"), writing():
        book.set_roles(one, frozenset({Role.VIEWER}))
    with pytest.raises(book.AccountError, match="quản trị"), writing():
        book.lock(one, NOW)
    make_account(Role.ADMINISTRATOR, name="hai")
    with writing():
        book.lock(one, NOW)


def test_the_key_of_second_factors_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "web.secret"
    sealed = sealer(file).seal("JBSWY3DPEHPK3PXP", "ds.ha")
    assert file.stat().st_mode & 0o777 == 0o600
    assert b"JBSWY3DP" not in sealed
    assert sealer(file).open(sealed, "ds.ha") == "JBSWY3DPEHPK3PXP"
    assert sealer(file).open(sealed, "ai.do") is None
    assert Sealer(bytes(32)).open(sealed, "ds.ha") is None
    file.chmod(0o644)
    with pytest.raises(PermissionError):
        sealer(file)


def test_recovery_codes_are_many_and_all_different() -> None:
    codes = {code for _time in range(20) for code in new_recovery_codes()}
    assert len(codes) == 160
