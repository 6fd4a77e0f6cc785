"""What every supply promises (`hardware.power.api.Supply`). Each driver's tests inherit this."""

from typing import Protocol

import pytest

from hardware.power.api import Power, Source, Supply


class Bench(Protocol):
    """A supply, and hands on the mains and the battery behind it."""

    supply: Supply
    knows_source: bool
    knows_percent: bool
    knows_strength: bool

    def run_on(self, source: Source, percent: int) -> None:
        """Mains or battery, and the battery's charge."""

    def unplug(self) -> None:
        """Let nobody answer any more."""

    def plug_in(self) -> None:
        """Let it answer again, as before."""

    def talk_nonsense(self) -> None:
        """Answer what cannot be."""


class SupplyPromises:
    """Inherited together with a fixture `bench`. Percents are told to within two points."""

    @pytest.mark.parametrize("source", [Source.MAINS, Source.BATTERY])
    @pytest.mark.parametrize("percent", [3, 10, 50, 95])
    def test_it_tells_what_it_knows_and_only_that(
        self, bench: Bench, source: Source, percent: int
    ) -> None:
        bench.run_on(source, percent)
        told = bench.supply.look()
        assert told.source is (source if bench.knows_source else Source.UNKNOWN)
        if bench.knows_percent:
            assert told.percent is not None
            assert abs(told.percent - percent) <= 2
        else:
            assert told.percent is None
        assert (told.is_weak is not None) is bench.knows_strength

    def test_it_follows_every_change(self, bench: Bench) -> None:
        seen = []
        for source in (Source.MAINS, Source.BATTERY, Source.BATTERY, Source.MAINS):
            bench.run_on(source, 60)
            seen.append(bench.supply.look().source)
        assert seen[0] is seen[3]
        assert (seen[1] is Source.BATTERY) is bench.knows_source

    def test_one_that_does_not_answer_is_unknown_and_never_raises(self, bench: Bench) -> None:
        bench.run_on(Source.BATTERY, 60)
        bench.unplug()
        assert bench.supply.look() == Power()
        assert bench.supply.look() == Power()

    def test_one_that_answers_again_is_believed_again(self, bench: Bench) -> None:
        bench.run_on(Source.BATTERY, 60)
        before = bench.supply.look()
        bench.unplug()
        bench.supply.look()
        bench.plug_in()
        assert bench.supply.look() == before

    def test_nonsense_is_never_told_as_a_charge(self, bench: Bench) -> None:
        bench.run_on(Source.MAINS, 60)
        bench.talk_nonsense()
        told = bench.supply.look()
        assert told.percent is None or 0 <= told.percent <= 100

    def test_closing_twice_is_fine(self, bench: Bench) -> None:
        bench.supply.close()
        bench.supply.close()
