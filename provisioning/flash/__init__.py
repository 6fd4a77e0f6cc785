"""Writing the image onto cards: the right device and no other, checked before and after."""
