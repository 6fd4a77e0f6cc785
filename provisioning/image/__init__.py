"""The card's image: Debian packages and pinned wheels in, one file for the card out."""
