"""Requests to addresses that others chose: none into our own network."""
