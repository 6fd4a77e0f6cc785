"""The sample codes of the demo. Every person, number and product here is invented."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

SEPARATOR = "\x1d"
By = Literal["camera", "serial", "keyboard"]


@dataclass(frozen=True, slots=True)
class Sample:
    """One code that can be laid before a scanner."""

    title: str
    kind: Literal["card", "prescription", "pack"]
    text: str
    symbology: Literal["QRCode", "GS1DataMatrix", "EAN13"]
    by: By


def make_samples(today: date) -> dict[str, Sample]:
    """Return the samples by name; expiry dates are counted from today, so they never go stale."""

    def pack(title: str, gtin: str, *, batch: str, days: int, serial: str, by: By) -> Sample:
        expiry = (today + timedelta(days=days)).strftime("%y%m%d")
        text = f"01{gtin}17{expiry}10{batch}{SEPARATOR}21{serial}"
        return Sample(title, "pack", text, "GS1DataMatrix", by)

    def retail(title: str, gtin: str, by: By) -> Sample:
        return Sample(title, "pack", gtin[1:], "EAN13", by)

    return {
        "paracetamol": pack(
            "Paracetamol 500 mg", "08930000001108",
            batch="2502B", days=337, serial="SN000101", by="camera",
        ),
        "paracetamol 2": pack(
            "Paracetamol 500 mg (vỉ khác)", "08930000001108",
            batch="2502B", days=337, serial="SN000102", by="serial",
        ),
        "expired": pack(
            "Paracetamol hết hạn", "08930000001108",
            batch="2302X", days=-22, serial="SN000090", by="serial",
        ),
        "amoxicillin": pack(
            "Amoxicilin 500 mg", "08930000044105",
            batch="2509S", days=428, serial="SN004401", by="serial",
        ),
        "cold remedy": pack(
            "Pseudoephedrin phối hợp", "08930000012104",
            batch="2501M", days=744, serial="SN001201", by="camera",
        ),
        "metformin": pack(
            "Metformin 850 mg", "08930000063106",
            batch="2504L", days=631, serial="SN006301", by="camera",
        ),
        "vitamin C": retail("Vitamin C 500 mg", "08930000035202", "keyboard"),
        "oresol": retail("Oresol gói", "08930000025104", "serial"),
        "amlodipine": retail("Amlodipin 5 mg", "08930000058102", "keyboard"),
        "salt water": retail("Natri clorid 0,9 %", "08930000024206", "camera"),
        "unknown": retail("Mã lạ", "08936012345674", "keyboard"),
        "card": Sample(
            "Căn cước: Nguyễn Văn Mẫu",
            "card",
            "033056000001||Nguyễn Văn Mẫu|02091956|Nam|Thôn 2, Xã Phú Sơn, Hưng Yên|01082024||||",
            "QRCode",
            "camera",
        ),
        "card 2": Sample(
            "Căn cước: Võ Thị Ngọc Ánh",
            "card",
            "033188000002|145000002|Võ Thị Ngọc Ánh|17031988|Nữ|"
            "Thôn 5, Xã Phú Sơn, Hưng Yên|22062022",
            "QRCode",
            "serial",
        ),
        "prescription": Sample(
            "Đơn thuốc 33012a1b2c3d-c",
            "prescription",
            "https://donthuoc.example/tra-cuu/33012a1b2c3d-c",
            "QRCode",
            "camera",
        ),
        "prescription 2": Sample(
            "Đơn thuốc 33012k9m8n7p-c", "prescription", "33012k9m8n7p-c", "QRCode", "serial"
        ),
    }  # fmt: skip


def write_tray(file: Path, samples: dict[str, Sample]) -> None:
    """Write the samples as the tray of the fake hardware wants them."""
    parts = []
    for sample in samples.values():
        lines = (
            f"{key} = {json.dumps(getattr(sample, key), ensure_ascii=False)}"
            for key in ("title", "kind", "text", "symbology", "by")
        )
        parts.append("[[sample]]\n" + "\n".join(lines) + "\n")
    file.write_text("\n".join(parts), encoding="utf-8")
