from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from provisioning.authority import Authority, make_authority
from provisioning.book import Keeper
from provisioning.flash.image import Image
from provisioning.flash.partitions import Partition, read_partitions
from provisioning.server import make_server
from provisioning.terminal import Particulars
from tests.provisioning.flash_images import make_image, map_of, need_tools

NOW = datetime.now(UTC).replace(microsecond=0)
FOUNDED = NOW - timedelta(days=3 * 365)
"""When the authority was made: longer ago than a certificate lasts."""
BADGE = "b4d9-e2f1-secret-of-the-badge"
PIN = "482915"
KEEPER = Keeper(badge=BADGE, pin=PIN)


def particulars(terminal: str = "Q33-0001") -> Particulars:
    return Particulars(
        terminal=terminal, province="33", outlet="Quầy thuốc Tâm An", commune="Xã Phú Sơn"
    )


def issuing_key(root: Path) -> Path:
    """The one file with an issuing key."""
    (file,) = (root / "ca").glob("issuing-*.key.pem")
    return file


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "Tỉnh Hưng Yên"


@pytest.fixture
def authority(root: Path) -> Authority:
    return make_authority(root, at=FOUNDED)


@pytest.fixture
def office(root: Path, authority: Authority) -> Authority:
    """The authority of a folder that has the server's keys too."""
    make_server(root, authority, at=NOW)
    return authority


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    need_tools()
    return map_of(make_image(tmp_path_factory.mktemp("image") / "quay.img"))


@pytest.fixture(scope="module")
def partitions(image: Image) -> tuple[Partition, ...]:
    return read_partitions(image.file)
