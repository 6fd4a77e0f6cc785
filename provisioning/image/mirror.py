"""Where Debian's archives are for this machine: what its own package sources say."""

from provisioning.image.errors import NoMirrorError
from provisioning.image.program import run

DEBIAN = "debian"
SECURITY = "debian-security"
_LABELS = {"Debian": DEBIAN, "Debian-Security": SECURITY}
_ASKED = "$(ORIGIN)|$(LABEL)|$(REPO_URI)"


def archives() -> dict[str, str]:
    """Return the address of each archive, as this machine reaches it; raise `NoMirrorError`."""
    told = run(["apt-get", "indextargets", "--format", _ASKED, "Created-By: Packages"])
    found: dict[str, str] = {}
    for line in told.decode().splitlines():
        origin, label, address = line.split("|")
        if origin == "Debian" and label in _LABELS:
            found.setdefault(_LABELS[label], address.rstrip("/"))
    for archive in _LABELS.values():
        if archive not in found:
            raise NoMirrorError(archive)
    return found
