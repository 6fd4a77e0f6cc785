import logging
import unicodedata
from pathlib import Path

import pytest

from settings.secret import (
    SecretFileError,
    is_open_to_anyone,
    is_open_to_others,
    read_secret,
    warn_if_open,
)


def written(folder: Path, content: bytes) -> Path:
    file = folder / "secret"
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("ending", [b"", b"\n", b"\r\n"])
def test_a_secret_is_the_one_line_of_its_file(tmp_path: Path, ending: bytes) -> None:
    assert read_secret(written(tmp_path, "mật khẩu ".encode() + ending)) == "mật khẩu "


def test_a_secret_is_the_same_however_its_letters_are_put_together(tmp_path: Path) -> None:
    for form in ("NFC", "NFD"):
        spelt = unicodedata.normalize(form, "mật khẩu của Lệ")
        assert read_secret(written(tmp_path, spelt.encode())) == "mật khẩu của Lệ"


@pytest.mark.parametrize("content", [b"", b"\n", b"one\ntwo", b"\xff4\x008", b"a\0b", b"x" * 2000])
def test_a_file_that_holds_no_secret_is_refused_without_showing_it(
    tmp_path: Path, content: bytes
) -> None:
    with pytest.raises(SecretFileError) as refusal:
        read_secret(written(tmp_path, content))
    assert refusal.value.__cause__ is None
    assert "one" not in str(refusal.value)


@pytest.mark.parametrize(
    ("mode", "to_anyone", "to_others"),
    [
        (0o600, False, False),
        (0o400, False, False),
        (0o640, True, False),
        (0o440, True, False),
        (0o644, True, True),
        (0o602, True, True),
    ],
)
def test_what_a_mode_lets_others_do(
    tmp_path: Path, mode: int, *, to_anyone: bool, to_others: bool
) -> None:
    file = written(tmp_path, b"key")
    file.chmod(mode)
    assert (is_open_to_anyone(file), is_open_to_others(file)) == (to_anyone, to_others)


def test_a_key_that_everybody_may_read_is_warned_of(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = written(tmp_path, b"the key itself")
    file.chmod(0o640)
    with caplog.at_level(logging.WARNING):
        warn_if_open(file, tmp_path / "nowhere")
        assert caplog.text == ""
        file.chmod(0o644)
        warn_if_open(tmp_path / "nowhere", file)
    assert str(file) in caplog.text
    assert "the key itself" not in caplog.text
