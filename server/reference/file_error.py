"""What is wrong with a file that somebody wants to import."""

from pathlib import Path

from words import _


class FileError(ValueError):
    """A file cannot be used: says file, line, column and what was wanted there."""

    def __init__(self, file: Path, *, line: int = 0, column: str = "", wish: str) -> None:
        self.line, self.column, self.wish = line, column, wish
        super().__init__(_told(file, line, column, wish))


class CellError(ValueError):
    """A cell cannot be used."""

    def __init__(self, column: str, wish: str) -> None:
        self.column, self.wish = column, wish
        super().__init__(f"{column}: {wish}")


def _told(file: Path, line: int, column: str, wish: str) -> str:
    if column:
        return _("{file}, dòng {line}, cột {column}: {wish}").format(
            file=file, line=line, column=column, wish=wish
        )
    if line:
        return _("{file}, dòng {line}: {wish}").format(file=file, line=line, wish=wish)
    return _("{file}: {wish}").format(file=file, wish=wish)
