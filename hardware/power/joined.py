"""Several who each know a part: a wire the mains, a gauge the charge, the board its voltage."""

from collections.abc import Sequence

from hardware.power.api import Power, Source, Supply


class JoinedSupply:
    """What the first one who knows says. Put whoever knows best first."""

    def __init__(self, supplies: Sequence[Supply]) -> None:
        self._supplies = tuple(supplies)

    def look(self) -> Power:
        """Ask everybody."""
        told = [supply.look() for supply in self._supplies]
        return Power(
            source=next(
                (one.source for one in told if one.source is not Source.UNKNOWN), Source.UNKNOWN
            ),
            percent=next((one.percent for one in told if one.percent is not None), None),
            minutes_left=next(
                (one.minutes_left for one in told if one.minutes_left is not None), None
            ),
            is_weak=next((one.is_weak for one in told if one.is_weak is not None), None),
            is_taken=any(one.is_taken for one in told),
        )

    def close(self) -> None:
        """Release all."""
        for supply in self._supplies:
            supply.close()
