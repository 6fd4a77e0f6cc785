"""The program that serves the pages, over HTTP and over HTTPS."""

import re
import ssl
from pathlib import Path

import httpx
import pytest

from demo.ports import free_port
from settings.load import EXIT_SETTINGS_WRONG
from tests.certificates import Pki, make_pki
from tests.server.process import run_server, running, server
from tests.server.web.browser import PASSWORD


@pytest.fixture
def pki(tmp_path: Path) -> Pki:
    return make_pki(tmp_path / "pki")


def written(folder: Path, *web: str) -> tuple[Path, int]:
    """Write a settings file; return it and the port."""
    port, file = free_port(), folder / "server.toml"
    lines = [
        'province = "99"',
        'database = "server.db"',
        'signing_key = "server.key"',
        "[broker]",
        'host = "127.0.0.1"',
        'ca = "ca"',
        'certificate = "certificate"',
        'key = "key"',
        "[web]",
        f"port = {port}",
        *web,
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file, port


def test_over_https_cookies_are_bound_to_the_host_and_browsers_told_to_stay(
    tmp_path: Path, pki: Pki
) -> None:
    pair = pki.broker
    settings, port = written(tmp_path, f'certificate = "{pair.certificate}"', f'key = "{pair.key}"')
    password = tmp_path / "password"
    password.write_text(PASSWORD, encoding="utf-8")
    made = run_server(
        "account", "--settings", settings, "add", "quan.tri", "--role", "administrator",
        "--password-file", password,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    trust = ssl.create_default_context(cafile=pki.ca)
    address = f"https://127.0.0.1:{port}"
    with (
        running(*server("web", "--settings", settings), ready="startup complete") as web,
        httpx.Client(base_url=address, verify=trust, headers={"origin": address}) as line,
    ):
        first = line.get("/dang-nhap")
        assert first.headers["strict-transport-security"].startswith("max-age=31536000")
        (csrf,) = re.findall(r'name="csrf" value="([^"]+)"', first.text)
        answer = line.post(
            "/dang-nhap", data={"csrf": csrf, "ten": "quan.tri", "mat-khau": PASSWORD}
        )
        assert answer.headers["location"] == "/dang-nhap/dang-ky-ma"
        (cookie,) = (
            told for told in answer.headers.get_list("set-cookie") if told.startswith("__Host-")
        )
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
        assert "domain" not in cookie.lower()
        with pytest.raises(httpx.HTTPError):
            httpx.get(f"http://127.0.0.1:{port}/health", timeout=5)
        assert web.terminate() == 0
    assert (tmp_path / "web.secret").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("lacking", ["certificate", "key"])
def test_half_a_certificate_is_a_wrong_setting(tmp_path: Path, pki: Pki, lacking: str) -> None:
    given = {"certificate": pki.broker.certificate, "key": pki.broker.key}
    del given[lacking]
    settings, _port = written(tmp_path, *(f'{name} = "{file}"' for name, file in given.items()))
    done = run_server("web", "--settings", settings)
    assert done.returncode == EXIT_SETTINGS_WRONG
    assert "web.certificate, web.key" in done.stderr


def test_a_secret_that_others_can_read_is_refused(tmp_path: Path) -> None:
    settings, _port = written(tmp_path)
    secret = tmp_path / "web.secret"
    secret.write_bytes(bytes(32))
    secret.chmod(0o644)
    done = run_server("web", "--settings", settings)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "web.secret" in done.stderr
