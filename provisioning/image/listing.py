"""The lists beside this file: one entry a line, reasons behind a hash."""

from pathlib import Path

HERE = Path(__file__).parent


def read_list(name: str) -> list[str]:
    """Return the entries of a list, without reasons and empty lines.

    >>> "systemd" in read_list("packages.txt")
    True
    """
    lines = (line.partition("#")[0].strip() for line in (HERE / name).read_text().splitlines())
    return [line for line in lines if line]
