"""The far end of a link to a printer: takes bytes in and answers, as a printer does."""

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PIL import Image

from hardware.paper_roll import PaperRoll
from tests.hardware.listening import PATIENCE


class FarEnd:
    """A paper roll with the sensors' switches. `take` is called by whoever owns the link."""

    def __init__(self, width: int) -> None:
        self.roll = PaperRoll(width)
        self.changed = threading.Condition()
        self.break_after: int | None = None
        self.is_mute = False
        self.mute_without_paper = False
        self.chatter = b""
        self.seconds_per_portion = 0.0

    def take(self, received: bytes) -> bytes | None:
        """Return the answer to send back; None: break the link."""
        with self.changed:
            if self.break_after is not None:
                self.break_after -= len(received)
                if self.break_after <= 0:
                    self.break_after = None
                    return None
            self.roll.feed(received)
            self.is_mute = self.is_mute or (self.mute_without_paper and self.roll.is_starved)
            answers = self.chatter + (b"" if self.is_mute else bytes(self.roll.answers))
            self.roll.answers.clear()
            self.changed.notify_all()
            return answers

    def wait_for_tickets(self, number: int) -> list[Image.Image]:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.roll.tickets) >= number, PATIENCE)
            return list(self.roll.tickets)

    @contextmanager
    def switches(self) -> Iterator[PaperRoll]:
        with self.changed:
            yield self.roll

    def wait_for_pulses(self, number: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: self.roll.pulses >= number, PATIENCE)
            assert self.roll.pulses == number

    def run_out_of_paper(self, *, after_rows: int = 0) -> None:
        with self.changed:
            self.roll.rows_left = after_rows

    def wait_for_paper(self) -> None:
        with self.changed:
            self.changed.wait_for(lambda: not self.roll.is_starved, PATIENCE)

    def load_paper(self) -> None:
        with self.changed:
            self.roll.load()
            self.changed.notify_all()

    def open_cover(self) -> None:
        with self.changed:
            self.roll.cover_is_open = True

    def close_cover(self) -> None:
        with self.changed:
            self.roll.cover_is_open = False


class TcpPrinter:
    """A printer on a TCP port. Without paper it takes nothing in, but answers a new connection."""

    def __init__(self, far_end: FarEnd) -> None:
        self._far_end = far_end
        self._listening: socket.socket | None = None
        self._connections: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self.port = 0
        self.switch_on()

    def switch_on(self) -> None:
        if self._listening:
            return
        self._listening = socket.create_server(("127.0.0.1", self.port), backlog=4)
        # A printer's memory is small; connections inherit this.
        self._listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.port = self._listening.getsockname()[1]
        self._begin(self._accept, self._listening, "accepting")

    def switch_off(self) -> None:
        """Vanish from the network, open connections and all."""
        listening, self._listening = self._listening, None
        if listening:
            listening.shutdown(socket.SHUT_RDWR)
            listening.close()
        for connection in self._connections:
            _reset(connection)
        self._connections.clear()

    def close(self) -> None:
        self.switch_off()
        self.join(self._threads)

    def serve_to_the_end(self) -> None:
        """Wait until every connection so far has ended."""
        self.join([thread for thread in self._threads if thread.name == "serving"])

    def join(self, threads: list[threading.Thread]) -> None:
        for thread in threads:
            thread.join(PATIENCE)
            assert not thread.is_alive()

    def _begin(self, task: Callable[[socket.socket], None], link: socket.socket, name: str) -> None:
        thread = threading.Thread(target=task, args=(link,), name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                connection, _address = listening.accept()
            except OSError:
                return
            self._connections.append(connection)
            self._begin(self._serve, connection, "serving")

    def _serve(self, connection: socket.socket) -> None:
        try:
            while received := connection.recv(1000):
                # A printer takes its time: nothing is awaited here.
                time.sleep(self._far_end.seconds_per_portion)
                answer = self._far_end.take(received)
                if answer is None:
                    self.switch_off()
                    return
                connection.sendall(answer)
                self._far_end.wait_for_paper()
        except OSError:
            return
        connection.close()


def _reset(connection: socket.socket) -> None:
    try:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        # Its own end is closed already.
        pass
    connection.close()
