"""Making a fresh Debian machine the province's server, and keeping it up to date.

`python -m provisioning server`: every step says what is to be so, looks whether it is so already,
and makes it so. Running it again changes nothing (docs/adr/0024).
"""
