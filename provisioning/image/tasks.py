"""The tasks `image lock`, `image build` and `image compare`: what each is told and what it does."""

import sys
import tomllib
from argparse import Namespace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from provisioning.bundle.keys import FOLDER, KEYRING, make_update_keys
from provisioning.files import read, read_secret, write_private
from provisioning.image import build, chosen
from provisioning.image.compare import compare
from provisioning.image.errors import DifferentImagesError
from provisioning.image.listing import HERE
from provisioning.image.permit import FILE, make_permit
from provisioning.image.places import DEFAULT_CACHE, Cache, Out
from provisioning.task import Task, password, root_folder, terminal_id
from provisioning.usage import Usage
from words import _

_MB = 2**20


def lock(given: Namespace) -> str:
    """`image lock`: choose the newest packages, and say what changed."""
    changes = chosen.choose(Cache(given.cache), _say)
    if not changes:
        return _("Không có gì mới; các khóa giữ nguyên.")
    return "\n".join([_("Đã khóa lại. Thay đổi:"), *changes])


def build_image(given: Namespace) -> str:
    """`image build`: build the image, and say how large everything is."""
    cache, out = Cache(given.cache), Out(given.out)
    keyring = given.update_root or _own_keyring(cache)
    version = given.version or _version()
    order = build.Order(out=out, cache=cache, keyring=keyring, version=version)
    build.build(order, _say)
    return _sizes(out)


def compare_images(given: Namespace) -> str:
    """`image compare`: say that two images are the same; raise `DifferentImagesError`."""
    lines = compare(_image(given.one), _image(given.other))
    if lines:
        raise DifferentImagesError(lines)
    return _("Hai ảnh giống nhau từng byte.")


def permit_ssh(given: Namespace) -> str:
    """`image permit-ssh`: write a signed permit for one terminal."""
    secret = read_secret(given.password_file) if given.password_file else None
    content = make_permit(
        given.folder,
        terminal=given.id,
        keys=tuple(read(given.key_file).decode().strip().splitlines()),
        until=datetime.now(UTC).replace(microsecond=0) + timedelta(days=given.days),
        password=secret,
    )
    write_private(given.output, content)
    return _(
        "Đã ghi {file}. Chép vào thư mục quay của phân vùng đầu trên thẻ, tên {name}; mở máy lại. "
        "SSH mở bốn giờ mỗi lần mở máy, trong {days} ngày."
    ).format(file=given.output, name=FILE, days=given.days)


def _image(path: Path) -> Path:
    return Out(path).image if path.is_dir() else path


def _sizes(out: Out) -> str:
    files = (out.squashfs, out.boot, out.firmware, out.data, out.image)
    lines = [_("Đã dựng xong. Cỡ các tệp (MB; chỗ thật trên đĩa):")]
    for file in files:
        facts = file.stat()
        lines.append(f"  {file.name:<16} {facts.st_size / _MB:8.1f} {facts.st_blocks / 2048:8.1f}")
    return "\n".join([*lines, str(out.image)])


def _own_keyring(cache: Cache) -> Path:
    """Return an update root of this machine alone, for images that never leave it."""
    office = cache.folder / "office"
    keyring = office / FOLDER / KEYRING
    if not keyring.exists():
        make_update_keys(office, at=datetime.now(UTC))
    return keyring


def _version() -> str:
    settings = tomllib.loads((HERE.parents[1] / "pyproject.toml").read_text())
    return str(settings["project"]["version"])


def _say(step: str) -> None:
    sys.stderr.write(f"{step}\n")
    sys.stderr.flush()


def _cache(task: Usage) -> None:
    task.options.add_argument(
        "--cache",
        metavar=_("THƯ-MỤC"),
        type=Path,
        default=DEFAULT_CACHE,
        help=_("nơi giữ các gói đã tải; mặc định là var/image"),
    )


def _order(task: Usage) -> None:
    task.options.add_argument(
        "out", metavar=_("THƯ-MỤC"), type=Path, help=_("thư mục nhận ảnh và các phần của ảnh")
    )
    task.options.add_argument(
        "--update-root",
        metavar=_("TỆP"),
        type=Path,
        help=_(
            "chứng thư gốc của các bản cập nhật (updates/root.crt.pem); không có thì dùng một "
            "khóa riêng của máy này, chỉ để thử"
        ),
    )
    task.options.add_argument(
        "--version", metavar=_("BẢN"), help=_("tên của bản này; mặc định theo pyproject.toml")
    )


def _two(task: Usage) -> None:
    for name, purpose in (
        ("one", _("ảnh thứ nhất, hoặc thư mục đã dựng")),
        ("other", _("ảnh thứ hai, hoặc thư mục đã dựng")),
    ):
        task.options.add_argument(name, metavar=_("ẢNH"), type=Path, help=purpose)


def _permit(task: Usage) -> None:
    for option, metavar, kind, purpose in (
        (
            "--key-file",
            _("TỆP"),
            Path,
            _("khóa công khai SSH của kỹ thuật viên, mỗi dòng một khóa"),
        ),
        ("--output", _("TỆP"), Path, _("tệp giấy phép mới")),
        ("--days", _("NGÀY"), int, _("số ngày, nhiều nhất 31")),
    ):
        task.options.add_argument(option, metavar=metavar, type=kind, required=True, help=purpose)


IMAGE: dict[str, Task] = {
    "image lock": Task(
        lock,
        lambda: _("Chọn và khóa các gói mới nhất mà ảnh thẻ được dựng từ đó."),
        (_cache,),
    ),
    "image build": Task(
        build_image,
        lambda: _("Dựng ảnh thẻ cho máy quầy từ các gói đã khóa."),
        (_order, _cache),
    ),
    "image compare": Task(
        compare_images,
        lambda: _("So hai ảnh thẻ từng byte và nói tệp nào khác."),
        (_two,),
    ),
    "image permit-ssh": Task(
        permit_ssh,
        lambda: _("Ký giấy phép SSH cho một máy quầy, trong ít ngày."),
        (root_folder, password, terminal_id, _permit),
    ),
}
