"""Stable addresses in the admin: who may keep them, and where they are shown."""
