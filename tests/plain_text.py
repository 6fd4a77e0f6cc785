"""Looking for a text in bytes, however simply it may be hidden there."""

import base64


def shows(data: bytes, text: str) -> bool:
    """Whether `data` holds `text` as UTF-8, UTF-16, hexadecimal digits, or base64 of UTF-8."""
    plain = text.encode()
    forms = [plain, text.encode("utf-16-le"), plain.hex().encode(), *_base64_forms(plain)]
    return any(form in data for form in forms)


def _base64_forms(plain: bytes) -> list[bytes]:
    """Return what base64 makes of `plain` at each of the three places where it can begin.

    The letters at both ends depend on the neighbours and are left out.
    """
    forms = [base64.b64encode(bytes(shift) + plain)[4 if shift else 0 : -4] for shift in range(3)]
    return [form for form in forms if len(form) >= 8]  # shorter ones occur by chance
