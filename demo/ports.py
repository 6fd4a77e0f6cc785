"""TCP ports of this computer."""

import socket
import time

from demo.errors import StageError
from words import _

HOST = "127.0.0.1"


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def claim_port(port: int | None) -> int:
    """Return the wanted port, or a free one; raise `StageError` if the wanted one is taken."""
    if port is None:
        return free_port()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise StageError(
                _("cổng {port} đang có chương trình khác dùng; hãy chọn cổng khác").format(
                    port=port
                )
            ) from error
    return port


def wait_for_port(port: int, seconds: float) -> bool:
    """Return whether somebody listens on the port within so many seconds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return True
    return False
