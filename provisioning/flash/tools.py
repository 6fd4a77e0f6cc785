"""The system's own programs that flashing calls."""

import os
import shutil

from provisioning.errors import ProvisioningError
from words import _

_PACKAGES = {
    "lsblk": "util-linux",
    "sfdisk": "fdisk",
    "mcopy": "mtools",
    "mmd": "mtools",
    "lp": "cups-client",
}
_SYSTEM_FOLDERS = ("/usr/sbin", "/sbin", "/usr/bin", "/bin")


class MissingToolError(ProvisioningError):
    """A program is not installed; says which package has it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("Máy này chưa có chương trình {name}; hãy cài gói {package}.").format(
                name=name, package=_PACKAGES.get(name, name)
            )
        )
        self.name = name


def tool(name: str) -> str:
    """Return where a program is; raise `MissingToolError`."""
    # Who is not root often has no /usr/sbin among the folders that are searched.
    folders = os.pathsep.join((os.environ.get("PATH", ""), *_SYSTEM_FOLDERS))
    found = shutil.which(name, path=folders)
    if found is None:
        raise MissingToolError(name)
    return found
