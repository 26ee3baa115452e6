"""Measured comparisons, each printed as a ratio: `make bench`."""
