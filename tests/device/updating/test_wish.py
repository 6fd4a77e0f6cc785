"""Wishes lie in a folder of another account: what is no wish there holds up nobody."""

import os
from pathlib import Path

import pytest

from device.updating.wish import WISH, Result, Wish, Wishes, is_awaited

WANTED = Wish(version="4.2.1", command="c1")


def test_a_wish_is_read_until_it_is_answered(tmp_path: Path) -> None:
    wishes = Wishes(tmp_path)
    wishes.want(WANTED)
    assert wishes.wanted() == WANTED
    wishes.answer(Result(command="c1", state="done"))
    assert wishes.wanted() is None
    assert [one.state for one in wishes.results()] == ["done"]


@pytest.mark.timeout(20)
def test_a_pipe_in_the_place_of_a_wish_is_no_wish(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / WISH)
    assert Wishes(tmp_path).wanted() is None


def test_a_link_in_the_place_of_a_wish_is_not_followed(tmp_path: Path) -> None:
    elsewhere = Wishes(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").mkdir()
    elsewhere.want(WANTED)
    (tmp_path / WISH).symlink_to(tmp_path / "elsewhere" / WISH)
    assert Wishes(tmp_path).wanted() is None


def test_a_wish_without_end_is_no_wish(tmp_path: Path) -> None:
    (tmp_path / WISH).write_bytes(b'{"version":"' + b"4" * 10_000_000)
    assert Wishes(tmp_path).wanted() is None


def test_a_wish_of_nothing_but_brackets_is_no_wish(tmp_path: Path) -> None:
    deep = b'{"version":"4.2.1","command":"c1","x":' + b"[" * 30_000 + b"]" * 30_000 + b"}"
    (tmp_path / WISH).write_bytes(deep)
    assert Wishes(tmp_path).wanted() is None


def test_whoever_closes_the_shop_can_see_that_a_wish_waits(tmp_path: Path) -> None:
    assert not is_awaited(tmp_path / "nowhere")
    wishes = Wishes(tmp_path)
    assert not is_awaited(tmp_path)
    wishes.want(Wish(version="4.2.1", command="c1"))
    assert is_awaited(tmp_path)
    wishes.answer(Result(command="c1", state="done"))
    assert not is_awaited(tmp_path)
