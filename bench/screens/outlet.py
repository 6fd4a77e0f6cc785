"""An outlet in a folder of its own: settings, keys, the whole catalogue, stock."""

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from demo.settings_files import write_toml
from device.catalogue.file import write_catalogue
from device.catalogue.row import DrugRow, UnitRow
from device.keys import load_readers
from device.ledger.counting import set_opening_stock
from device.ledger.ledger import Ledger
from device.ledger.stock import OpeningStock
from device.settings import TerminalSettings, load_settings

NATIONAL = 55_000
"""Drugs in the whole catalogue."""
WIDTH, HEIGHT = 800, 480
BATCH = "LO2601"
_STEMS = (
    "Para", "Amo", "Cefa", "Metro", "Diclo", "Lora", "Ome", "Panto", "Ator", "Simva", "Losa",
    "Amlo", "Biso", "Furo", "Glime", "Metfo", "Insu", "Salbu", "Bude", "Mome", "Acy", "Flu",
    "Keto", "Nysta", "Vita", "Calci", "Magne", "Zinco", "Ferro", "Folic",
)  # fmt: skip
_ENDINGS = (
    "phar", "med", "cin", "tab", "lan", "vita", "dol", "zol", "pril", "sartan", "mycin", "fen",
    "cap", "gen", "lex", "mox", "nal", "rin", "sol", "tin", "vin", "xim", "zin", "bion", "cure",
)  # fmt: skip
_STRENGTHS = ("5 mg", "10 mg", "20 mg", "50 mg", "100 mg", "250 mg", "500 mg", "1 g")
_FORMS = ("viên nén", "viên nang", "bột pha", "xi rô", "thuốc mỡ")
_MAKERS = 2


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where everything of one terminal lies."""

    folder: Path

    @property
    def file(self) -> Path:
        """The terminal's settings file."""
        return self.folder / "device.toml"

    @property
    def settings(self) -> TerminalSettings:
        """The terminal's settings."""
        return load_settings(self.file)

    def ledger(self) -> Ledger:
        """Open the ledger; it is made where there is none."""
        settings = self.settings
        readers = load_readers(settings, self.file)
        return Ledger.open(settings.ledger, terminal=settings.terminal, readers=readers)


def open_outlet(folder: Path, **tables: dict[str, object]) -> Outlet:
    """Write settings and keys of a terminal with fake hardware; `tables` come on top."""
    folder.mkdir(parents=True, exist_ok=True)
    run = _memory_folder(folder)
    book = X25519PrivateKey.generate().public_key()
    pem = book.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (folder / "book.pem").write_bytes(pem)
    nowhere = str(folder / "nowhere")
    write_toml(
        folder / "device.toml",
        {
            "": {
                "terminal": "Q33-0001",
                "province": "33",
                "ledger": str(folder / "ledger.sqlite"),
                "run": str(run),
            },
            "outlet": {"name": "Nhà thuốc Mẫu", "address": "Xã Mẫu", "licence": "000/ĐĐKKDD"},
            "staff": {"badge": "NV01", "name": "Cô Lan"},
            "broker": {
                "host": "localhost", "port": 1,
                "ca": nowhere, "certificate": nowhere, "key": nowhere,
            },
            "keys": {"signing": nowhere, "server": nowhere, "book": str(folder / "book.pem")},
            "screen": {"width": WIDTH, "height": HEIGHT, "fullscreen": False},
            "hardware": {"kind": "fake"},
            "hardware.printer": {"driver": "fake", "width_mm": 58},
            "hardware.drawer": {"driver": "printer"},
            **tables,
        },
    )  # fmt: skip
    return Outlet(folder)


def _memory_folder(folder: Path) -> Path:
    """Return a folder that lies in memory, as /run does on a terminal; it goes with the outlet."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own in it
    if not memory.is_dir():
        (folder / "run").mkdir()
        return folder / "run"
    run = Path(tempfile.mkdtemp(prefix="quay-run-", dir=memory))
    atexit.register(shutil.rmtree, run, ignore_errors=True)
    return run


def national_catalogue(count: int) -> Iterator[DrugRow]:
    """Yield so many drugs, the same ones every time; names, ingredients and makers repeat."""
    parts = product(range(_MAKERS), _FORMS, _STRENGTHS, _ENDINGS, _STEMS)
    for number, (maker, form, strength, ending, stem) in zip(range(count), parts, strict=False):
        yield DrugRow(
            id=f"D{number:05d}",
            name=f"{stem}{ending} {strength} {form}",
            rx=needs_prescription(number),
            registration=f"8931{number:05d}26",
            ingredients=((f"{stem.lower()}{_ENDINGS[number % 7]}in", strength),),
            form=form,
            route="uống",
            maker=f"Công ty Dược Mẫu {maker + 1}",
            units=(
                UnitRow(name="hộp", size=100, gtin=gtin_of(number, box=True), price_vnd=95_000),
                UnitRow(name="vỉ", size=10, gtin=gtin_of(number), price_vnd=10_000),
                UnitRow(name="viên", size=1, price_vnd=1_000),
            ),
        )


def gtin_of(number: int, *, box: bool = False) -> str:
    """Return the 14-digit code of a drug's strip or box."""
    digits = f"0893{number:07d}{'2' if box else '1'}0"
    total = sum(int(digit) * (3 if at % 2 == 0 else 1) for at, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def on_shelf_of(drugs: int, on_shelf: int) -> range:
    """Return the numbers of the drugs that are on the shelf, spread over the catalogue."""
    return range(0, drugs, max(1, drugs // on_shelf))


def needs_prescription(number: int) -> bool:
    """Whether the drug of this number is sold on prescription only: one in three."""
    return number % 3 == 2  # noqa: PLR2004 - two are not


def far_expiry() -> date:
    """Return when everything on the shelf expires."""
    return date.today() + timedelta(days=700)  # noqa: DTZ011 - the shop's day is this computer's


def stock_up(outlet: Outlet, *, drugs: int, on_shelf: int) -> None:
    """Write the catalogue, and count some of its drugs on to the shelf."""
    write_catalogue(outlet.settings.catalogue_file, national_catalogue(drugs))
    ledger = outlet.ledger()
    expiry = far_expiry()
    numbers = on_shelf_of(drugs, on_shelf)
    rows = [OpeningStock(f"D{number:05d}", BATCH, expiry, 100_000) for number in numbers]
    set_opening_stock(ledger, rows, staff="NV01")
    ledger.close()
