"""Visits to the addresses that pages lead to, and which of them are dead."""
