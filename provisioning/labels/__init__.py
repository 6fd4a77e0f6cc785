"""Labels with enrolment codes: sheets of A4 to be cut, or a strip of 58 mm paper.

Imports reportlab and qrcode.
"""

from provisioning.labels.sheet import write_labels
from provisioning.labels.strip import write_strip

__all__ = ["write_labels", "write_strip"]
