"""Throws damaged and random codes at every reader: `python -m tests.codes.fuzz --inputs 1000000`.

Whatever comes must be answered with a declared value, within 10 ms of CPU time. The same seed makes
the same inputs.
"""

import argparse
import gc
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from codes import Pack, Scan, name_of, recognise
from codes.badge import read_badge
from codes.citizen import CitizenCard, read_card
from codes.control import read_control
from codes.digital_link import read_digital_link
from codes.encoding import decode
from codes.insurance import InsuranceCard, read_insurance
from codes.pack import read_gs1
from codes.prescription import find_prescription_code
from codes.receipt_code import read_receipt_code
from codes.recognise import LONGEST, Code
from codes.registration import find_registration
from codes.unknown import Unknown
from codes.vietqr import crc, read_vietqr
from tests.codes.samples import SCANS, SYMBOLOGIES

LIMIT_NS = 10_000_000
_DOUBTFUL_NS = 500_000
"""From here on the machine itself may have been slow: the input is measured again."""
_PIECES = (
    b"|", b"$", b"\x1d", b"\x00", b"\xef\xbb\xbf", b"\r\n", b"/", b"%", b"?17=", b"01", b"10",
    b"17", b"21", b"3922", b"3701\x1d", b"38", b"6304", b"QUAY:C/", b"QUAY:B/", b"QUAY1|",
    b"https://", b"/01/", b"-c", b"000201010211", b"001090000001|", b"0120878811|", b"VD-",
    b"08938501000118", b"\xc3\x83", b"\xe1\xbb\x85", b"\xcc\x95\xcc\xa3", b"\xff", b"]",
    "｜".encode(), "١".encode(), b"-" * 30, b"0" * 60, b"a" * 60,
)  # fmt: skip


@dataclass
class Outcome:
    """What came of a run."""

    kinds: Counter[str] = field(default_factory=Counter)
    slowest: dict[str, int] = field(default_factory=dict)
    """Reader and CPU nanoseconds of its worst input."""
    failures: list[str] = field(default_factory=list)
    inputs: int = 0

    @property
    def worst_ns(self) -> int:
        """CPU nanoseconds of the worst input of all."""
        return max(self.slowest.values(), default=0)


def _text_reader(read: Callable[[str], object]) -> Callable[[Scan], object]:
    return lambda scan: read(decode(scan.data).text)


def _read_sealed(text: str) -> object:
    """Read what stands before a right CRC, so that the fields behind it are reached."""
    body = text[:-8] + "6304"
    return read_vietqr(body + crc(body))


def _use_card(text: str) -> object:
    card = read_card(text, typed=True)
    return card.number_agrees if isinstance(card, CitizenCard) else card


def _use_insurance(text: str) -> object:
    card = read_insurance(text)
    return card.unconfirmed_name if isinstance(card, InsuranceCard) else card


READERS: dict[str, Callable[[Scan], object]] = {
    "encoding": lambda scan: decode(scan.data),
    "citizen": _text_reader(_use_card),
    "insurance": _text_reader(_use_insurance),
    "pack": _text_reader(read_gs1),
    "digital link": _text_reader(read_digital_link),
    "vietqr": _text_reader(_read_sealed),
    "prescription": _text_reader(find_prescription_code),
    "registration": _text_reader(find_registration),
    "control": _text_reader(read_control),
    "badge": _text_reader(read_badge),
    "receipt": _text_reader(read_receipt_code),
}
"""Each reader by itself; every input goes through `recognise` and through one of these."""


def inputs(count: int, seed: int) -> Iterator[Scan]:
    """Yield scans: valid ones damaged in one to four places, pieces of codes, random bytes."""
    chance = random.Random(seed)  # noqa: S311 - noise, no secrets
    for _each in range(count):
        dice = chance.random()
        if dice < 0.7:
            scan = SCANS[int(chance.random() * len(SCANS))]
            data, symbology = _damaged(scan.data, chance), scan.symbology
            if dice < 0.2:
                symbology = chance.choice(SYMBOLOGIES)
        elif dice < 0.9:
            data = b"".join(chance.choices(_PIECES, k=int(chance.random() * 12)))
            symbology = chance.choice(SYMBOLOGIES)
        elif dice < 0.995:
            data = chance.randbytes(int(chance.random() * 120))
            symbology = chance.choice(SYMBOLOGIES)
        else:
            data, symbology = _long(chance), chance.choice(SYMBOLOGIES)
        yield Scan(data, symbology)


