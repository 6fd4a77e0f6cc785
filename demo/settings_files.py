"""The settings files of the demo's programs, as a technician would write them."""

import csv
import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from demo.folders import Folders
from demo.outlets import COUNTER, DATA, Outlet, Table
from demo.ports import HOST

TERMINAL = "Q33-0001"
PROVINCE = "33"
OUTLET = COUNTER.name
COMMUNE = "Xã Phú Sơn"


def write_server_settings(
    folders: Folders, *, broker_port: int, web_port: int, database: str | None = None
) -> Path:
    """Write the server's settings file; without a `database` there is an SQLite file."""
    keys = folders.keys / "server"
    return write_toml(
        folders.server / "server.toml",
        {
            "": {
                "province": PROVINCE,
                "database": database or str(folders.server / "store.sqlite"),
                "signing_key": str(keys / "signing.key.pem"),
            },
            "broker": {
                "host": HOST,
                "port": broker_port,
                "ca": str(keys / "ca.crt.pem"),
                "certificate": str(keys / "ingest.crt.pem"),
                "key": str(keys / "ingest.key.pem"),
            },
            "answers": {
                "certificate": str(keys / "answers.crt.pem"),
                "key": str(keys / "answers.key.pem"),
            },
            "web": {"host": HOST, "port": web_port},
        },
    )


def write_terminal_settings(  # noqa: PLR0913 - what stands in the file
    folders: Folders,
    *,
    broker_port: int,
    scanner: Path,
    remote: Path,
    width: int,
    height: int,
    outlet: Outlet = COUNTER,
) -> Path:
    """Write the terminal's settings file: fake hardware, a camera folder, a serial scanner."""
    keys = folders.keys / "terminals" / TERMINAL
    inbox: Table = {"deliveries": str(folders.inbox)} if outlet.has_inbox else {}
    return write_toml(
        folders.terminal / "device.toml",
        {
            "": {
                "terminal": TERMINAL,
                "province": PROVINCE,
                "ledger": str(folders.terminal / "ledger.sqlite"),
                "run": str(folders.terminal / "run"),
                **inbox,
            },
            "outlet": {
                "name": outlet.name,
                "address": "Thôn 2, xã Phú Sơn",
                "licence": "000/ĐĐKKDD",
            },
            "staff": {"badge": "NV01", "name": "Cô Lan"},
            "broker": {
                "host": HOST,
                "port": broker_port,
                "ca": str(keys / "ca.crt.pem"),
                "certificate": str(keys / "terminal.crt.pem"),
                "key": str(keys / "terminal.key.pem"),
                "longest_wait_seconds": 3.0,
            },
            "keys": {
                "signing": str(keys / "signing.key.pem"),
                "server": str(keys / "server-signing.pub.pem"),
                "book": str(keys / "book.pub.pem"),
            },
            "screen": {
                "width": width,
                "height": height,
                "fullscreen": False,
                "remote": str(remote),
            },
            "hardware": {"kind": "fake"},
            "hardware.camera": {"folder": str(folders.camera)},
            "hardware.serial": {"port": str(scanner)},
            "hardware.printer": {
                "driver": "fake",
                "width_mm": 58,
                "folder": str(folders.receipts),
            },
            "hardware.tray": {"file": str(folders.terminal / "samples.toml")},
            **outlet.tables,
        },
    )


def write_opening_stock(file: Path, today: date, names: tuple[str, ...] = COUNTER.stock) -> Path:
    """Write the opening stock with expiry dates counted from today."""
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(("drug", "batch", "expiry", "on_hand"))
        for row in stock_rows(names):
            expiry = today + timedelta(days=int(row["expires_in_days"]))
            writer.writerow((row["drug"], row["batch"], expiry.isoformat(), row["on_hand"]))
    return file


def stock_rows(names: tuple[str, ...]) -> list[dict[str, str]]:
    """Return the rows of the opening stock as the files have them."""
    rows: list[dict[str, str]] = []
    for name in names:
        with (DATA / name).open(encoding="utf-8", newline="") as source:
            rows += csv.DictReader(source)
    return rows


def write_prescriptions(file: Path, today: date, name: str) -> Path:
    """Write what the province knows of prescriptions, with days counted from today."""
    with (
        (DATA / name).open(encoding="utf-8") as source,
        file.open("w", encoding="utf-8") as target,
    ):
        for line in source:
            sheet = json.loads(line)
            issued = today - timedelta(days=sheet.pop("issued_days_ago"))
            sheet["issued"] = issued.isoformat()
            target.write(json.dumps(sheet, ensure_ascii=False) + "\n")
    return file


def write_toml(file: Path, tables: Mapping[str, Table | list[Table]]) -> Path:
    """Write TOML; a JSON string, number, list or truth value is a TOML one too."""
    lines: list[str] = []
    for name, found in tables.items():
        several = found if isinstance(found, list) else [found]
        heading = f"[[{name}]]" if isinstance(found, list) else f"[{name}]"
        for values in several:
            lines += [heading] if name else []
            lines += [
                f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()
            ]
            lines.append("")
    file.write_text("\n".join(lines), encoding="utf-8")
    return file
