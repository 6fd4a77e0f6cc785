"""Why a pack or a sale was refused, in words: one file for each part of the rules."""
