"""Importing in the admin: documents uploaded or pasted, looked at, accepted, and undone."""
