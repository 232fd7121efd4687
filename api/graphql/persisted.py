"""Documents that clients name by their SHA-256 instead of sending them, kept for a day after they were last asked for.

Two protocols name them: Apollo's automatic persisted queries (`extensions.persistedQuery`), which also register
documents, and `documentId` of GraphQL over HTTP (appendix “Persisted Documents”).
"""

from __future__ import annotations

import logging

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

KEPT_SECONDS = 86_400
FORMAT = 1


def register_document(digest: str, source: str) -> None:
    """Keep a valid document; where the cache cannot be reached, the client will send it again."""
    try:
        cache.set(cache_key(digest), source, timeout=KEPT_SECONDS, version=FORMAT)
    except (RedisError, OSError) as error:
        logger.warning("A persisted document was not kept: %s", error)


def find_source(digest: str) -> str | None:
    """The source of a registered document, kept for another day; None when it is unknown."""
    try:
        source: str | None = cache.get(cache_key(digest), version=FORMAT)
        if source is not None:
            cache.touch(cache_key(digest), timeout=KEPT_SECONDS, version=FORMAT)
    except (RedisError, OSError) as error:
        logger.warning("A persisted document was not read: %s", error)
        return None
    return source


def cache_key(digest: str) -> str:
    """The key of a document in the cache."""
    return f"document:{digest}"
