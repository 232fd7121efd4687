"""Which addresses are visited: those that everybody is shown, and none that lets in whoever has it."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from django.db import transaction
from django.db.models import Q

from pages.choices import LinkAccess
from pages.models import EventPage, ForumPage, Forwarding, Link, LinkCheck, PaperCategory, Session
from pages.models.link_checks import digest_of
from pages.outgoing.targets import RefusedTargetError, split
from pages.outgoing.visits import host_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Manager

SECRETS = frozenset(
    {
        *("access_token", "auth", "code", "invite", "key", "passcode", "password", "pass", "pwd", "secret"),
        *("sig", "signature", "tk", "token"),
    }
)
"""Names of parameters, in small letters, whose values let in whoever has them."""

CHUNK = 500

FIELDS: tuple[tuple[Manager, str, str], ...] = (
    (EventPage.objects, "part_of_url", "pk"),
    (ForumPage.objects, "template_url", "pk"),
    (Session.objects, "link", "event"),
    (PaperCategory.objects, "template_url", "call"),
)
"""Rows with fields for addresses that everybody is shown, and what leads from them to the page."""


def gather(*, now: dt.datetime) -> int:
    """Keep one `LinkCheck` for each address on public pages, and none for others; returns how many there are."""
    wanted = {digest_of(url): url for url in find_addresses(now=now)}
    with transaction.atomic():
        known = set(LinkCheck.objects.values_list("digest", flat=True))
        forget(sorted(known - wanted.keys()))
        new = [
            LinkCheck(url=url, digest=digest, host=host_of(url)[:255], due_at=now)
            for digest, url in wanted.items()
            if digest not in known
        ]
        LinkCheck.objects.bulk_create(new, ignore_conflicts=True, batch_size=CHUNK)
    return len(wanted)


def forget(digests: list[str]) -> None:
    """Remove what is known of addresses that stand on no public page any more."""
    for begin in range(0, len(digests), CHUNK):
        LinkCheck.objects.filter(digest__in=digests[begin : begin + CHUNK]).delete()


def find_addresses(*, now: dt.datetime) -> Iterator[str]:
    """The addresses that may be visited, some of them more than once."""
    return (url for url in read_addresses(now=now) if may_be_visited(url))


def read_addresses(*, now: dt.datetime) -> Iterator[str]:
    """Every address that public pages show to everybody, and what stable ones lead to."""
    public = EventPage.objects.live().public().filter(alias_of=None).order_by().values("pk")
    is_current = Q(expires_on=None) | Q(expires_on__gte=(now - dt.timedelta(days=1)).date())
    is_open = Q(event__in=public, access=LinkAccess.PUBLIC)
    for rows in (Link.objects.filter(is_current, is_open), Forwarding.objects.filter(is_current, is_open)):
        yield from rows.order_by("pk").values_list("url", flat=True)
    for everything, name, page in FIELDS:
        rows = everything.filter(**{f"{page}__in": public}).exclude(**{name: ""})
        yield from rows.order_by("pk").values_list(name, flat=True)


def may_be_visited(url: str) -> bool:
    """Whether it is a page of the web that holds no passcode, signature or credentials."""
    try:
        parts = split(url)
    except RefusedTargetError:
        return False
    named = itertools.chain(parse_qsl(parts.query), parse_qsl(parts.fragment))
    return SECRETS.isdisjoint(name.casefold() for name, _value in named)
