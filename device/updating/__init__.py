"""Updates: another version of the whole system comes, is proved, or gives way to the one before."""
