"""The province's pages under load: what is measured, and beside what."""
