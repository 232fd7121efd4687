"""Invented events in any number, to measure with: the same seed and day always give the same content."""
