"""A real device of SoftHSM, in a folder of its own."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN = "482915"

needs_softhsm = pytest.mark.skipif(
    not MODULE.exists() or shutil.which("softhsm2-util") is None,
    reason="SoftHSM is not installed",
)


@dataclass(frozen=True)
class Device:
    """A device whose library finds it by `environment`."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        return {"SOFTHSM2_CONF": str(self.folder / "softhsm2.conf")}

    def make(self, label: str = "quay") -> None:
        (self.folder / "tokens").mkdir(parents=True, exist_ok=True)
        (self.folder / "softhsm2.conf").write_text(
            f"directories.tokendir = {self.folder / 'tokens'}\nobjectstore.backend = file\n",
            encoding="ascii",
        )
        subprocess.run(
            ["softhsm2-util", "--init-token", "--free", "--label", label,  # noqa: S607
             "--pin", PIN, "--so-pin", "12345678"],
            check=True, capture_output=True, env={**os.environ, **self.environment},
        )  # fmt: skip

    def keys(self) -> str:
        """Return what OpenSC's own tool sees in the device."""
        done = subprocess.run(
            ["pkcs11-tool", "--module", str(MODULE), "--token-label", "quay",  # noqa: S607
             "--login", "--pin", PIN, "--list-objects"],
            check=True, capture_output=True, text=True, env={**os.environ, **self.environment},
        )  # fmt: skip
        return done.stdout

    def settings(self, file: Path, *, root: str = "", issuing: str = "") -> Path:
        """Write a `ca.toml` that names the keys in the device."""
        tables = {"root": root, "issuing": issuing}
        text = [
            f'[{name}]\nmodule = "{MODULE}"\ntoken = "quay"\nlabel = "{label}"\n'
            for name, label in tables.items()
            if label
        ]
        file.write_text("".join(text), encoding="utf-8")
        return file
