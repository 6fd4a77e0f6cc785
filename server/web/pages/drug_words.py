"""Words for drugs: ingredients, and the WHO's groups of antibiotics."""

from words import _


def group(aware: str, antibiotic: str = "systemic") -> str:
    """Return the WHO's group (AWaRe)."""
    if antibiotic == "topical":
        return _("Dùng tại chỗ")
    groups = {"access": _("Tiếp cận"), "watch": _("Theo dõi"), "reserve": _("Dự trữ")}
    return groups.get(aware, _("Chưa xếp nhóm"))


def ingredient(name: str) -> str:
    """Return an ingredient as a name.

    >>> ingredient("amoxicilin + acid clavulanic")
    'Amoxicilin + acid clavulanic'
    """
    return name[:1].upper() + name[1:]
