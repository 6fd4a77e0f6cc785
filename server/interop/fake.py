"""A way to an invented national system without a network: it remembers, and fails on request."""

from datetime import UTC, datetime

import msgspec

from server.interop.invented import Invented
from server.interop.meaning import Answered, meaning_of_fetch, meaning_of_report
from server.interop.mood import Behaviour, Mood
from server.interop.national import DispenseReport, Fetched, Reported, Unreachable
from server.interop.reply import Reply, reply_to_fetch, reply_to_report
from server.interop.report_json import report_fields
from server.interop.unconfirmed import BELIEVED, PrescribedAs, Unconfirmed


class FakeNational:
    """Stands where the real one would."""

    def __init__(
        self,
        system: Invented,
        *,
        prescribed_as: PrescribedAs = "drug",
        shape: Unconfirmed = BELIEVED,
    ) -> None:
        self.system, self.behaviour = system, Behaviour()
        self.asked = 0
        self._prescribed_as, self._shape = prescribed_as, shape

    def fetch(self, code: str, *, seconds: float) -> Fetched:
        """Return a prescription by its code, or why not."""
        mood = self._mood(seconds)
        if mood is None:
            return Unreachable(why="ReadTimeout")
        reply = reply_to_fetch(self.system, code, mood)
        return meaning_of_fetch(_answered(reply), code, datetime.now(UTC), self._shape)

    def report(self, sold: DispenseReport, *, seconds: float) -> Reported:
        """Report what was sold."""
        mood = self._mood(seconds)
        if mood is None:
            return Unreachable(why="ReadTimeout")
        body = msgspec.json.encode(report_fields(sold, self._prescribed_as, self._shape))
        reply = reply_to_report(self.system, body, mood)
        return meaning_of_report(_answered(reply))

    def _mood(self, seconds: float) -> Mood | None:
        """Return the mood for one request; None where it takes longer than one waits."""
        now = self.behaviour
        self.asked += 1
        self.behaviour = now.after_one()
        return None if now.mood == "slow" and now.seconds > seconds else now.mood


def _answered(reply: Reply) -> Answered:
    return Answered(reply.status, reply.body, reply.retry_after)
