from __future__ import annotations

import pytest
from django.core.cache import caches
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings


def test_healthz_answers_without_a_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")


@pytest.mark.django_db
def test_readyz_answers_when_all_parts_do(client):
    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_readyz_names_the_database_that_is_not_migrated(client):
    MigrationRecorder.Migration.objects.filter(app="pages").latest("name").delete()

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (503, {"status": "unavailable", "failed": ["database"]})


UNREACHABLE = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:9"}}


@pytest.mark.django_db
def test_readyz_names_the_cache_that_does_not_answer(client):
    with override_settings(CACHES=UNREACHABLE):
        response = client.get("/readyz")
        caches.close_all()

    assert (response.status_code, response.json()) == (503, {"status": "unavailable", "failed": ["cache"]})


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_read_only_and_sets_no_cookie(client, db, path):
    assert client.post(path).status_code == 405
    assert not client.get(path).cookies
