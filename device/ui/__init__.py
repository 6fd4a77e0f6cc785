"""The Kivy process: shows a state, sends events, decides nothing.

Importing any of it settles Kivy's environment first (`device.ui.environment`).
"""

from device.ui import environment

environment.settle()
