"""What the morning came to: the table, and the terminal's ledger against the server's."""

from dataclasses import dataclass

from demo.morning import Sold
from demo.program import run_once
from demo.settings_files import TERMINAL
from demo.stage import Stage
from words import _


@dataclass(frozen=True, slots=True)
class Comparison:
    """The two ledgers, entry by entry: (epoch, sequence number, hash)."""

    terminal: tuple[tuple[str, ...], ...]
    server: tuple[tuple[str, ...], ...]

    @property
    def equal(self) -> bool:
        """Whether both hold the same entries, each once, in the same order."""
        return self.terminal == self.server

    def holds_all(self, sold: list[Sold]) -> bool:
        """Whether the ledgers are equal and every sale of the morning is among their entries."""
        stored = {seq for _epoch, seq, _hash in self.server}
        return self.equal and stored >= {str(sale.number) for sale in sold}

    @property
    def lost(self) -> int:
        """Entries that only the terminal has."""
        return len(set(self.terminal) - set(self.server))

    @property
    def doubled(self) -> int:
        """Entries that the server has more than once."""
        return len(self.server) - len(set(self.server))


def compare_ledgers(stage: Stage) -> Comparison:
    """Ask both programs for their ledgers, and check the terminal's chain."""
    log = stage.folders.logs / "compare.log"
    terminal = ("--settings", str(stage.terminal_settings))
    server = ("--settings", str(stage.server_settings))
    run_once("device", "verify", *terminal, log=log)
    run_once("server", "verify", *server, log=log)
    return Comparison(
        terminal=_entries(run_once("device", "ledger", *terminal, log=log)),
        server=_entries(run_once("server", "entries", *server, "--terminal", TERMINAL, log=log)),
    )


def _entries(printed: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split()[:3]) for line in printed.splitlines() if line.strip())


def table(stage: Stage, sold: list[Sold], found: Comparison) -> str:
    """Return the table that ends a morning."""
    stored = {seq for _epoch, seq, _hash in found.server}
    rows = [(_("Phiếu"), _("Tổng tiền"), _("Mạng"), _("Ở máy chủ"), _("Đã quét"))]
    rows += [
        (
            f"{sale.number:06d}",
            f"{sale.total_vnd:,} đ".replace(",", "."),
            _("có") if sale.online else _("mất"),
            _("đã nhận") if str(sale.number) in stored else _("THIẾU"),
            ", ".join(sale.scans),
        )
        for sale in sold
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]])
        for row in rows
    ]
    return "\n".join([*lines, "", *_summary(stage, sold, found)])


def _summary(stage: Stage, sold: list[Sold], found: Comparison) -> list[str]:
    folders = stage.folders
    offline = sum(not sale.online for sale in sold)
    most = max((sale.unsent for sale in sold), default=0)
    pictures = len(list(folders.screens.glob("*.png")))
    receipts = len(list(folders.receipts.glob("*.png")))
    return [
        _("Đã bán {sold} phiếu, {offline} phiếu lúc mất mạng; chờ gửi nhiều nhất {most}.").format(
            sold=len(sold), offline=offline, most=most
        ),
        _(
            "Sổ của máy: {terminal} mục; sổ của máy chủ: {server} mục; "
            "thiếu {lost}, trùng {doubled}."
        ).format(
            terminal=len(found.terminal),
            server=len(found.server),
            lost=found.lost,
            doubled=found.doubled,
        ),
        _("Ảnh màn hình ({count}): {folder}").format(count=pictures, folder=folders.screens),
        _("Ảnh phiếu in ({count}): {folder}").format(count=receipts, folder=folders.receipts),
        _("Trang của Sở lúc đang chạy: {address} (bản lưu: {copy})").format(
            address=stage.dashboard, copy=folders.root / "dashboard.html"
        ),
        _("Hai sổ khớp nhau.") if found.equal else _("HAI SỔ KHÔNG KHỚP NHAU."),
    ]
