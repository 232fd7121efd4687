"""Scalars of the schema."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.utils.dateparse import parse_datetime
from graphene import Scalar
from graphql import GraphQLError, StringValueNode

from api.published.values import write_instant

LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,7}")


class DateTime(Scalar):
    """RFC 3339 instant, always serialised in UTC with a `Z` suffix and second precision, `2026-11-20T09:30:00Z`."""

    specification = "https://scalars.graphql.org/andimarek/date-time.html"

    @staticmethod
    def serialize(value: dt.datetime | str) -> str:
        """The instant in UTC; documents hold it as text."""
        return value if isinstance(value, str) else str(write_instant(value))

    @staticmethod
    def parse_value(value: Any) -> dt.datetime:
        """The instant written in a variable; raises `GraphQLError` for one without a zone."""
        try:
            instant = parse_datetime(value)
        except (TypeError, ValueError):
            instant = None
        if instant is None or instant.tzinfo is None:
            raise GraphQLError("DateTime must be an RFC 3339 instant such as 2026-11-20T09:30:00Z.")
        try:
            return instant.astimezone(dt.UTC)
        except OverflowError as error:
            raise GraphQLError("DateTime is out of range.") from error

    @classmethod
    def parse_literal(cls, node: Any, _variables: Any = None) -> dt.datetime:
        """The instant written in the document."""
        return cls.parse_value(node.value if isinstance(node, StringValueNode) else None)


class OutputScalar(Scalar):
    """A scalar that the schema only returns."""

    class Meta:
        abstract = True

    @staticmethod
    def serialize(value: Any) -> str:
        """The value as text."""
        return str(value)


class Date(OutputScalar):
    """Calendar date `YYYY-MM-DD`, without a zone."""

    specification = "https://scalars.graphql.org/andimarek/local-date.html"


class Time(OutputScalar):
    """Local time of day `HH:MM:SS`, without a zone."""

    specification = "https://scalars.graphql.org/apollographql/localtime-v0.1.html"


class TimeZone(OutputScalar):
    """IANA zone identifier such as `Europe/London`. Anywhere on Earth is `Etc/GMT+12`."""


class URL(OutputScalar):
    """Absolute `https:`, `http:` or `mailto:` address; never empty, never relative."""


class Locale(OutputScalar):
    """BCP 47 language tag such as `en` or `zh-hans`."""

    @staticmethod
    def parse_value(value: Any) -> str:
        """The tag as given; raises `GraphQLError` for what has not its form."""
        if not isinstance(value, str) or not LANGUAGE_TAG.fullmatch(value):
            raise GraphQLError("Locale must be a language tag such as en.")
        return value

    @classmethod
    def parse_literal(cls, node: Any, _variables: Any = None) -> str:
        """The tag written in the document."""
        return cls.parse_value(node.value if isinstance(node, StringValueNode) else None)
