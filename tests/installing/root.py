"""A fresh Debian: made from the mirror that this machine uses, once, and unpacked for each run."""

import shutil
import subprocess
from pathlib import Path

BASES = Path(__file__).parents[2] / "var" / "installing"
_EVEN_A_SMALL_SERVER_HAS = "systemd-sysv,ca-certificates,iproute2"


def fresh_root(suite: str, folder: Path) -> None:
    """Unpack a fresh Debian of this suite into a new folder."""
    base = BASES / f"base-{suite}.tar"
    if not base.exists():
        base.parent.mkdir(parents=True, exist_ok=True)
        made = base.with_suffix(".part")
        subprocess.run(
            ["mmdebstrap", "--variant=minbase", "--mode=root", "--quiet", "--format=tar",  # noqa: S607
             f"--include={_EVEN_A_SMALL_SERVER_HAS}", suite, str(made)],
            check=True,
        )  # fmt: skip
        made.rename(base)
    folder.mkdir(parents=True)
    subprocess.run(["tar", "-xf", str(base), "-C", str(folder)], check=True)  # noqa: S607
    for name in ("resolv.conf", "hosts"):
        shutil.copy(Path("/etc") / name, folder / "etc" / name)
    # The mirror may be behind an authority of this machine's own.
    shutil.copy("/etc/ssl/certs/ca-certificates.crt", folder / "etc/ssl/certs/ca-certificates.crt")
    daemons = folder / "usr/sbin/policy-rc.d"
    daemons.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")  # a chroot starts no daemons
    daemons.chmod(0o755)
