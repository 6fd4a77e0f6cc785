"""What the pages call datasets, their versions, and what can be imported."""

from collections.abc import Mapping
from datetime import UTC, datetime

from server.web.times import HERE
from words import _


def dataset_words(name: str) -> str:
    """Name a dataset."""
    words = {
        "catalogue": _("Danh mục thuốc"),
        "prices": _("Giá công bố"),
        "parameters": _("Tham số quy định"),
        "shop": _("Giấy phép của cơ sở"),
        "people": _("Nhân viên"),
    }
    return words.get(name, name)


def version_words(version: int) -> str:
    """Write a version as the moment that it is (see `server.reference.versions`)."""
    return datetime.fromtimestamp(version, UTC).astimezone(HERE).strftime("%Y.%m.%d-%H%M%S")


def kind_options() -> Mapping[str, str]:
    """Return what can be imported."""
    return {
        "catalogue": _("Danh mục thuốc, toàn bộ (CSV hoặc JSON của Cục)"),
        "catalogue-changes": _("Danh mục thuốc, phần thay đổi (JSON của Cục)"),
        "prices": _("Giá công bố (CSV)"),
        "outlets": _("Cơ sở bán thuốc (CSV)"),
        "permits": _("Văn bản cho phép riêng (CSV)"),
        "staff": _("Nhân viên (CSV)"),
        "communes": _("Xã, phường và ô trên bản đồ (CSV)"),
        "areas": _("Khu vực (CSV)"),
        "parameters": _("Tham số quy định (TOML)"),
    }


def degree_words(degree: str) -> str:
    """Name a degree."""
    words = {
        "dai_hoc": _("Đại học"),
        "cao_dang": _("Cao đẳng"),
        "trung_cap": _("Trung cấp"),
        "so_cap": _("Sơ cấp"),
        "": _("chưa có"),
    }
    return words.get(degree, degree)


def role_words(role: str) -> str:
    """Name what somebody does in an outlet."""
    words = {
        "staff": _("Người bán"),
        "pharmacist": _("Dược sĩ"),
        "owner": _("Chủ cơ sở"),
        "technician": _("Kỹ thuật"),
    }
    return words.get(role, role)


def kind_words(kind: str) -> str:
    """Name a kind of outlet."""
    words = {"NT": _("Nhà thuốc"), "QT": _("Quầy thuốc"), "TT": _("Tủ thuốc TYT")}
    return words.get(kind, kind)
