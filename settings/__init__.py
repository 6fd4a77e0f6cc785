"""Settings files: TOML in, a checked and typed value out."""

from settings.load import SettingsError, load

__all__ = ["SettingsError", "load"]
