"""How long an answer of the API holds, where it is kept, and what caches are told about it.

Whoever makes an answer reads the version first and the content after it: content is then never older than its label.
"""

from __future__ import annotations

from api.caching.answers import Answer, answer_key, find_answer, forget_answers, keep_answer
from api.caching.lifetimes import Lifetime
from api.caching.responses import conditional_response, keep_private, no_store, strong_etag
from api.caching.versions import bump_version, forget_version, name_version, read_version, release_digest

__all__ = [
    "Answer",
    "Lifetime",
    "answer_key",
    "bump_version",
    "conditional_response",
    "find_answer",
    "forget_answers",
    "forget_version",
    "keep_answer",
    "keep_private",
    "name_version",
    "no_store",
    "read_version",
    "release_digest",
    "strong_etag",
]
