"""The way over HTTP: whom the key is shown to, and what the settings must name."""

import logging
from pathlib import Path
from socket import create_server
from threading import Thread

import pytest

from server.interop.http import HttpNational, connect
from server.interop.national import DispenseReport, PrescribedLine, Seller, SoldLine, Unreachable
from server.interop.report_json import report_fields
from server.settings import BrokerSettings, NationalSettings, ServerSettings
from settings import SettingsError

KEY = "khoa-bi-mat-0001"


def national(address: str, key: Path = Path("-")) -> NationalSettings:
    return NationalSettings(address=address, app_name="quay", app_key=key)


def settings(tmp_path: Path, *, key: Path | None) -> ServerSettings:
    broker = BrokerSettings(host="x", ca=tmp_path, certificate=tmp_path, key=tmp_path)
    return ServerSettings(
        province="99", database="x.db", signing_key=tmp_path, broker=broker,
        national=national("http://127.0.0.1:9", key) if key else None,
    )  # fmt: skip


def answering(reply: bytes) -> tuple[str, Thread, list[bytes]]:
    """Answer one connection with these bytes, and keep what was asked."""
    listener, heard = create_server(("127.0.0.1", 0)), []

    def serve() -> None:
        with listener:
            connection, _address = listener.accept()
            with connection:
                heard.append(connection.recv(65_536))
                connection.sendall(reply)

    thread = Thread(target=serve)
    thread.start()
    return f"http://127.0.0.1:{listener.getsockname()[1]}", thread, heard


@pytest.mark.parametrize(
    "reply",
    [
        b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{}",
        b"HTTP/1.1 404 Not Found\r\ncontent-length: 6\r\n\r\n<html>",
        b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 3\r\n\r\nabc",
        b"rubbish\r\n\r\n",
        b"",
    ],
)
def test_what_is_not_the_system_s_own_answer_is_no_answer(reply: bytes) -> None:
    address, thread, heard = answering(reply)
    way = HttpNational(national(address), KEY)
    answer = way.fetch("99011a1b2c3d-c", seconds=5)
    thread.join(10)
    way.close()
    assert isinstance(answer, Unreachable)
    assert KEY.encode() in heard[0]
    assert KEY not in repr(answer) + repr(way)


@pytest.mark.parametrize("code", ["../../auth", "a/b", "a?x=1", "a#b", "a%2f"])
def test_a_code_cannot_lead_elsewhere(code: str) -> None:
    address, thread, heard = answering(b"HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\n{}")
    way = HttpNational(national(address), KEY)
    way.fetch(code, seconds=5)
    thread.join(10)
    way.close()
    path = heard[0].split(b" ")[1]
    assert path.startswith(b"/api/v1/thong-tin-don-thuoc/")
    assert path.count(b"/") == 4
    assert b"?" not in path


def test_without_the_table_nobody_is_asked(tmp_path: Path) -> None:
    assert connect(tmp_path, settings(tmp_path, key=None)) is None


@pytest.mark.parametrize("held", [None, b"", b"a\nb\n", b"\xff\xfe"])
def test_a_key_that_is_none_is_named_by_its_file(tmp_path: Path, held: bytes | None) -> None:
    key = tmp_path / "national.key"
    if held is not None:
        key.write_bytes(held)
        key.chmod(0o600)
    with pytest.raises(SettingsError, match=r"national\.app_key"):
        connect(tmp_path / "server.toml", settings(tmp_path, key=key))


def test_the_log_holds_neither_key_nor_code(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    key = tmp_path / "national.key"
    key.write_text(KEY)
    key.chmod(0o600)
    way = connect(tmp_path / "server.toml", settings(tmp_path, key=key))
    assert way
    with caplog.at_level(logging.INFO):
        way.fetch("99011a1b2c3d-c", seconds=1)
    way.close()
    assert KEY not in caplog.text
    assert "a1b2c3d" not in caplog.text


def test_what_a_line_was_prescribed_as_is_one_setting() -> None:
    was = PrescribedLine(number=1, row="70", drug="DQG1", name="Amoxicilin", quantity=21)
    sold = DispenseReport(
        code="99011A1b2c3d-c", invoice="I" * 25, seller=Seller(code="NT-1", name="N" * 300),
        lines=(SoldLine(prescribed=was, drug="DQG2", name="Khác", units=14),),
    )  # fmt: skip
    by_drug, by_row = report_fields(sold, "drug"), report_fields(sold, "row")
    assert by_drug["thong_tin_thuoc"][0]["ma_thuoc_da_ke_don"] == "DQG1"
    assert by_row["thong_tin_thuoc"][0]["ma_thuoc_da_ke_don"] == "70"
    (line,) = by_drug["thong_tin_thuoc"]
    assert (line["ma_thuoc"], line["ten_thuoc"]) == ("DQG2", "Khác")
    assert (line["so_luong"], line["so_luong_ban"]) == (21, 14)
    assert by_drug["ma_don_thuoc"] == sold.code
    assert len(by_drug["ma_hoa_don"]) == 20
    assert len(by_drug["ten_co_so_cung_ung_thuoc"]) == 200
