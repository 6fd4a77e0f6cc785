"""Stock that comes, goes, is counted and set aside; recalls; registers."""
