"""How much can be imported at a time, and what."""

from __future__ import annotations

from django.conf import settings

TEXTS = frozenset({".md", ".markdown", ".htm", ".html", ".yml", ".yaml", ".ics", ".csv"})
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"})
ARCHIVES = frozenset({".zip"})

MEGABYTE = 1024 * 1024
LARGEST_TEXT = 4 * MEGABYTE
LARGEST_FILE = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
LARGEST_TOTAL = 40 * MEGABYTE
MOST_FILES = 500
LONGEST_PATH = 400
DEEPEST_PATH = 12

FEW_DOCUMENTS = 20
LITTLE = MEGABYTE
"""Fewer documents than the one, with less than the other, are imported at once."""

MOST_CORRECTED = 1_000
"""So many talks of an import can be corrected in its preview; the form of more would be too large for servers."""

KEPT_DAYS = 30
