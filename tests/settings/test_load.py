import os
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import pytest
from msgspec import Meta

from settings import SettingsError, load


class Scanner(msgspec.Struct, forbid_unknown_fields=True):
    port: str
    baud: Annotated[int, Meta(ge=1)] = 9600


class Printer(msgspec.Struct, forbid_unknown_fields=True):
    socket: Path | None = None


class Example(msgspec.Struct, forbid_unknown_fields=True):
    name: Annotated[str, Meta(min_length=1)]
    port: Annotated[int, Meta(ge=1, le=65535)]
    ledger: Path
    language: Literal["vi", "en"] = "vi"
    printer: Printer = msgspec.field(default_factory=Printer)
    scanners: list[Scanner] = msgspec.field(default_factory=list)


GOOD = 'name = "Quầy"\nport = 8883\nledger = "var/ledger.sqlite"\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "terminal.toml"


def fault_of(file: Path, text: str) -> SettingsError:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load(file, Example)
    error = caught.value
    for part in (str(error.file), error.key or "-", error.value, error.expected):
        assert part
        assert part in str(error)
    assert error.file == file
    return error


def test_good_settings_come_back_typed(file: Path) -> None:
    file.write_text(GOOD + '[printer]\n[[scanners]]\nport = "/dev/ttyACM0"\n', encoding="utf-8")
    found = load(file, Example)
    assert (found.name, found.port, found.language) == ("Quầy", 8883, "vi")
    assert found.scanners == [Scanner(port="/dev/ttyACM0", baud=9600)]
    assert found.printer.socket is None


def test_paths_are_taken_from_the_folder_of_the_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text(GOOD + '[printer]\nsocket = "../run/p.sock"\n', encoding="utf-8")
    monkeypatch.chdir("/")
    for way in (file, Path(os.path.relpath(file, "/"))):
        found = load(way, Example)
        assert found.ledger == file.parent.resolve() / "var/ledger.sqlite"
        assert found.ledger.is_absolute()
        assert found.printer.socket == file.parent.resolve() / "../run/p.sock"


def test_an_absolute_path_stays_as_it_is(file: Path) -> None:
    file.write_text(GOOD.replace("var/ledger", "/var/lib/ledger"), encoding="utf-8")
    assert load(file, Example).ledger == Path("/var/lib/ledger.sqlite")


@pytest.mark.parametrize(
    ("change", "key", "value", "wish"),
    [
        (("8883", '"8883"'), "port", "'8883'", "số nguyên từ 1 đến 65535"),
        (("8883", "8883.5"), "port", "8883.5", "số nguyên"),
        (("8883", "0"), "port", "0", "từ 1"),
        (("8883", "70000"), "port", "70000", "65535"),
        (('"Quầy"', '""'), "name", "''", "ít nhất 1 ký tự"),
        (('"Quầy"', "7"), "name", "7", "chữ trong ngoặc kép"),
        (('"var/ledger.sqlite"', "7"), "ledger", "7", "đường dẫn"),
        (("name", 'language = "fr"\nname'), "language", "'fr'", '"en", "vi"'),
    ],
)
def test_a_wrong_value_is_named_with_its_key_and_what_was_expected(
    file: Path, change: tuple[str, str], key: str, value: str, wish: str
) -> None:
    fault = fault_of(file, GOOD.replace(*change))
    assert (fault.key, fault.value) == (key, value)
    assert wish in fault.expected


@pytest.mark.parametrize(
    ("more", "key", "value"),
    [
        ("[printer]\nsocket = 7\n", "printer.socket", "7"),
        ("[[scanners]]\nport = 1\n", "scanners[0].port", "1"),
        (
            '[[scanners]]\nport = "a"\n[[scanners]]\nport = "b"\nbaud = 0\n',
            "scanners[1].baud",
            "0",
        ),
        ("scanners = 7\n", "scanners", "7"),
        ("scanners = [7]\n", "scanners[0]", "7"),
    ],
)
def test_a_wrong_value_further_down_is_named_with_its_whole_path(
    file: Path, more: str, key: str, value: str
) -> None:
    fault = fault_of(file, GOOD + more)
    assert (fault.key, fault.value) == (key, value)


@pytest.mark.parametrize("key", ["name", "port", "ledger"])
def test_a_missing_key_is_named(file: Path, key: str) -> None:
    text = "".join(line + "\n" for line in GOOD.splitlines() if not line.startswith(key))
    fault = fault_of(file, text)
    assert (fault.key, fault.value) == (key, "không có")


def test_a_missing_key_further_down_is_named_with_its_whole_path(file: Path) -> None:
    assert fault_of(file, GOOD + '[[scanners]]\nport = "a"\n[[scanners]]\n').key == (
        "scanners[1].port"
    )


@pytest.mark.parametrize(
    ("more", "key", "value"),
    [
        ("prot = 1\n", "prot", "1"),
        ('[printer]\nsocked = "x"\n', "printer.socked", "'x'"),
        ('[[scanners]]\nport = "a"\nspeed = 9\n', "scanners[0].speed", "9"),
        ("[sections]\na = 1\n", "sections", "{'a': 1}"),
    ],
)
def test_an_unknown_key_is_named_with_its_value(
    file: Path, more: str, key: str, value: str
) -> None:
    fault = fault_of(file, GOOD + more)
    assert (fault.key, fault.value) == (key, value)


@pytest.mark.parametrize(
    "text", ["name = ", "name = 'a\n", "a = 1\na = 2\n", "[a\n", "name = Quầy\n"]
)
def test_what_is_no_toml_is_said_with_its_place(file: Path, text: str) -> None:
    fault = fault_of(file, text)
    assert fault.key == ""
    assert "(at " in fault.value
    assert "TOML" in fault.expected


def test_a_file_that_is_not_utf_8_is_refused(file: Path) -> None:
    file.write_bytes('name = "Quầy"'.encode("utf-16"))
    with pytest.raises(SettingsError, match="UTF-8"):
        load(file, Example)


@pytest.mark.parametrize("place", ["none.toml", ".", "terminal.toml/below", "x" * 300])
def test_a_file_that_is_not_there_is_named(file: Path, place: str) -> None:
    file.write_text(GOOD, encoding="utf-8")
    wanted = file.parent / place
    with pytest.raises(SettingsError) as caught:
        load(wanted, Example)
    assert caught.value.file == wanted
    assert str(wanted) in str(caught.value)
    assert "TOML" in caught.value.expected


def test_a_file_that_may_not_be_read_is_named(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    # Whoever runs this may be allowed everything, so the refusal is made here.
    monkeypatch.setattr(Path, "read_text", refuse)
    with pytest.raises(SettingsError, match="không được phép đọc") as caught:
        load(file, Example)
    assert caught.value.file == file
