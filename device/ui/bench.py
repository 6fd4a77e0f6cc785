"""The tray of sample codes below the screen: plainly no part of the terminal."""

from device.ui import theme
from device.ui.command import Lay, PaperEnds, PaperLoaded, TurnPage
from device.ui.drawing import Act, Box, Drawing, Kind
from device.ui.sheet import Sheet
from device.ui.typeface import Measure
from hardware.api import Sample
from words import _

_COLUMNS, _ROWS = 6, 2
_GAP = 8.0
_TOP = 36.0


class Bench:
    """Tiles with samples, page by page, and the fake printer's paper."""

    def __init__(self, samples: tuple[Sample, ...], *, has_paper_controls: bool) -> None:
        self._samples, self._has_paper_controls = samples, has_paper_controls
        self._page = 0

    @property
    def pages(self) -> int:
        """How many pages of tiles there are."""
        return max(1, -(-len(self._samples) // self._tiles_on_a_page))

    def turn_page(self) -> None:
        """Show the next samples; after the last page comes the first."""
        self._page = (self._page + 1) % self.pages

    def draw(self, *, width: float, measure: Measure) -> Drawing:
        """Draw the tray."""
        sheet = Sheet(width, measure)
        sheet.fill(Box(0, 0, width, theme.BENCH_HEIGHT), theme.BENCH)
        title = _("Khay mã mẫu: bấm để đặt trước máy quét")
        sheet.text(title, theme.MARGIN, 25, theme.BENCH_NOTE, bold=True, colour=theme.PAPER)
        for place, (words, act) in self._tiles().items():
            sheet.button(words, _box(place, width), act, kind=Kind.TILE)
        return sheet.drawing()

    @property
    def _places_for_samples(self) -> int:
        return _COLUMNS * _ROWS - (_ROWS if self._has_paper_controls else 0)

    @property
    def _tiles_on_a_page(self) -> int:
        all_fit = len(self._samples) <= self._places_for_samples
        return self._places_for_samples - (0 if all_fit else 1)

    def _tiles(self) -> dict[int, tuple[str, Act]]:
        """What stands at each place, from left to right and down."""
        places = [place for place in range(_COLUMNS * _ROWS) if not self._is_for_paper(place)]
        first = self._page * self._tiles_on_a_page
        shown = self._samples[first : first + self._tiles_on_a_page]
        tiles: dict[int, tuple[str, Act]] = {
            place: (sample.title, Lay(sample)) for place, sample in zip(places, shown, strict=False)
        }
        if self.pages > 1:
            tiles[places[-1]] = (_("Xem tiếp"), TurnPage())
        if self._has_paper_controls:
            tiles[_COLUMNS - 1] = (_("Hết giấy"), PaperEnds())
            tiles[2 * _COLUMNS - 1] = (_("Lắp giấy"), PaperLoaded())
        return tiles

    def _is_for_paper(self, place: int) -> bool:
        return self._has_paper_controls and place % _COLUMNS == _COLUMNS - 1


def _box(place: int, width: float) -> Box:
    row, column = divmod(place, _COLUMNS)
    tile = (width - 2 * theme.MARGIN - (_COLUMNS - 1) * _GAP) / _COLUMNS
    height = theme.SMALLEST_TARGET
    return Box(theme.MARGIN + column * (tile + _GAP), _TOP + row * (height + _GAP), tile, height)
