"""Fixtures for all tests."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connections
from django.db.models.signals import post_save
from wagtail.models import Page, Site

from api.caching import forget_answers, forget_version
from api.published.timetable import kept_timetable
from api.visibility import kept_grounds
from pages.models import HomePage
from tests.factories import HomeFactory

# A slow machine is no failure; a known start makes one run repeat another where changes are judged.
hypothesis.settings.register_profile("project", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("project")


REDIS_DATABASES = 16


def pytest_configure():
    give_own_redis(os.environ.get("PYTEST_XDIST_WORKER", ""))


def give_own_redis(worker):
    """Each process of a run empties the cache for itself: it gets one of the 16 databases that Redis has."""
    address, slash, number = os.environ.get("CACHE_URL", "").rpartition("/")
    if not worker or not slash:
        return
    index = int(worker.removeprefix("gw"))
    if index >= REDIS_DATABASES:
        raise pytest.UsageError(f"Redis has databases for {REDIS_DATABASES} processes; say fewer with JOBS=…")
    url = f"{address}/{(int(number) + index) % REDIS_DATABASES}"
    os.environ["CACHE_URL"] = django_settings.CACHES["default"]["LOCATION"] = django_settings.RATES_URL = url


@pytest.fixture(autouse=True, scope="session")
def folder_of_collected_static_files():
    Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True, scope="session")
def connections_of_one_request():
    """A server's thread that kept its connection would keep the test database from being removed."""
    connections.settings["default"]["CONN_MAX_AGE"] = 0


@pytest.fixture(autouse=True)
def media_below_a_temporary_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    forget_answers()
    forget_version()
    # A content version that was rolled back never comes again, unless a test stops the clock.
    kept_grounds.clear()
    kept_timetable.clear()


@pytest.fixture(autouse=True)
def clients_without_limit(settings):
    settings.GRAPHQL_POINTS_PER_MINUTE = settings.GRAPHQL_TOKEN_POINTS_PER_MINUTE = 0


@pytest.fixture
def when_saved():
    """Has a function called with each saved page of a type, as a receiver of another app would be."""
    connected = []

    def connect(page_type, react):
        def receive(instance, **_options):
            react(instance)

        post_save.connect(receive, sender=page_type)
        connected.append((page_type, receive))

    yield connect
    for page_type, receive in connected:
        post_save.disconnect(receive, sender=page_type)


@pytest.fixture
def home(db) -> HomePage:
    """The published home page of the default site, as the migrations make it."""
    return find_home()


def find_home() -> HomePage:
    """The home page; made anew where tests with transactions have emptied the database."""
    site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", is_default_site=True)
    page = HomePage.objects.first()
    if page is None:
        root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
        page = HomeFactory(parent=root, slug="colloquium")
    site.root_page = page
    site.save()
    return page
