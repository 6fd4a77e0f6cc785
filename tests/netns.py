"""A slow and lossy line to a network namespace of its own: what runs in there is far away.

with open_line(Weather(bits_per_second=64_000, loss=0.1)) as line:
    line.here                      # the address at which a server listens
    line.command("curl", ...)      # the same command, run at the far end
    line.bytes_sent()              # by both ends, as the interfaces count them, lost ones included

The kernel's netem makes the weather; where the kernel has none, a thread of ours does, packet by
packet, between two TUN interfaces.
"""

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.weather import Tun, Weather, WeatherThread

_TRIES = 20


class NotPermittedError(OSError):
    """This computer lets nobody make network namespaces, or not us."""


@dataclass(kw_only=True)
class Line:
    """Two ends: `here`, and a namespace whose only way out is the line."""

    here: str
    there: str
    namespace: str
    kind: str
    _near: str
    _far: str
    _thread: WeatherThread | None
    _weather: Weather = field(repr=False)

    def command(self, *command: str) -> tuple[str, ...]:
        """Return a command that runs at the far end."""
        return ("ip", "netns", "exec", self.namespace, *command)

    def bytes_sent(self) -> int:
        """Return what both ends have sent: IP packets and, over Ethernet, their frames."""
        counter = "class/net/{}/statistics/tx_bytes"
        near = Path("/sys", counter.format(self._near)).read_text(encoding="ascii")
        return int(near) + int(_run(*self.command("cat", "/sys/" + counter.format(self._far))))

    def stick(self, *, stuck: bool) -> None:
        """Let nothing through any more, in either direction, or let it through again."""
        if self._thread:
            self._thread.stuck = stuck
            return
        loss = 1.0 if stuck else self._weather.loss
        for prefix, end in (((), self._near), (self.command(), self._far)):
            _run(*prefix, *_netem("change", end, self._weather, loss))


@contextmanager
def open_line(weather: Weather) -> Iterator[Line]:
    """Make a line and take it down again; raise `NotPermittedError`."""
    if os.geteuid() != 0 or not all(map(shutil.which, ("ip", "tc"))):
        raise NotPermittedError("only root may make network namespaces, with iproute2")
    number = secrets.randbelow(1 << 14)
    net = f"10.{200 + (number >> 12)}.{(number >> 4) & 255}."
    first = (number & 15) * 16
    here, there = f"{net}{first + 1}", f"{net}{first + 2}"
    name = f"quay{secrets.token_hex(3)}"
    near, far = f"{name}n", f"{name}f"
    with ExitStack() as undo:
        _run("ip", "netns", "add", name)
        undo.callback(_run, "ip", "netns", "del", name)
        _run("ip", "netns", "exec", name, "ip", "link", "set", "lo", "up")
        thread = _join(name, near, far, weather, undo)
        _set_up((), near, here, there)
        _set_up(("ip", "netns", "exec", name), far, there, here)
        yield Line(
            here=here,
            there=there,
            namespace=name,
            kind="tun" if thread else "netem",
            _near=near,
            _far=far,
            _thread=thread,
            _weather=weather,
        )


def _join(
    name: str, near: str, far: str, weather: Weather, undo: ExitStack
) -> WeatherThread | None:
    """Put an interface at each end, with the weather in between."""
    _run("ip", "link", "add", near, "type", "veth", "peer", "name", far)
    try:
        _run("ip", "link", "set", far, "netns", name)
        _run(*_netem("add", near, weather, weather.loss))
        _run("ip", "netns", "exec", name, *_netem("add", far, weather, weather.loss))
    except NotPermittedError:
        _run("ip", "link", "del", near)
    else:
        undo.callback(_run, "ip", "link", "del", near)
        return None
    ends = Tun(near), Tun(far)
    for end in ends:
        undo.callback(end.close)
    _run("ip", "link", "set", far, "netns", name)
    thread = WeatherThread(ends, weather)
    thread.start()
    undo.callback(thread.stop)
    return thread


def _netem(verb: str, end: str, weather: Weather, loss: float) -> tuple[str, ...]:
    return (
        "tc", "qdisc", verb, "dev", end, "root", "netem",
        "rate", f"{weather.bits_per_second}bit", "loss", f"{loss * 100}%",
        "delay", f"{weather.delay_seconds * 1000}ms",
    )  # fmt: skip


def _set_up(prefix: tuple[str, ...], end: str, own: str, other: str) -> None:
    ipv6 = f"/proc/sys/net/ipv6/conf/{end}/disable_ipv6"
    _run(*prefix, "sh", "-c", f"test ! -e {ipv6} || echo 1 > {ipv6}")
    _run(*prefix, "ip", "addr", "add", own, "peer", other, "dev", end)
    _run(*prefix, "ip", "link", "set", end, "up")


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotPermittedError(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout
