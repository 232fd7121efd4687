"""Fixtures for programs that are started and stopped."""

from __future__ import annotations

import signal

import pytest


@pytest.fixture(autouse=True)
def interrupts_that_are_heard():
    """Shells have what they start in the background ignore SIGINT, and so would all programs that tests start."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
