"""How far datasets have come, on both databases."""

from datetime import timedelta
from pathlib import Path

import msgspec

from server.fleet.spread import Spread, spread, up_to_date
from server.reference import versions
from server.store import terminals
from server.store.database import add, reading, run, to_text, writing
from tests.server.outlet import NOW, Outlet


def say(terminal: str, **has: int) -> None:
    add(
        "terminalstatus",
        ("terminal", "said_at", "reported_at", "ahead_seconds", "epoch", "last_seq", "unsent",
         "software", "software_since", "versions"),
        [(terminal, to_text(NOW), to_text(NOW), 0, "e", 0, 0, "4.2.1", to_text(NOW),
          msgspec.json.encode(has).decode())],
    )  # fmt: skip


def test_terminals_are_counted_by_what_they_say_they_have(store: Path | str) -> None:
    assert store
    with writing():
        for number in (1, 2, 3):
            terminals.register(Outlet(id=f"Q33-000{number}").registration)
        run("UPDATE terminal SET outlet_code = 'A' WHERE id = 'Q33-0001'")
        catalogue = versions.put("catalogue", "", {"d": b"{}"}, NOW).version
        people = versions.put("people", "A", {"p": b"{}"}, NOW + timedelta(seconds=5)).version
        say("Q33-0001", catalogue=catalogue, people=people)
        say("Q33-0002", catalogue=catalogue - 1)
    with reading():
        assert spread() == {"catalogue": Spread(1, 1, 1), "people": Spread(1, 0, 0)}
        assert up_to_date() == (1, 3)
    with writing():
        run("UPDATE terminal SET status = 'revoked' WHERE id = 'Q33-0003'")
    with reading():
        assert spread()["catalogue"].terminals == 2
        assert up_to_date() == (1, 2)