def _damaged(data: bytes, chance: random.Random) -> bytes:
    for _each in range(1 + int(chance.random() * 4)):
        at, dice = int(chance.random() * (len(data) + 1)), chance.random()
        if dice < 0.35:
            data = data[:at] + bytes((int(chance.random() * 256),)) + data[at + 1 :]
        elif dice < 0.55:
            data = data[:at] + data[at + 1 + int(chance.random() * 8) :]
        elif dice < 0.8:
            data = data[:at] + chance.choice(_PIECES) + data[at:]
        elif dice < 0.9:
            data = data[at:] + data[:at]
        else:
            data = data.decode("latin-1").encode()
    return data


def _long(chance: random.Random) -> bytes:
    """Up to a little longer than a code can be: where bad readers become slow."""
    start = chance.choice(SCANS).data[: int(chance.random() * 60)]
    piece = chance.choice((*_PIECES, chance.choice(SCANS).data))
    length = chance.choice((300, 380, 900, 1900, LONGEST, LONGEST + 10))
    return (start + piece * (length // len(piece) + 1))[:length]


def run(count: int, seed: int) -> Outcome:
    """Read `count` inputs twice: by the one door, and by one reader alone in turn."""
    outcome, readers = Outcome(), tuple(READERS.items())
    gc.disable()  # a collection would be charged to whatever input it falls on
    try:
        for number, scan in enumerate(inputs(count, seed)):
            found = _timed("recognise", recognise, scan, outcome)
            if found is not None:
                outcome.kinds[_declared(found)] += 1
            _timed(*readers[number % len(readers)], scan, outcome)
            outcome.inputs += 1
            if number % 10_000 == 0:
                gc.collect()
    finally:
        gc.enable()
    return outcome


def _declared(found: object) -> str:
    """Name what was found; `KeyError` where it is nothing declared."""
    code: Code = found  # type: ignore[assignment]  # what `recognise` promises is checked here
    name = name_of(code)
    if isinstance(code, Unknown):
        assert code.text == "" or code.text.isdigit()
        return f"{name}: {code.why.name}"
    if isinstance(code, Pack):
        assert len(code.gtin) == 14
        assert isinstance(code.batch_doubtful, bool)
    assert repr(code)
    return name


def _timed(
    name: str, read: Callable[[Scan], object], scan: Scan, outcome: Outcome
) -> object | None:
    clock = time.thread_time_ns
    try:
        began = clock()
        found = read(scan)
        took = clock() - began
    except Exception:  # noqa: BLE001 - the very thing that is looked for; its traceback is kept
        about = f"{name} on {scan.data[:200]!r} {scan.symbology!r}"
        outcome.failures.append(f"{about}\n{traceback.format_exc()}")
        return None
    if took > outcome.slowest.get(name, 0):
        if took > _DOUBTFUL_NS:
            took = min(took, *(_again(read, scan) for _each in range(3)))
        outcome.slowest[name] = max(took, outcome.slowest.get(name, 0))
    return found


def _again(read: Callable[[Scan], object], scan: Scan) -> int:
    """Measure once more: what the machine did besides is not the input's fault."""
    began = time.thread_time_ns()
    read(scan)
    return time.thread_time_ns() - began


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and print a table; 1 where a reader failed or was too slow."""
    parser = argparse.ArgumentParser(prog="python -m tests.codes.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=20261122)
    given = parser.parse_args(arguments)
    began = time.process_time()
    outcome = run(given.inputs, given.seed)
    seconds = time.process_time() - began
    lines = [f"{outcome.inputs} inputs, seed {given.seed}, {seconds:.0f} s of CPU time", ""]
    lines += [f"{count:>9}  {kind}" for kind, count in outcome.kinds.most_common()]
    lines += ["", "worst input of each reader, ms of CPU time"]
    lines += [f"{took / 1e6:>9.2f}  {name}" for name, took in sorted(outcome.slowest.items())]
    lines += ["", *outcome.failures[:5], f"{len(outcome.failures)} undeclared exceptions"]
    sys.stdout.write("\n".join(lines) + "\n")
    return int(bool(outcome.failures) or outcome.worst_ns > LIMIT_NS)


if __name__ == "__main__":
    sys.exit(main())
