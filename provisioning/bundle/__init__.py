"""Signed bundles: how a new system reaches terminals that are far away."""
