"""In which of its languages a thing is shown."""

from __future__ import annotations

from django.conf import settings


def language_rank(code: str, *, asked: str | None = None) -> tuple[int, str]:
    """The order of languages: the one asked for, then the default one, then the others as the settings have them."""
    if asked is not None and code.lower() == asked.lower():
        return (-1, code)
    codes = [settings.LANGUAGE_CODE, *(it for it, _ in settings.WAGTAIL_CONTENT_LANGUAGES)]
    return (codes.index(code) if code in codes else len(codes), code)
