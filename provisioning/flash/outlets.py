"""The outlets whose cards are to be written: a folder with a folder for each."""

from collections.abc import Iterator
from pathlib import Path

from provisioning.errors import MissingError, ProvisioningError
from provisioning.flash.label import LABEL
from provisioning.flash.placing import OutletFiles, files_in
from provisioning.flash.turn import Outlet
from words import _

RECORD = ".flashed"
"""Names of the outlets whose cards are written, a line for each: it lies in the folder itself."""


class OutletQueue:
    """Outlets in the order of their names, without those that have their card already."""

    def __init__(self, folder: Path, common: OutletFiles) -> None:
        """`common`: files that every card gets; an outlet's own of the same name goes before.

        Raises `MissingError`, or `ProvisioningError` where nothing is left to do.
        """
        if not folder.is_dir():
            raise MissingError(folder)
        self._folder, self._common = folder, common
        written = _read_record(folder)
        self.left = tuple(
            each
            for each in sorted(folder.iterdir())
            if each.is_dir() and each.name[0] != "." and each.name not in written
        )
        if not self.left:
            raise ProvisioningError(
                _("Mọi cơ sở trong {folder} đã có thẻ; xóa tệp {record} để ghi lại.").format(
                    folder=folder, record=RECORD
                )
            )

    def __iter__(self) -> Iterator[Outlet]:
        """Return each outlet, with its files read now."""
        for each in self.left:
            own = files_in(each).files
            names = {file.name for file in own}
            common = tuple(file for file in self._common.files if file.name not in names)
            label = each / LABEL
            yield Outlet(
                name=each.name,
                files=OutletFiles((*common, *own)),
                label=label if label.exists() else None,
            )

    def cross_off(self, outlet: Outlet) -> None:
        """Note that an outlet has its card."""
        with (self._folder / RECORD).open("a", encoding="utf-8") as record:
            record.write(f"{outlet.name}\n")


def _read_record(folder: Path) -> set[str]:
    try:
        return set((folder / RECORD).read_text(encoding="utf-8").splitlines())
    except FileNotFoundError:
        return set()
