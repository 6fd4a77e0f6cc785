"""The settings files of the demo's programs, as a technician would write them."""

import csv
import json
from datetime import date, timedelta
from pathlib import Path

from demo.folders import Folders
from demo.ports import HOST

TERMINAL = "Q33-0001"
PROVINCE = "33"
OUTLET = "Quầy thuốc Tâm An"
COMMUNE = "Xã Phú Sơn"
DATA = Path(__file__).parent / "data"


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


def write_terminal_settings(
    folders: Folders, *, broker_port: int, scanner: Path, remote: Path, width: int, height: int
) -> Path:
    """Write the terminal's settings file: fake hardware, a camera folder, a serial scanner."""
    keys = folders.keys / "terminals" / TERMINAL
    return write_toml(
        folders.terminal / "device.toml",
        {
            "": {
                "terminal": TERMINAL,
                "province": PROVINCE,
                "ledger": str(folders.terminal / "ledger.sqlite"),
                "run": str(folders.terminal / "run"),
            },
            "outlet": {
                "name": OUTLET,
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
        },
    )


def write_opening_stock(file: Path, today: date) -> Path:
    """Write the opening stock with expiry dates counted from today."""
    with (DATA / "stock.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(("drug", "batch", "expiry", "on_hand"))
        for row in rows:
            expiry = today + timedelta(days=int(row["expires_in_days"]))
            writer.writerow((row["drug"], row["batch"], expiry.isoformat(), row["on_hand"]))
    return file


def write_toml(file: Path, tables: dict[str, dict[str, object]]) -> Path:
    """Write TOML; a JSON string, number or truth value is a TOML one too."""
    lines: list[str] = []
    for name, values in tables.items():
        lines += [f"[{name}]"] if name else []
        lines += [
            f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()
        ]
        lines.append("")
    file.write_text("\n".join(lines), encoding="utf-8")
    return file
