"""All lines of a generator: one loop that waits for whichever is ready."""

from collections.abc import Callable
from pathlib import Path
from select import epoll

from bench.load import mqtt
from bench.load.line import Line, tls_with
from bench.load.shipments import Consignor, Load


class Caller:
    """A terminal on its line, and how far it is with its shipments."""

    def __init__(self, consignor: Consignor, line: Line) -> None:
        self.consignor, self.line = consignor, line
        self.is_ready = False
        self.sent = 0
        """Shipments that were sent."""
        self.sent_at = 0.0
        self.through = 0
        """The last entry that a receipt confirms."""

    def send_next(self, most: int = 1) -> int:
        """Send the next shipments; return how many sales are in them."""
        shipments = self.consignor.shipments[self.sent : self.sent + most]
        if not shipments:
            return 0
        packets = [
            mqtt.publish(self.consignor.topic, shipment.message, self.sent + number)
            for number, shipment in enumerate(shipments)
        ]
        self.sent += len(shipments)
        self.line.send(b"".join(packets))
        return sum(shipment.sales for shipment in shipments)

    @property
    def is_done(self) -> bool:
        """Whether everything was sent."""
        return self.sent == len(self.consignor.shipments)


class Switchboard:
    """Connects callers and hands on the receipts that come for them."""

    def __init__(self, load: Load, on_receipt: Callable[[Caller, bytes], None]) -> None:
        self._port, self._on_receipt = load.port, on_receipt
        # Beforehand: reading certificates is no part of what is measured.
        self._tls = {
            one.terminal: tls_with(Path(load.authority), Path(one.certificate), Path(one.key))
            for one in load.consignors
        }
        self._poll = epoll()
        self._lines: dict[int, Caller] = {}
        self._wants: dict[int, int] = {}
        self.receipts = 0

    @property
    def callers(self) -> list[Caller]:
        """Everyone on a line."""
        return list(self._lines.values())

    def call(self, consignor: Consignor) -> Caller:
        """Begin to connect a terminal."""
        name = consignor.terminal
        caller = Caller(consignor, Line(name, self._tls[name], self._port))
        number = caller.line.number
        self._lines[number], self._wants[number] = caller, caller.line.wants
        self._poll.register(number, caller.line.wants)
        return caller

    def turn(self, seconds: float) -> None:
        """Wait for something to do, at most so long, and do it."""
        for number, _events in self._poll.poll(seconds):
            caller = self._lines[number]
            for packet in caller.line.packets():
                self._hear(caller, packet)
            self.rearm(caller)

    def rearm(self, caller: Caller) -> None:
        """Wait for what the caller's line wants now."""
        number, wants = caller.line.number, caller.line.wants
        if wants != self._wants[number]:
            self._poll.modify(number, wants)
            self._wants[number] = wants

    def close(self) -> None:
        """Hang up everywhere."""
        for caller in self._lines.values():
            caller.line.close()
        self._lines.clear()
        self._poll.close()

    def _hear(self, caller: Caller, packet: mqtt.Packet) -> None:
        if packet.kind == mqtt.CONNACK:
            if packet.body[1]:
                raise ConnectionRefusedError(caller.line.name)
            caller.line.send(mqtt.subscribe(caller.consignor.receipts))
        elif packet.kind == mqtt.SUBACK:
            caller.is_ready = True
        elif packet.kind == mqtt.PUBLISH:
            _topic, number, payload = mqtt.taken_apart(packet)
            if number:
                caller.line.send(mqtt.puback(number))
            self.receipts += 1
            self._on_receipt(caller, payload)
