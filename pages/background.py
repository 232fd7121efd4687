"""What takes longer than a request is done by `manage.py worker`."""

from __future__ import annotations

BACKEND = "worker"
"""The worker's queue, among the settings' TASKS."""
