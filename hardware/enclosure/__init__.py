"""The counter's printed case: OpenSCAD source, parts as STL, and whether they can be printed."""
