"""Tells a terminal that a transfer has arrived: the seam to the bank that the province uses."""

import argparse
import uuid
from datetime import UTC, datetime

from server.programs.face import fail
from server.settings import ServerSettings
from server.store import payments, terminals
from server.store.database import open_store, writing
from words import _


def told() -> str:
    """Return what the program does."""
    return _("Báo cho máy quầy biết tiền chuyển khoản đã về, theo tin của ngân hàng.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What arrived, and who waits for it."""
    parser.add_argument("terminal", metavar=_("MÃ_MÁY"))
    parser.add_argument("--reference", required=True, help=_("mã trong nội dung chuyển khoản"))
    parser.add_argument("--amount", type=int, required=True, help=_("số tiền, đồng"))
    parser.add_argument("--id", default="", help=_("số giao dịch của ngân hàng"))


def run(called: argparse.Namespace, settings: ServerSettings) -> int:
    """Note one transfer; `answers` tells the terminal."""
    if called.amount <= 0:
        return fail(_("Số tiền phải lớn hơn 0: {amount}").format(amount=called.amount))
    open_store(settings.database)
    payment = payments.Payment(
        called.id or uuid.uuid4().hex, called.terminal, called.reference, called.amount
    )
    with writing():
        if not terminals.is_registered(called.terminal):
            return fail(_("Không có máy nào tên {terminal}").format(terminal=called.terminal))
        is_new = payments.came(payment, datetime.now(UTC))
    print(_("Đã ghi, sẽ báo cho máy") if is_new else _("Giao dịch này đã ghi trước đó"))
    return 0
