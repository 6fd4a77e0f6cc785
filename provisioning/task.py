"""A task of the technician's program, and what several tasks want to be told."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from provisioning.usage import Usage
from words import _


class Task(NamedTuple):
    """A task: what it runs, what it is for, and what it wants."""

    run: Callable[[Namespace], str]
    purpose: Callable[[], str]
    wants: tuple[Callable[[Usage], None], ...] = ()


def root_folder(task: Usage) -> None:
    """Want the office's folder."""
    task.options.add_argument(
        "folder",
        metavar=_("THƯ-MỤC"),
        type=Path,
        help=_("thư mục gốc chứa ca, server, broker và terminals"),
    )


def password(task: Usage) -> None:
    """Want the file with the issuing key's password, or its token's PIN."""
    task.options.add_argument(
        "--password-file",
        metavar=_("TỆP"),
        type=Path,
        help=_("tệp chứa mật khẩu (hoặc PIN của thiết bị) mở khóa cấp chứng thư"),
    )


def root_password(task: Usage) -> None:
    """Want the file with the root key's password, or its token's PIN."""
    task.options.add_argument(
        "--root-password-file",
        metavar=_("TỆP"),
        type=Path,
        help=_("tệp chứa mật khẩu (hoặc PIN của thiết bị) mở khóa gốc"),
    )


def names(task: Usage) -> None:
    """Want the names under which a server is called."""
    task.options.add_argument(
        "--name",
        metavar=_("TÊN"),
        action="append",
        default=[],
        help=_("tên máy hoặc IP mà máy quầy dùng để gọi; có thể lặp lại"),
    )


def terminal_id(task: Usage) -> None:
    """Want a terminal's id."""
    task.options.add_argument(
        "--id", metavar=_("MÃ"), required=True, help=_("mã máy, ví dụ Q33-0001")
    )


def new_key(task: Usage) -> None:
    """Want to know whether the key is replaced too."""
    task.options.add_argument(
        "--new-key", action="store_true", help=_("thay cả khóa riêng, không chỉ chứng thư")
    )


def file_option(task: Usage, option: str, purpose: str) -> None:
    """Want a file under an option's name."""
    task.options.add_argument(option, metavar=_("TỆP"), type=Path, required=True, help=purpose)
