"""The public history of one page: what happened in which order, and its sentences for any stretch of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import DateTimeField, F, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import PageLogEntry, Revision

from pages.history.changes import describe_change
from pages.history.comparing import compare
from pages.history.spans import describe_day
from pages.history.states import PublishedState, read_state
from pages.models import DateChange, Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from django.db.models import QuerySet
    from wagtail.models import Page

PUBLISHED = frozenset({"wagtail.publish", "wagtail.publish.scheduled"})
WITHDRAWN = frozenset({"wagtail.unpublish", "wagtail.unpublish.scheduled"})
MOVED = frozenset({"wagtail.move"})

UNKNOWN_TIME = dt.datetime(1, 1, 2, tzinfo=dt.UTC)
"""Stands for the time of what was read from an imported document, in the order of things alone."""

LOGGED_WITHIN = dt.timedelta(minutes=1)
"""After the publish itself, its entry is in the log."""

ENTRY, CHANGE = "entry", "change"


@dataclass(frozen=True, slots=True)
class Happening:
    """What the public could see at once: the instant, None where it is not known, and sentences without full stops."""

    at: dt.datetime | None
    sentences: tuple[str, ...]


class PublicHistory(Sequence[Happening]):
    """The history of a page, newest first, as a sequence that Django's Paginator can cut.

    Any stretch of it costs the same number of statements.
    """

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def entries(self) -> QuerySet[PageLogEntry]:
        """The log of what reached the public."""
        entries: QuerySet[PageLogEntry] = PageLogEntry.objects.filter(
            page=self.page.pk, action__in=PUBLISHED | WITHDRAWN | MOVED
        )
        return entries

    @property
    def changes(self) -> QuerySet[DateChange]:
        """The record of changed dates."""
        return DateChange.objects.filter(event=self.page.pk)

    @cached_property
    def keys(self) -> QuerySet[Any]:
        """When, what and which, newest first."""
        at = Coalesce("announced_at", Value(UNKNOWN_TIME, output_field=DateTimeField()))
        entries = self.entries.order_by().annotate(at=F("timestamp"), kind_of=Value(ENTRY), key=F("pk"))
        changes = self.changes.order_by().annotate(at=at, kind_of=Value(CHANGE), key=F("pk"))
        columns = ("at", "kind_of", "key")
        return (
            entries.values_list(*columns)
            .union(changes.values_list(*columns), all=True)
            .order_by("-at", "-kind_of", "-key")
        )

    def __len__(self) -> int:
        return self.entries.count() + self.changes.count()

    def __getitem__(self, stretch: slice) -> list[Happening]:  # type: ignore[override]  # it is only cut
        return self.describe(list(self.keys[stretch]))

    def describe(self, rows: Sequence[tuple[dt.datetime, str, int]]) -> list[Happening]:
        """What happened, in words, for rows of `keys`."""
        chosen = {name: [key for _at, kind, key in rows if kind == name] for name in (ENTRY, CHANGE)}
        entries = self.entries.in_bulk(chosen[ENTRY])
        changes = self.changes.in_bulk(chosen[CHANGE])
        told = self.tell([entries[key] for key in reversed(chosen[ENTRY])])
        found = (
            Happening(entries[key].timestamp, tuple(told[key]))
            if kind == ENTRY
            else Happening(changes[key].announced_at, (describe_change(changes[key]),))
            for _at, kind, key in rows
        )
        return [happening for happening in found if happening.sentences]

    def tell(self, entries: Sequence[PageLogEntry]) -> dict[int, list[str]]:
        """The sentences of log entries by their keys; `entries` follow each other, oldest first."""
        if not entries:
            return {}
        former, is_live = self.find_former(entries[0])
        states = read_states([entry for entry in (former, *entries) if entry is not None])
        names = read_names(states.values())
        told = {}
        for entry in entries:
            told[entry.pk] = list(self.tell_one(entry, former=former, states=states, names=names, is_live=is_live))
            if entry.action in PUBLISHED:
                former = entry
            is_live = is_live if entry.action in MOVED else entry.action in PUBLISHED
        return told

    def find_former(self, entry: PageLogEntry) -> tuple[PageLogEntry | None, bool]:
        """The publish before an entry, and whether the page was public when it came."""
        at = entry.timestamp
        earlier = self.entries.filter(Q(timestamp__lt=at) | Q(timestamp=at, pk__lt=entry.pk)).exclude(action__in=MOVED)
        last = earlier.first()
        if last is None or last.action in PUBLISHED:
            return last, last is not None
        return earlier.filter(action__in=PUBLISHED).first(), False

    def tell_one(
        self,
        entry: PageLogEntry,
        *,
        former: PageLogEntry | None,
        states: Mapping[int, PublishedState],
        names: Mapping[int, str],
        is_live: bool,
    ) -> Iterator[str]:
        """What an entry means for the public, after the publish `former`."""
        day = describe_day(timezone.localtime(entry.timestamp).date())
        if entry.action in MOVED:
            yield from [_("Moved to another part of the site")] * is_live
        elif entry.action in WITHDRAWN:
            yield _("Withdrawn on %(day)s") % {"day": day}
        elif former is None and self.is_first(entry):
            yield _("Published first on %(day)s") % {"day": day}
        else:
            if not is_live:
                yield _("Published again on %(day)s") % {"day": day}
            old, new = states.get(former.pk) if former else None, states.get(entry.pk)
            if old is not None and new is not None:
                yield from compare(old, new, names=names, was_live=is_live)

    def is_first(self, entry: PageLogEntry) -> bool:
        """Whether no publish came before, not even one that was not logged, as those of a bulk load."""
        first = self.page.first_published_at
        return first is None or entry.timestamp - first < LOGGED_WITHIN


def read_states(entries: Iterable[PageLogEntry]) -> dict[int, PublishedState]:
    """What was published, by the key of the entry that logs it; without versions that are kept no more."""
    versions = {entry.pk: entry.revision_id for entry in entries if entry.action in PUBLISHED and entry.revision_id}
    contents = dict(Revision.objects.filter(pk__in=versions.values()).values_list("pk", "content"))
    return {key: read_state(contents[version]) for key, version in versions.items() if version in contents}


def read_names(states: Iterable[PublishedState]) -> dict[int, str]:
    """The names of the people in some versions by their keys; without those who may not be shown."""
    keys = {key for state in states for key, _role in state.people}
    return dict(Person.objects.filter(pk__in=keys, is_public=True).values_list("pk", "name"))
