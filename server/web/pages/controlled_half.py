"""The half-yearly report on controlled drugs: of every outlet, or one outlet's form to sign."""

from server.reference import directory
from server.store.database import reading
from server.web.access import Right
from server.web.asked import Asked
from server.web.page import NotFoundError, Page, Shown
from server.web.pages import controlled_form
from words import _


def look(asked: Asked) -> Shown:
    """Show the half-year in which the last day lies that is asked for."""
    half = controlled_form.half_year_of(asked.period.until)
    outlet = asked.address.given.get("co-so", "")
    crumb = [(_("Thuốc kiểm soát đặc biệt"), asked.link("/kiem-soat", ky="", tu="", den=""))]
    if not outlet:
        return Shown(crumb=crumb, body=[controlled_form.form(asked, half, "")])
    with reading():
        shop = directory.outlet(outlet)
    if shop is None:
        raise NotFoundError
    return Shown(
        title=_("Mẫu 06, {name}").format(name=shop.name),
        crumb=[*crumb, (_("Mẫu 06"), controlled_form.address(asked, half))],
        body=[controlled_form.form(asked, half, outlet)],
    )


PAGE = Page(
    path="/kiem-soat/mau-06",
    title=lambda: _("Mẫu 06, thuốc kiểm soát đặc biệt"),
    right=Right.OVERSIGHT,
    look=look,
    filters=("search", "area"),
    under="/kiem-soat",
)
