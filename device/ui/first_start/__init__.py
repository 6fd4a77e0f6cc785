"""The screens of the first start: a terminal that is not enrolled yet."""
