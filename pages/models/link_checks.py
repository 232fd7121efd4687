"""What visits to the addresses of links have shown."""

from __future__ import annotations

import hashlib

from django.db import models

LONGEST_URL = 2000


class LinkCheck(models.Model):
    """One address among the public links, and how the visits to it went.

    `fault` names what went wrong where there was no answer; `failures` counts the days in a row, the last of them
    `failed_on`, on which it was not to be found; `dead_since` is when it was given up. `moved_to` is where it says to
    have gone for good. It is visited again from `due_at` on.
    """

    url = models.CharField(max_length=LONGEST_URL)
    digest = models.CharField(max_length=64, unique=True)
    host = models.CharField(max_length=255, db_index=True)
    due_at = models.DateTimeField(db_index=True)
    checked_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    fault = models.CharField(max_length=20, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    failed_on = models.DateField(null=True)
    dead_since = models.DateTimeField(null=True, db_index=True)
    moved_to = models.CharField(max_length=LONGEST_URL, blank=True)

    class Meta:
        ordering = ["host", "url", "pk"]

    def __str__(self) -> str:
        return self.url


def digest_of(url: str) -> str:
    """What an address is found by: SHA-256 of its UTF-8, in hexadecimal digits."""
    return hashlib.sha256(url.encode()).hexdigest()
