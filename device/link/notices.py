"""The province's list of notices: it comes in parts, and is in force as it comes."""

from collections.abc import Callable

from msgspec import UNSET

from wire.asking import MAX_NOTICES, Answer, Notice

_LIFTS_NOTHING = False


class NoticeList:
    """What the province has in force, as far as it has been told. The link's thread only."""

    def __init__(self, take: Callable[[tuple[Notice, ...], bool], bool]) -> None:
        """`take` is told whether what is not among them is over, and returns whether it took."""
        self._take = take
        self.version = 0
        """Of the newest list that was told to its end."""
        self.told = 0
        """How many of the next list have been told."""
        self._parts: tuple[Notice, ...] = ()
        self._parts_version = 0

    def take(self, answer: Answer, *, is_asked: bool) -> bool:
        """Take what an answer says; return whether to ask at once.

        Only answers to the newest question can say that others are over: what was recorded on the
        way and is played again must lift no recall. Such an answer counts even if its version is
        older: the province may have come back from a backup.
        """
        if answer.notices is UNSET or answer.version is UNSET:
            return False
        if is_asked:
            return self._take_part(answer, answer.notices, answer.version)
        if answer.version < self.version:
            return False
        self._take(answer.notices, _LIFTS_NOTHING)
        # What answers an older question of ours calls for no other one: the newer is under way.
        return answer.id is UNSET

    def _take_part(self, answer: Answer, notices: tuple[Notice, ...], version: int) -> bool:
        """Take the next part; a list that has changed in between is told from its beginning.

        A list of so many has no known end where a province says no parts: it lifts nothing.
        """
        if self.told and version != self._parts_version:
            self._parts, self.told = (), 0
            self._take(notices, _LIFTS_NOTHING)
            return True
        found = (*self._parts, *notices)
        if answer.notices_next is not UNSET:
            if not self._take(notices, _LIFTS_NOTHING):
                return False
            self._parts, self._parts_version = found, version
            self.told = answer.notices_next
            return True
        if self._take(found, len(notices) < MAX_NOTICES):
            self.version, self._parts, self.told = version, (), 0
        return False
