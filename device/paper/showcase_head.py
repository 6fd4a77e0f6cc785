"""Whose papers the showcase shows, and when they were printed: all of it invented."""

from datetime import UTC, datetime

from device.paper.layout import Letterhead, Mark

COPY, TRAINING = Mark(copy=1), Mark(is_training=True)
AT = datetime(2026, 11, 22, 3, 45, tzinfo=UTC)
EPOCH, CHECK = "0f3a9c21" * 4, "7f3a91c204de" + "0" * 52

HEAD = Letterhead(
    outlet="QUẦY THUỐC TÂM AN",
    address="Thôn 2, xã Phú Sơn",
    licence="000/ĐĐKKDD",
    terminal="Q33-0001",
    terminal_label="máy 01",
)
