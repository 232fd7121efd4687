"""The settings of production with the reference views beside the API, and a header that counts SQL statements."""

from __future__ import annotations

from cms.settings import *  # noqa: F403  # the same settings, with what measuring adds
from cms.settings import MIDDLEWARE

ROOT_URLCONF = "tests.bench.urls"
MIDDLEWARE = ["tests.bench.counting.count_statements", *MIDDLEWARE]
