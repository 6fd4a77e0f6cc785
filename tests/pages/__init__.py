"""The province's pages, served by the real programs and looked at in a real Chromium."""
