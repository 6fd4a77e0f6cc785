"""Pages that were packed already: a thousand terminals ask for the same ones."""

from collections import OrderedDict
from threading import Lock

from server.reference.pages import packed
from server.reference.versions import MAX_KEY, newest_of
from wire.reference import MAX_PACKED, Place

_MOST_KEPT = 512
"""Pages; twelve megabytes at most."""
_STEP = 1024
"""Bytes: wishes for a size are rounded down to these, so that a page serves many."""
_LARGEST = 2**53 - 1


class PageShelf:
    """Gives packed pages. Any number of threads may ask, each within a reading transaction."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Place, str, int], tuple[int, bytes]] = OrderedDict()
        self._lock = Lock()
        self.packed = 0
        """How often a page had to be made."""

    def page(self, place: Place, scope: str, most: int = MAX_PACKED) -> bytes:
        """Return what follows a place; raise `ValueError` for a place that cannot be."""
        if not 0 <= place.version <= _LARGEST or len(place.key) > MAX_KEY or "\0" in place.key:
            raise ValueError("not a place in a dataset")
        most = max(_STEP, min(most, MAX_PACKED) // _STEP * _STEP)
        name, newest = (place, scope, most), newest_of(place.dataset, scope)
        with self._lock:
            kept = self._kept.get(name)
            if kept and kept[0] == newest:
                self._kept.move_to_end(name)
                return kept[1]
        page, sent = packed(place, scope, most=most)
        with self._lock:
            self.packed += 1
            self._kept[name] = (page.newest, sent)
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return sent
