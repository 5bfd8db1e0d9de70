"""Figures from before the office measured: from a file, or what a platform tells of the past."""
