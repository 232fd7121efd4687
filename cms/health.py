"""Health of the process and of what it depends on, for load balancers and supervisors."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

logger = logging.getLogger(__name__)


@never_cache
@require_safe
def live(_request: HttpRequest) -> JsonResponse:
    """`/healthz`: 200 while the process answers; touches nothing else."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """`/readyz`: 200 when the database is migrated and the cache answers, else 503 naming the parts that do not."""
    failed = [name for name, check in CHECKS.items() if not passes(name, check)]
    body = {"status": "unavailable", "failed": failed} if failed else {"status": "ok"}
    return JsonResponse(body, status=503 if failed else 200)


def passes(name: str, check: Callable[[], bool]) -> bool:
    """Whether `check` is true; a failure to answer is logged and counts as false."""
    try:
        return check()
    except (DatabaseError, RedisError, OSError):
        logger.exception("Readiness check %s failed", name)
        return False


def database_is_migrated() -> bool:
    """Whether the database answers and holds every migration of this version."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def cache_answers() -> bool:
    """Whether the cache gives back what was put in."""
    cache.set("readyz", "ok", timeout=5)
    return bool(cache.get("readyz") == "ok")


CHECKS: dict[str, Callable[[], bool]] = {"database": database_is_migrated, "cache": cache_answers}
