"""An outpost with answers and figures beside ingest, whose database can be lost and come back."""

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from demo.program import Program, run_once
from server.store.copying import looking
from tests.e2e.outpost import Outpost


@dataclass
class Homecoming(Outpost):
    """The province's programs stop and start together; each life has a database of its own."""

    database: str = ""
    """Where the first life's database is; empty: an SQLite file."""
    programs: list[Program] = field(default_factory=list)

    def _set_up(self) -> None:
        self.life = self.database or str(self.folder / "store.sqlite")
        super()._set_up()
        python = (sys.executable, "-m")
        settings = ("--settings", str(self.server_settings))
        beside = [
            self._program(name, *python, "server", name, *settings)
            for name in ("answers", "follow")
        ]
        self.programs = [self.ingest, *beside]
        for program in beside:
            program.start()

    def stop(self) -> None:
        """The province's machine is gone, with the broker on it."""
        for program in [*self.programs, self.mosquitto]:
            program.kill()

    def start(self) -> None:
        """They are there again."""
        for program in [self.mosquitto, *self.programs]:
            program.start()

    def move_to(self, database: str) -> None:
        """From now on the settings name another database."""
        self.life = database
        self._write("server.toml", self._server())

    def tell(self, program: str, *words: str) -> str:
        """Run one of the server's programs to its end; raise `StageError` if it fails."""
        settings = ("--settings", str(self.server_settings))
        return run_once("server", program, *words, *settings, log=self.log)

    def stored(self) -> list[tuple[int, str]]:
        return [
            (int(seq), sha) for seq, sha in self.ask("SELECT seq, sha256 FROM entry ORDER BY 1")
        ]

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the database of this life, beside whoever uses it."""
        with looking(self.life) as look:
            return look.rows(sql)

    def figures(self) -> list[tuple[Any, ...]]:
        """What is counted of sales, whatever came late."""
        return self.ask(
            "SELECT day, outlet, entries, sales, lines, takings_vnd, cashless, rx, overrides"
            " FROM dayfigure ORDER BY day, outlet"
        )

    def _server(self) -> dict[str, dict[str, object]]:
        tables = super()._server()
        tables[""]["database"] = self.life
        folder = self.keys / "server"
        tables["answers"] = {
            "certificate": str(folder / "answers.crt.pem"),
            "key": str(folder / "answers.key.pem"),
        }
        return tables

    @property
    def backup(self) -> Path:
        return self.folder / "backup"
