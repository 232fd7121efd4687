"""Events that come next and what they lack; pages that go live or end."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, Revision

from pages.attention.wording import editor_url
from pages.choices import CALLED_OFF_STATUSES
from pages.dashboard.items import Chip, Item
from pages.dashboard.reach import within_reach
from pages.listings import describe_date, describe_phase
from pages.models import EventPage, StoredFinding

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.contrib.auth.models import AbstractUser
    from django.utils.functional import _StrPromise

SHOWN = 8
SOON = dt.timedelta(days=14)
MOST_SCHEDULED = 200
"""Of more pages that are to go live, only the first are looked at."""

LACKS: dict[str, _StrPromise] = {
    "T02-title": gettext_lazy("Title"),
    "T02-speaker": gettext_lazy("Speaker"),
    "T02-abstract": gettext_lazy("Abstract"),
    "T02-bio": gettext_lazy("Biography of %(name)s"),
    "T02-photo": gettext_lazy("Photo of %(name)s"),
    "T02-registration": gettext_lazy("Link to take part"),
}
"""What an event lacks, by the code of the finding that says so."""


def next_events(user: AbstractUser, *, now: dt.datetime) -> tuple[Item, ...]:
    """The events that are on or come next, drafts included."""
    ahead = EventPage.objects.filter(ends_at__gt=now, starts_at__isnull=False, alias_of=None)
    mine = within_reach(ahead.exclude(status__in=CALLED_OFF_STATUSES), user)
    pages = sorted(mine.order_by("starts_at", "pk")[:SHOWN], key=day_and_time)
    lacks = find_lacks(user, [page.pk for page in pages])
    return tuple(
        Item(
            title=page.get_admin_display_title(),
            url=edit_url(page.pk),
            when=describe_date(page),
            note=str(page.page_type_display_name),
            states=(describe_phase(page), *(() if page.live else (_("Draft"),))),
            lacks=lacks.get(page.pk, ()),
        )
        for page in pages
    )


def day_and_time(page: EventPage) -> tuple[dt.date, dt.time, int]:
    """The local start, as people sort by it: a whole day before the times of that day, wherever it begins first."""
    return (page.start_date or dt.date.max, page.start_time or dt.time.min, page.pk)


def find_lacks(user: AbstractUser, events: Collection[int]) -> dict[int, tuple[Chip, ...]]:
    """What events lack, by their keys, in the order in which one announces it."""
    found = StoredFinding.objects.open().visible_to(user).filter(event__in=events, code__in=LACKS)
    chips: defaultdict[int, list[tuple[int, Chip]]] = defaultdict(list)
    order = list(LACKS)
    for finding in found.order_by("path", "pk"):
        label = str(LACKS[finding.code]) % finding.details
        chips[finding.event_id].append((order.index(finding.code), Chip(label, editor_url(finding))))
    return {key: tuple(chip for _rank, chip in sorted(rows, key=lambda row: row[0])) for key, rows in chips.items()}


def scheduled_pages(user: AbstractUser, *, now: dt.datetime) -> tuple[Item, ...]:
    """The pages that go live or come off the site within two weeks, the first first."""
    rows = [
        *((at, page, _("Goes live")) for at, page in pages_going_live(user, now=now)),
        *((page.expire_at, page, _("Ends")) for page in pages_ending(user, now=now)),
    ]
    rows.sort(key=lambda row: (row[0], row[1].pk))
    return tuple(
        Item(title=page.get_admin_display_title(), url=edit_url(page.pk), when=describe_instant(at), states=(what,))
        for at, page, what in rows[:SHOWN]
    )


def pages_going_live(user: AbstractUser, *, now: dt.datetime) -> list[tuple[dt.datetime, Page]]:
    """The pages of which a version is approved to go live, with the instants."""
    approved = Revision.objects.filter(
        approved_go_live_at__lte=now + SOON, base_content_type=ContentType.objects.get_for_model(Page)
    )
    rows = approved.order_by("approved_go_live_at", "pk").values_list("object_id", "approved_go_live_at")
    instants: dict[int, dt.datetime] = {}
    for key, at in rows[:MOST_SCHEDULED]:
        instants.setdefault(int(key), at)
    return [(instants[page.pk], page) for page in within_reach(Page.objects.filter(pk__in=instants), user)]


def pages_ending(user: AbstractUser, *, now: dt.datetime) -> list[Page]:
    """The public pages that expire, the first first."""
    ending = Page.objects.filter(live=True, expire_at__gt=now, expire_at__lte=now + SOON)
    return list(within_reach(ending, user).order_by("expire_at", "pk")[:SHOWN])


def describe_instant(at: dt.datetime) -> str:
    """An instant in the reader's time zone."""
    return formats.date_format(timezone.localtime(at), "j M Y, H:i")


def edit_url(key: int) -> str:
    """The editor of a page."""
    return reverse("wagtailadmin_pages:edit", args=[key])
