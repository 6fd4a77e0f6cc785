"""A national system that is invented: synthetic prescriptions, and a memory of what it was told.

It speaks the real one's JSON, is seeded, and fails on request. The simulator serves it over HTTP.
"""

import random
from datetime import UTC, date, datetime
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

from server.interop.invented_prescription import invent, letters

HERE = ZoneInfo("Asia/Ho_Chi_Minh")


class Invented:
    """Prescriptions that nobody has, and the reports that came about them."""

    def __init__(self, *, seed: int = 33, count: int = 200, today: date | None = None) -> None:
        draw = random.Random(seed)  # noqa: S311 - invented data wants no secrecy
        day = today or datetime.now(UTC).astimezone(HERE).date()
        made = [invent(draw, number, day) for number in range(count)]
        self._prescriptions = {str(one["ma_don_thuoc"]).lower(): one for one in made}
        self._reports: dict[str, dict[str, Any]] = {}
        self._told = 0
        self._lock = Lock()
        for one in made[7::20]:  # every twentieth was corrected: a new code replaces the old one
            self._replace(one, draw)

    @property
    def codes(self) -> list[str]:
        """All codes, as they are printed."""
        return [str(one["ma_don_thuoc"]) for one in self._prescriptions.values()]

    @property
    def reports(self) -> dict[str, dict[str, Any]]:
        """What was reported, by invoice; the latest of each."""
        with self._lock:
            return dict(self._reports)

    @property
    def told(self) -> int:
        """How many reports were taken, repeats included."""
        return self._told

    def prescription(self, code: str) -> dict[str, Any] | None:
        """Return a prescription as the system sends it, whatever the code's case."""
        return self._prescriptions.get(code.lower())

    def add(self, fields: dict[str, Any]) -> None:
        """Take in a prescription."""
        self._prescriptions[str(fields["ma_don_thuoc"]).lower()] = fields

    def report(self, fields: dict[str, Any]) -> list[str]:
        """Take in a report; return what is wrong with it."""
        faults = _faults(fields, self.prescription(str(fields.get("ma_don_thuoc", ""))))
        if not faults:
            with self._lock:
                self._reports[str(fields["ma_hoa_don"])] = fields
                self._told += 1
        return faults

    def _replace(self, old: dict[str, Any], draw: random.Random) -> None:
        code = f"{str(old['ma_don_thuoc'])[:5]}{letters(draw, 7)}{str(old['ma_don_thuoc'])[-2:]}"
        self.add(old | {"ma_don_thuoc": code})
        old["ma_don_thuoc_thay_the"] = code


def _faults(fields: dict[str, Any], prescribed: dict[str, Any] | None) -> list[str]:
    if prescribed is None:
        return ["ma_don_thuoc không tồn tại"]
    invoice = fields.get("ma_hoa_don")
    if not isinstance(invoice, str) or not 1 <= len(invoice) <= 20:  # noqa: PLR2004 - as one source has it
        return ["ma_hoa_don từ 1 đến 20 ký tự"]
    drugs = {one["ma_thuoc"] for one in prescribed["thong_tin_don_thuoc"]}
    rows = {str(one["id"]) for one in prescribed["thong_tin_don_thuoc"]}
    lines = fields.get("thong_tin_thuoc")
    if not isinstance(lines, list):
        return ["thong_tin_thuoc bắt buộc"]
    return [
        f"thong_tin_thuoc.{number}: ma_thuoc_da_ke_don không có trong đơn"
        for number, line in enumerate(lines)
        if line.get("ma_thuoc_da_ke_don") not in drugs | rows
    ]
