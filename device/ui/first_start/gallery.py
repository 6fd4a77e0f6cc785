"""Every screen of a first start, checked and shown: part of `device.ui.gallery`."""

from device.ui.check import defects
from device.ui.first_start.screens import draw_first
from device.ui.first_start.showcase import first_views
from device.ui.first_start.view import FirstView
from device.ui.stage import Stage
from device.ui.typeface import Measure


def first_start_defects(*, width: float, measure: Measure, glyphs: frozenset[str]) -> list[str]:
    """Return the defects of every screen, each with the screen's name."""
    return [
        f"{name}: {defect}"
        for name, view in first_views().items()
        for defect in defects(
            draw_first(view, width=width, measure=measure), width=width, glyphs=glyphs
        )
    ]


def show_first(stage: Stage, view: FirstView) -> bool:
    """Show a view; return whether it is another screen than before."""
    drawing = draw_first(view, width=stage.sheet_width, measure=stage.measure)
    return stage.show_drawing(drawing, (view.subject,))
