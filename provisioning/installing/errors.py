"""What can go wrong on the way to another version, and back."""

from provisioning.errors import ProvisioningError
from words import _


class WentBackError(ProvisioningError):
    """The new version did not work; the old one is in use again. `beside`: what is left to do."""

    def __init__(self, version: str, former: str, why: Exception, beside: str = "") -> None:
        said = _("Không lên được {version}, máy đã trở lại {former}. {why}").format(
            version=version, former=former, why=why
        )
        super().__init__(f"{said}\n{beside}" if beside else said)


class BrokenOffError(ProvisioningError):
    """Somebody pressed Ctrl+C."""

    def __init__(self) -> None:
        super().__init__(_("Bị dừng giữa chừng (Ctrl+C)."))


class TablesAreNewerError(ProvisioningError):
    """The old version does not know the tables as they are now."""

    def __init__(self, version: str) -> None:
        super().__init__(
            _(
                "Phiên bản {version} không đọc được các bảng hiện nay. Muốn trở lại phải phục hồi "
                "bản sao lưu trước lúc nâng cấp: xem docs/operations/server.md."
            ).format(version=version)
        )


class TestFailedError(ProvisioningError):
    """The programs run, and the self-test is not content."""

    def __init__(self, said: str) -> None:
        super().__init__(said.strip())
