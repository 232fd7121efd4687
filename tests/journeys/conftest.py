"""A real browser before a real server."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.db import connections

ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

WAIT = 15_000
"""Milliseconds that anything in a page may take."""


@pytest.fixture
def browser(monkeypatch):
    """Chromium at `CHROME_PATH`, by default where Debian installs it.

    Playwright's loop runs in the test's own thread, where Django would refuse the database.
    """
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # costs a second, and only journeys need it

    path = os.environ.get("CHROME_PATH", "/usr/bin/chromium")
    if not Path(path).exists():
        pytest.skip(f"no Chromium at {path}")
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()
        # While Playwright's loop runs, the database is asked over a connection of its own.
        connections.close_all()


@pytest.fixture
def admin(home, browser, live_server, admin_user):
    """The admin's first page after signing in."""
    admin_user.set_password("a-long-password")
    admin_user.save()
    page = browser.new_page(viewport={"width": 1280, "height": 900}, base_url=live_server.url)
    page.set_default_timeout(WAIT)
    page.goto("/admin/")
    page.get_by_label("Username").fill(admin_user.username)
    page.get_by_label("Password").fill("a-long-password")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Add an event").wait_for()
    return page
