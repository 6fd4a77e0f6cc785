from pathlib import Path

import pytest

from device.enrolment import wifi
from device.enrolment.wifi import Wifi, WifiCodeError, read_wifi, supplicant_settings


@pytest.mark.parametrize(
    ("text", "name", "password", "is_hidden"),
    [
        ("WIFI:T:WPA;S:Quay Tam An;P:matkhau123;;", "Quay Tam An", "matkhau123", False),
        ("WIFI:S:Quầy thuốc;T:WPA;P:matkhau123;H:true;;", "Quầy thuốc", "matkhau123", True),
        (r"WIFI:T:WPA;S:a\;b\:c\\d;P:p\"q\,rstuv;;", r"a;b:c\d", 'p"q,rstuv', False),
        ("WIFI:T:nopass;S:Khach;P:;;", "Khach", "", False),
        ('WIFI:T:SAE;S:"Nha";P:"12345678";;', "Nha", "12345678", False),
        ("WIFI:S:Khach;;", "Khach", "", False),
        ("WIFI:T:WPA;S:Nha;P:12345678", "Nha", "12345678", False),
    ],
)
def test_a_telephones_code_names_the_network(
    text: str, name: str, password: str, *, is_hidden: bool
) -> None:
    assert read_wifi(text) == Wifi(name, password, is_hidden)
    assert not password or password not in repr(read_wifi(text))


@pytest.mark.parametrize(
    "text",
    [
        "WIFI:", "WIFI:;;", "WIFI:T:WEP;S:Cu;P:12345;;", "WIFI:T:WPA2-EAP;S:Cty;P:12345678;;",
        "WIFI:T:WPA;S:Nha;P:ngan;;", f"WIFI:T:WPA;S:{'x' * 33};P:12345678;;",
        f"WIFI:T:WPA;S:Nha;P:{'x' * 64};;", "wifi:T:WPA;S:Nha;P:12345678;;",
    ],
)  # fmt: skip
def test_a_network_that_cannot_be_joined_is_refused(text: str) -> None:
    with pytest.raises(WifiCodeError):
        read_wifi(text)


@pytest.mark.parametrize(
    "hostile", ['x"\n}\nnetwork={ssid="evil', 'a"b\\c', "x\ty\nz", "mật khẩu dài lắm"]
)
def test_nothing_in_a_name_or_password_leaves_its_place_in_the_settings(hostile: str) -> None:
    text = supplicant_settings(Wifi(hostile[:10], hostile))
    assert text.count("network={") == 1
    assert text.count("}") == 1
    assert hostile not in text


def test_a_password_becomes_what_the_standard_says() -> None:
    """IEEE 802.11i, annex H.4.3: the first test vector."""
    text = supplicant_settings(Wifi("IEEE", 'pass"word'))
    assert "psk=" in text
    assert '"' not in text.split("psk=")[1].split("\n")[0]
    from hashlib import pbkdf2_hmac  # noqa: PLC0415 - only here

    vector = pbkdf2_hmac("sha1", b"password", b"IEEE", 4096, 32).hex()
    assert vector == "f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e"


def test_what_is_joined_is_kept_and_the_supplicant_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    command = ("/bin/sh", "-c", f"echo OK; touch {told}")
    monkeypatch.setattr(wifi, "_RELOAD", (command,))
    assert wifi.join_with_supplicant(Wifi("Nha", "12345678"), tmp_path)
    file = tmp_path / wifi.SETTINGS
    assert file.stat().st_mode & 0o777 == 0o600
    assert 'psk="12345678"' in file.read_text("utf-8")
    assert told.exists()


@pytest.mark.parametrize("answer", ["exit 1", "echo FAIL", "exec /nowhere"])
def test_a_supplicant_that_does_not_take_it_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr(wifi, "_RELOAD", (("/bin/sh", "-c", answer), ("/nowhere",)))
    assert not wifi.join_with_supplicant(Wifi("Nha", "12345678"), tmp_path)


def test_a_disk_that_does_not_take_it_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "etc").write_bytes(b"")
    assert not wifi.join_with_supplicant(Wifi("Nha", "12345678"), tmp_path)
