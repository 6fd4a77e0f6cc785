"""Devices of the counter: scanners, camera, printer, beeper. Each driver has a fake that ships."""
