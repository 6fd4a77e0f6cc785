"""A handful of outlets that go on selling, and the others that go on being heard of."""

import http.client
import random
import ssl
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from http import HTTPStatus
from itertools import cycle
from pathlib import Path
from typing import Self

from demo.errors import StageError
from server.sample.chance import secret
from server.sample.planted import PlantedList
from server.sample.references import signing_key
from wire.batch import encode_batch
from wire.chain import entry_hash, origin
from wire.entry import Head, encode
from wire.kinds import GoodsIn, ShelfLine
from wire.sale import Line, Sale
from wire.sign import sign

SELLING = 5
PATIENCE_SECONDS = 60.0
"""For a database that is busy counting a whole province."""
DRUG, UNIT, UNIT_SIZE, PRICE_VND = "SYN001", "vỉ", 10, 11_000
"""Paracetamol 500 mg: what is sold here needs no prescription."""
_BATCH = "2609T"
_BOX, _MOST_SOLD = 1000, 3


class _Shop:
    """One terminal that sells: what its ledger comes to, and what lies there to be sold."""

    def __init__(self, terminal: str, seed: int, seq: int, head: str) -> None:
        self.terminal, self.key = terminal, signing_key(seed, terminal)
        self.epoch = secret(seed, "epoch", terminal).hex()[:32]
        self.seq, self.head = seq, head or origin(terminal, self.epoch)
        self.units = 0
        self.expiry = date.fromordinal(datetime.now(UTC).date().toordinal() + 700)

    def business(self) -> bytes:
        """Sell something, or take goods in where nothing is left; return the signed batch."""
        return self._signed(self._sale() if self.units else self._delivery())

    def heard(self) -> bytes:
        """Return a batch without an entry: the terminal is there."""
        return self._message([])

    def _signed(self, entry: Head) -> bytes:
        body = encode(entry)
        self.seq, self.head = entry.seq, entry_hash(body)
        return self._message([body])

    def _message(self, bodies: list[bytes]) -> bytes:
        payload = encode_batch(self.terminal, self.epoch, bodies)
        return sign(payload, self.key, self.terminal, "quay-batch")

    def _sale(self) -> Sale:
        quantity = random.randint(1, _MOST_SOLD)  # noqa: S311 - play
        quantity = min(quantity, self.units // UNIT_SIZE)
        self.units -= quantity * UNIT_SIZE
        line = Line(
            drug=DRUG, batch=_BATCH, expiry=self.expiry, quantity=quantity, unit=UNIT,
            unit_size=UNIT_SIZE, price_vnd=PRICE_VND,
        )  # fmt: skip
        return Sale(
            terminal=self.terminal, epoch=self.epoch, seq=self.seq + 1, prev=self.head,
            at=datetime.now(UTC), staff="NV-1", lines=(line,), total_vnd=line.amount_vnd,
        )  # fmt: skip

    def _delivery(self) -> GoodsIn:
        self.units = _BOX
        line = ShelfLine(drug=DRUG, batch=_BATCH, expiry=self.expiry, units=_BOX)
        return GoodsIn(
            terminal=self.terminal, epoch=self.epoch, seq=self.seq + 1, prev=self.head,
            at=datetime.now(UTC), staff="NV-1", supplier="Dược Đông Giang", lines=(line,),
        )  # fmt: skip


class Shops:
    """Hands in what terminals write, over the door for other vendors."""

    def __init__(
        self, host: str, port: int, authority: Path, planted: PlantedList,
        entries: Callable[[str], str],
    ) -> None:  # fmt: skip
        context = ssl.create_default_context(cafile=authority)
        self._line = http.client.HTTPSConnection(host, port, context=context, timeout=30)
        self._seed, self._entries = planted.seed, entries
        apart = {one.terminal for one in (*planted.silent, *planted.line_down)}
        numbers = range(1, planted.outlets + 1)
        heard = [f"Q99-{n:04d}" for n in numbers if f"Q99-{n:04d}" not in apart]
        unused = {code.replace("SG", "Q99") for code in planted.unused}
        ordinary = [terminal for terminal in heard if terminal not in unused]
        self._selling = cycle([self._shop(terminal) for terminal in ordinary[:SELLING]])
        self._others = cycle([_Shop(terminal, self._seed, 0, "") for terminal in heard[SELLING:]])
        self.sold = 0

    def __enter__(self) -> Self:
        """Nothing to do: the line is made with the first message."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Hang up."""
        self._line.close()

    def go_on(self, *, heard: int = 3) -> None:
        """Let one terminal do business, and some others be heard of."""
        self._post(next(self._selling).business())
        self.sold += 1
        for _ in range(heard):
            self._post(next(self._others).heard())

    def _shop(self, terminal: str) -> _Shop:
        listed = self._entries(terminal).splitlines()
        _epoch, seq, head = listed[-1].split()[:3]
        return _Shop(terminal, self._seed, int(seq), head)

    def _post(self, message: bytes) -> None:
        """Hand a message in, again and again until it is taken, as a terminal does."""
        until = time.monotonic() + PATIENCE_SECONDS
        while (status := self._tried(message)) != HTTPStatus.OK:
            if status not in {0, HTTPStatus.SERVICE_UNAVAILABLE} or time.monotonic() > until:
                raise StageError(f"POST /v1/ledger: {status}")
            time.sleep(1)

    def _tried(self, message: bytes) -> int:
        """Return the status of the answer; 0: there was none."""
        try:
            self._line.request("POST", "/v1/ledger", message, {"Content-Type": "application/jose"})
            answer = self._line.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            self._line.close()
            return 0
        return answer.status
