"""The technician's tools: certificates, keys, broker settings."""
