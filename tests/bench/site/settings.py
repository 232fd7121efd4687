"""The settings of the bench, with a count of what the site asks."""

from __future__ import annotations

from tests.bench.settings import *  # noqa: F403  # the same settings, with what measuring the site adds
from tests.bench.settings import MIDDLEWARE

MIDDLEWARE = ["tests.bench.site.questions.count_questions", *MIDDLEWARE]
