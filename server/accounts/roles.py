"""What a person is to the department."""

from enum import StrEnum, unique

from words import _


@unique
class Role(StrEnum):
    """One person may be several things."""

    VIEWER = "viewer"
    INSPECTOR = "inspector"
    PHARMACY = "pharmacy"
    FLEET = "fleet"
    PRIVACY = "privacy"
    ADMINISTRATOR = "administrator"

    @property
    def words(self) -> str:
        """The role in the reader's words."""
        return {
            Role.VIEWER: _("Người xem"),
            Role.INSPECTOR: _("Kiểm tra viên"),
            Role.PHARMACY: _("Cán bộ dược"),
            Role.FLEET: _("Kỹ thuật máy"),
            Role.PRIVACY: _("Cán bộ BVDLCN"),
            Role.ADMINISTRATOR: _("Quản trị"),
        }[self]
