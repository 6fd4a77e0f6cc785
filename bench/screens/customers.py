"""Customers: each buys one pack and pays in cash."""

import threading
from collections.abc import Callable
from typing import Any

from codes import Command, ControlCode

_LONGEST_SECONDS = 10.0
_CASH = ControlCode(Command.PAY_CASH).text


def serve(desk: Any, code: str, sales: int, done: Callable[[], None]) -> None:
    """Let a thread scan for so many customers, then call `done` in the screen's thread."""

    def scan(text: str) -> None:
        heard = desk.heard.count
        desk.kit.controls.scanner.read(text.encode())
        if not desk.heard.wait_beyond(heard, _LONGEST_SECONDS):
            raise TimeoutError("the screen hears no scanner")

    def work() -> None:
        for _customer in range(sales):
            scan(code)
            scan(_CASH)
        desk.kit.controls.printer.wait_for_tickets(sales)
        desk.bridge.post(done)

    threading.Thread(target=work, daemon=True).start()
