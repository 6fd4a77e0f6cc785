"""Checks the chains of all stored ledgers."""

import argparse

from server.programs.face import fail
from server.settings import ServerSettings
from server.store.check import Break, Fault, check_all
from server.store.database import open_store, reading
from words import _


def told() -> str:
    """Return what the program does."""
    return _("Kiểm chuỗi băm của mọi sổ đã lưu; nêu chỗ đứt đầu tiên của từng sổ.")


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Nothing beside the settings."""


def run(_called: argparse.Namespace, settings: ServerSettings) -> int:
    """Check every ledger; exit 1 names the first place in each that does not hold."""
    open_store(settings.database)
    with reading():
        checked = check_all()
    if checked.declared:
        print(_("Máy quầy đã báo không đọc lại được: {n} mục").format(n=checked.declared))
    if checked.breaks:
        return fail("\n".join(map(_describe, checked.breaks)))
    print(
        _("Chuỗi nguyên vẹn: {entries} phiếu, {ledgers} sổ").format(
            entries=checked.entries, ledgers=checked.ledgers
        )
    )
    return 0


def _describe(broken: Break) -> str:
    what = {
        Fault.CHANGED: _("nội dung phiếu đã bị sửa"),
        Fault.MISPLACED: _("phiếu nằm sai chỗ"),
        Fault.BROKEN: _("phiếu không nối tiếp phiếu trước"),
        Fault.MISSING: _("thiếu phiếu"),
    }[broken.fault]
    return _("Chuỗi đứt ở máy {terminal}, kỳ sổ {epoch}, phiếu {seq}: {what}").format(
        terminal=broken.terminal, epoch=broken.epoch, seq=broken.seq, what=what
    )
