"""Looks at pages, stored or never saved, without asking the database."""

from __future__ import annotations

import datetime as dt

import pytest

from pages.checks import Surroundings, check_page

NOW = dt.datetime(2027, 3, 10, 12, tzinfo=dt.UTC)
"""A Wednesday."""


@pytest.fixture
def look(db, django_assert_num_queries):
    """The findings of some checks on a page, as code, path and details."""

    def look(page, *checks, now=NOW, **facts):
        with django_assert_num_queries(0):
            findings = check_page(page, surroundings=Surroundings(now=now, **facts))
        assert all(finding.message and finding.advice for finding in findings)
        return [
            (finding.code, finding.path, dict(finding.details))
            for finding in findings
            if finding.code.partition("-")[0] in checks
        ]

    return look
