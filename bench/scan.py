"""`make bench-scan`: our pipeline beside pyzbar, zxing-cpp and OpenCV's readers, in one run.

Without IMAGES it reads the odd frames of the generated set; the pipeline was tuned on the even
ones. A folder of pictures needs a manifest.csv with the columns file, kind, and text (<GS> stands
for the separator) or hex; the claims about reading are then made about those pictures.
"""

import argparse
import csv
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from bench.readers import OTHERS, Grey, ours, zxing_alone
from bench.report import Claim, at_least, at_most, publish
from bench.scan_set import FRAMES, Specimen, specimens, table
from hardware.decode import Live

OURS, UNION = "Quầy", "union of the others"
WIDE = "GS1-128"
EMPTY_FRAMES = 60


class Tally:
    """What each reader made of each kind of code."""

    def __init__(self) -> None:
        self.pictures: Counter[str] = Counter()
        self.exact: Counter[tuple[str, str]] = Counter()
        self.wrong: Counter[tuple[str, str]] = Counter()
        self.seconds: Counter[tuple[str, str]] = Counter()

    def read(self, specimen: Specimen) -> None:
        """Let every reader look at one picture."""
        kind = specimen.kind
        self.pictures[kind] += 1
        read_by_others = False
        for name, reader in {OURS: ours, **OTHERS}.items():
            begun = time.process_time()
            found = reader(specimen.picture)
            self.seconds[kind, name] += time.process_time() - begun  # type: ignore[assignment]
            exact = specimen.data in found
            self.exact[kind, name] += exact
            self.wrong[kind, name] += bool(found - {specimen.data})
            read_by_others |= exact and name != OURS
        self.exact[kind, UNION] += read_by_others

    def rows(self) -> list[dict[str, Any]]:
        """One row for each kind and reader."""
        return [
            {
                "kind": kind,
                "reader": name,
                "exact": self.exact[kind, name],
                "of": count,
                "%": 100 * self.exact[kind, name] / count,
                "wrong": self.wrong[kind, name],
                "CPU ms": 1000 * float(self.seconds[kind, name]) / count,
            }
            for kind, count in self.pictures.items()
            for name in (OURS, *OTHERS, UNION)
        ]

    def claims(self) -> Iterator[Claim]:
        """What is promised of reading."""
        for kind in self.pictures:
            mine, theirs = self.exact[kind, OURS], self.exact[kind, UNION]
            yield at_least(f"{kind}: at least the union of the others", mine, theirs)
        wrong = sum(self.wrong[kind, OURS] for kind in self.pictures)
        yield at_most("wrong reads", wrong, 0)
        if WIDE in self.pictures:
            alone = self.exact[WIDE, "zxing-cpp"]
            yield at_least(f"{WIDE}: twice zxing-cpp alone", self.exact[WIDE, OURS], 2 * alone)


def empty_frames(size: tuple[int, int]) -> list[Grey]:
    """Pictures of the counter without a code: print, edges and noise."""
    frames = []
    for number in range(EMPTY_FRAMES):
        rng = np.random.default_rng((99, number, *size))
        noisy = table(*size, rng) + rng.normal(0, 4, size[::-1])
        frames.append(noisy.clip(0, 255).astype(np.uint8))
    return frames


def cost_of_nothing(size: tuple[int, int]) -> tuple[float, float]:
    """Return CPU milliseconds of an empty frame: live, and read by zxing-cpp in full."""
    frames, live = empty_frames(size), Live()
    begun = time.thread_time()
    for number, frame in enumerate(frames):
        live.look(frame, number / 10)
    half = time.thread_time()
    for frame in frames:
        zxing_alone(frame)
    end, count = time.thread_time(), len(frames)
    return 1000 * (half - begun) / count, 1000 * (end - half) / count


def from_folder(folder: Path) -> Iterator[Specimen]:
    """Yield the pictures that a manifest names."""
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines)):
            picture = cv2.imread(str(folder / row["file"]), cv2.IMREAD_GRAYSCALE)
            if picture is None:
                raise SystemExit(f"{folder / row['file']}: not a picture")
            data = bytes.fromhex(row["hex"]) if row.get("hex") else row["text"].encode()
            yield Specimen(
                kind=row["kind"], level=0, frame=number,
                picture=np.asarray(picture, np.uint8), data=data.replace(b"<GS>", b"\x1d"),
            )  # fmt: skip


def main() -> int:
    """Run, publish, and return 1 where a claim does not hold."""
    parser = argparse.ArgumentParser(prog="python -m bench.scan", description=__doc__)
    parser.add_argument("--images", type=Path, help="a folder with manifest.csv")
    images: Path | None = parser.parse_args().images
    if images and not (images / "manifest.csv").is_file():
        parser.error(f"{images} holds no manifest.csv (columns: file, kind, text or hex)")
    cv2.setNumThreads(1)
    pictures: Iterable[Specimen] = (
        from_folder(images) if images else specimens(frames=range(1, FRAMES, 2))
    )
    tally = Tally()
    for specimen in pictures:
        tally.read(specimen)
    rows, claims = tally.rows(), list(tally.claims())
    for size, limit in (((640, 480), 1.6), ((1280, 720), 1.3)):
        live, full = cost_of_nothing(size)
        name = f"empty {size[0]}x{size[1]}"
        claims.append(at_most(f"{name} live, in full reads of zxing-cpp", live / full, limit))
        for reader, cost in ((f"{OURS} live", live), ("zxing-cpp", full)):
            rows.append(
                {
                    "kind": name, "reader": reader, "exact": 0, "of": EMPTY_FRAMES,
                    "%": 0.0, "wrong": 0, "CPU ms": cost,
                }
            )  # fmt: skip
    return publish("scan", rows, claims)


if __name__ == "__main__":
    sys.exit(main())
