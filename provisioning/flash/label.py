"""The label of the terminal whose card is ready: a strip of paper that goes along with the card."""

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from provisioning.errors import ProvisioningError
from provisioning.flash.tools import tool
from wire.enrolment_batch import read_sheet
from words import _

LABEL = "label.json"
"""In an outlet's folder, as `batch` leaves it. What begins with "label." never gets onto a card."""


class LabelNotPrintedError(ProvisioningError):
    """The card is good; its label must be printed by hand."""

    def __init__(self, outlet: str, why: str) -> None:
        super().__init__(
            _("Thẻ {outlet} đã tốt nhưng chưa in được nhãn: {why}").format(outlet=outlet, why=why)
        )


def print_label(outlet: str, file: Path, printer: str) -> None:
    """Print the label of one outlet; `printer` as CUPS calls it, empty: the usual one.

    Raises `MissingToolError` or `LabelNotPrintedError`.
    """
    # Drawing needs reportlab, which a server that has this program too does without.
    from provisioning.labels import write_strip  # noqa: PLC0415

    try:
        drawn = write_strip(read_sheet(file.read_bytes()).labels)
    except (OSError, msgspec.DecodeError) as error:
        raise LabelNotPrintedError(outlet, _("tệp {file}").format(file=file)) from error
    with TemporaryDirectory(prefix="quay-flash-") as folder:
        strip = Path(folder) / "label.pdf"
        strip.write_bytes(drawn)
        to = ["-d", printer] if printer else []
        done = subprocess.run(  # noqa: S603 - the project's own arguments
            [tool("lp"), *to, "--", str(strip)], capture_output=True, check=False, text=True
        )
    if done.returncode != 0:
        raise LabelNotPrintedError(outlet, done.stderr.strip() or "lp")
