"""The house keeps its own rules: who may import whom, and what no file may hold."""

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SETTINGS = PROJECT["tool"]["importlinter"]
FOLDERS = (*SETTINGS["root_packages"], "scripts", "systemd")
CODE = frozenset({".py", ".html", ".css", ".kv", ".sh", ".service", ".toml", ""})
NOT_OURS = frozenset({"var", "build", "__pycache__", "docs/screens"})

# In pieces, so that this file does not hold what it looks for.
HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("crates", "io"),
        ("golang", "org"),
        ("rubygems", "org"),
        ("anaconda", "org"),
        ("debian", "org"),
        ("raspbian", "org"),
        ("docker", "io"),
    )
)
INDEX = re.compile(
    "|".join(
        (
            r"(?<!no-emit-)index[-_]u" + "rl",
            "find[-_]li" + r"nks[\"',=\s]+\w+:",  # an address; a folder names nobody
            "trusted[-_]ho" + "st",
            "PIP_IND" + "EX",
            "UV_IND" + "EX",
        )
    ),
    re.IGNORECASE,
)

LAYERS = "the floors: nobody imports from above"
INDEPENDENT = "device, server and provisioning never import each other"
FLOOR_1 = "floor 1 does no I/O and knows no screen, database, network or device"
DRIVERS = "drivers know nothing of messages, screens or databases"
PURE = "the counter's rules are pure"
KIVY = "only device.ui knows Kivy"
PEEWEE = "only the ledger and the store know peewee"
MQTT = "only link and ingest know MQTT"
POSTGRESQL = "only the store knows PostgreSQL"
VAULT = "nobody but its own program enters the vault"
OPENCV = "OpenCV and numpy stay out of the ui process"

TRESPASSES = (
    ("device", "server", INDEPENDENT),
    ("device", "provisioning", INDEPENDENT),
    ("server", "device.ledger", INDEPENDENT),
    ("provisioning", "server.store", INDEPENDENT),
    ("hardware", "device.counter", LAYERS),
    ("codes", "wire.entry", LAYERS),
    ("words", "settings", LAYERS),
    ("wire", "hardware", LAYERS),
    ("wire", "peewee", FLOOR_1),
    ("codes", "socket", FLOOR_1),
    ("hardware", "wire", DRIVERS),
    ("device/counter", "peewee", PURE),
    ("device/counter", "device.ledger", PURE),
    ("device/counter", "wire.entry", PURE),
    ("device/paper", "kivy", KIVY),
    ("server", "kivy", KIVY),
    ("device/link", "peewee", PEEWEE),
    ("server/web", "peewee", PEEWEE),
    ("device/ledger", "paho", MQTT),
    ("server/store", "paho", MQTT),
    ("device", "cv2", OPENCV),
    ("server/ingest", "psycopg", POSTGRESQL),
    ("server/ingest", "server.vault", VAULT),
    ("server/web", "server.vault", VAULT),
)


def files(*folders: str) -> Iterator[Path]:
    """Yield what belongs to the project: nothing that was installed, made or measured."""
    for folder in folders:
        for path in sorted((ROOT / folder).iterdir()):
            place = path.relative_to(ROOT).as_posix()
            hidden = path.name.startswith(".") and place not in {".ci", ".gitignore"}
            if hidden or path.name.endswith(".egg-info") or {path.name, place} & NOT_OURS:
                continue
            if path.is_dir():
                yield from files(place)
            else:
                yield path


def text_of(path: Path) -> str:
    """Return a file's text; of a picture or another such file, nothing."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def code() -> Iterator[Path]:
    return (path for path in files(*FOLDERS) if path.suffix in CODE)


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-logo", "--no-cache"],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture(scope="module")
def blueprint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the house: its Python files and who may import whom."""
    copy = tmp_path_factory.mktemp("house") / "blueprint"
    for package in SETTINGS["root_packages"]:
        shutil.copytree(ROOT / package, copy / package, ignore=_all_but_python)
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def _all_but_python(folder: str, names: list[str]) -> list[str]:
    return [
        name
        for name in names
        if name == "__pycache__" or not (name.endswith(".py") or Path(folder, name).is_dir())
    ]


def test_everybody_imports_only_whom_they_may() -> None:
    found = lint_imports(ROOT)
    assert found.returncode == 0, found.stdout + found.stderr
    assert f"Contracts: {len(SETTINGS['contracts'])} kept, 0 broken" in found.stdout


@pytest.fixture(scope="module")
def verdict(blueprint: Path) -> str:
    """Let every trespasser into a copy of the house and return what is said of them."""
    assert lint_imports(blueprint).returncode == 0
    for number, (where, what, _contract) in enumerate(TRESPASSES):
        (blueprint / where / f"trespasser_{number}.py").write_text(f"import {what}\n")
    found = lint_imports(blueprint)
    assert found.returncode != 0
    return found.stdout


@pytest.mark.parametrize("number", range(len(TRESPASSES)))
def test_whoever_imports_whom_they_may_not_is_found(verdict: str, number: int) -> None:
    where, what, contract = TRESPASSES[number]
    assert f"{contract} BROKEN" in verdict
    broken = verdict.partition("Broken contracts")[2]
    of_contract = broken.partition(f"\n{contract}\n---")[2].partition("\n---")[0]
    name = f"{where.replace('/', '.')}.trespasser_{number}"
    assert f"{name} -> {what.partition('.')[0]}" in of_contract


def test_every_contract_has_its_trespasser() -> None:
    named = {contract["name"] for contract in SETTINGS["contracts"]}
    assert named == {contract for _where, _what, contract in TRESPASSES}


def test_no_file_names_a_package_registry() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files(".")
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if any(host in line.lower() for host in HOSTS) or INDEX.search(line)
    ]
    assert not found


def test_a_package_registry_would_be_found() -> None:
    for host in HOSTS:
        assert any(known in f"https://{host}/simple" for known in HOSTS)
    assert INDEX.search("--extra-index-" + "url = x")
    assert not INDEX.search("uv pip compile --no-emit-index-" + "url")
    assert len(list(files("."))) > 200


def test_no_program_knows_of_being_tried_out() -> None:
    word = re.compile("testing", re.IGNORECASE)
    found = [str(path.relative_to(ROOT)) for path in code() if word.search(text_of(path))]
    assert not found


def test_no_file_of_code_is_long() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(text_of(path).splitlines())
        for path in code()
        if "data" not in path.parts
    }
    assert len(lengths) > 100
    assert not {name: lines for name, lines in lengths.items() if lines > 300}


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in files("tests") if path.suffix == ".py"}
    assert not [folder for folder in folders if not (folder / "__init__.py").is_file()]


def test_on_the_terminal_only_the_enrolment_knows_x509() -> None:
    knows = {
        path.relative_to(ROOT).parent.as_posix()
        for folder in ("codes", "wire", "settings", "hardware", "device", "server")
        for path in files(folder)
        if path.suffix == ".py" and "x509" in text_of(path)
    }
    assert "device/enrolment" in knows
    assert {folder for folder in knows if not folder.startswith("server")} == {"device/enrolment"}
