"""Resolving: what apt prints becomes lines of the lock, and its settings touch nothing else."""

from pathlib import Path

import pytest

from provisioning.image import apt
from provisioning.image.errors import ProgramFailedError, UnknownPackageError
from provisioning.image.program import run

ARCHIVES = {"debian": "http://mirror.example/debian", "debian-security": "http://sec.example/s"}
SHA256 = "1e" * 32


def line(uri: str, file: str) -> str:
    return f"'{uri}' {file} 2483572 SHA256:{SHA256}"


def test_a_printed_address_becomes_a_package_without_the_mirrors_name() -> None:
    printed = line(
        "http://sec.example/s/pool/updates/main/c/curl/curl_8.14%2bdeb13u1_arm64.deb",
        "curl_1%3a8.14+deb13u1_arm64.deb",
    )
    found = apt._package(printed, ARCHIVES)
    assert (found.name, found.version) == ("curl", "1:8.14+deb13u1")
    assert (found.archive, found.size, found.sha256) == ("debian-security", 2483572, SHA256)
    assert found.path == "pool/updates/main/c/curl/curl_8.14%2bdeb13u1_arm64.deb"


@pytest.mark.parametrize(
    "printed",
    [
        line("http://elsewhere.example/pool/a/a_1_arm64.deb", "a_1_arm64.deb"),
        "'http://mirror.example/debian/pool/a_1_arm64.deb' a_1_arm64.deb 4 MD5Sum:00",
        "E: Unable to locate package a",
    ],
)
def test_what_comes_from_elsewhere_or_without_its_hash_is_refused(printed: str) -> None:
    with pytest.raises(UnknownPackageError):
        apt._package(printed, ARCHIVES)


def test_apt_looks_at_nothing_but_its_own_folder(tmp_path: Path) -> None:
    settings = apt._write_settings(tmp_path, ARCHIVES, "arm64")
    told = run(["apt-config", "dump"], surroundings={"APT_CONFIG": str(settings)}).decode()
    assert 'APT::Architecture "arm64";' in told
    assert f'Dir::State::status "{tmp_path}/status";' in told
    assert f'Dir::Etc::sourcelist "{tmp_path}/etc/sources.list";' in told
    assert 'APT::Architectures:: "arm64";' in told
    assert 'APT::Architectures:: "amd64";' not in told


def test_a_mirror_that_is_not_there_is_told(tmp_path: Path) -> None:
    nowhere = dict.fromkeys(ARCHIVES, f"file:{tmp_path}/nowhere")
    with pytest.raises(ProgramFailedError, match="apt-get"):
        apt.resolve(["bash"], tmp_path / "apt", nowhere)
