"""One scripted morning with chaos, played once for all the tests that look at it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from demo.morning import Morning
from demo.report import Comparison, compare_ledgers, table
from demo.stage import Stage
from server.settings import load_settings
from tests.e2e.recorder import Recorder, let_in


@dataclass(frozen=True)
class Played:
    """What is left of a morning."""

    stage: Stage
    morning: Morning
    found: Comparison
    table: str
    traffic: tuple[tuple[str, bytes], ...]
    page: bytes
    said: tuple[str, ...]


PAGES = ("/", "/co-so", "/may", "/nhat-ky")
"""What the department looks at."""


class WatchedStage(Stage):
    """A stage whose broker lets the recorder listen."""

    def _make_keys(self) -> None:
        super()._make_keys()
        let_in(self.folders.keys)


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """A morning in which programs are killed, and everything on the line is kept."""
    root = tmp_path_factory.mktemp("morning") / "run"
    said: list[str] = []
    with WatchedStage(root, width=800, height=480, web_port=None, display=False) as stage:
        broker = load_settings(stage.server_settings).broker
        with Recorder(stage.folders.keys, host=broker.host, port=broker.port) as recorder:
            morning = Morning(stage, chaos=True, say=said.append)
            morning.play()
            traffic = recorder.messages()
        found = compare_ledgers(stage)
        yield Played(
            stage=stage,
            morning=morning,
            found=found,
            table=table(stage, morning.sold, found),
            traffic=traffic,
            page=b"".join(stage.visitor.page(path) for path in PAGES),
            said=tuple(said),
        )


def everything_under(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield every file and its bytes."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            yield file, file.read_bytes()
