"""Keeps the public calendar as the pages are, in the transaction that changes them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson
from django.db import transaction
from django.db.models import Q
from django.dispatch import Signal
from django.utils import timezone
from wagtail.models import Page, Site

from api.caching import bump_version
from api.languages import language_rank
from api.ledger.describe import describe
from api.ledger.entries import Item
from api.ledger.ical import render_event
from api.ledger.models import CalendarEntry, LedgerClock, RemovalReason
from api.published.store import chunks, read_pages, wait_for_writers
from api.visibility import Visibility
from pages.models import EventPage
from pages.models.addresses import find_place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from api.ledger.describe import Described

FORMAT = 2
"""Version of how entries are written; raising it writes all of them again at the next `migrate`."""

entries_changed = Signal()
"""Sent inside the transaction that changed entries. Arguments: `entries`, as they are stored now, in order of `rev`."""

COLUMNS = [
    column.name
    for column in CalendarEntry._meta.concrete_fields  # noqa: SLF001  # Django's documented way to ask a model
    if not column.primary_key
]
Identity = tuple[str, str]
"""The uid and the language of an entry."""


def sync_page(page: Page, *, read: Collection[Page] = ()) -> int:
    """Write the entries of a page, and of the events below it; how many have changed.

    In other languages too: which of them is preferred may change. Pages that this transaction has `read` by
    `read_pages` just now are not read again.
    """
    return sync_pages([page.pk, *find_below(page)], read=read)


def find_below(page: Page) -> Iterable[int]:
    """The keys of the events below a page; none is looked for where the type allows none."""
    if not (page.specific_class or Page).allowed_subpage_models():
        return ()
    events = EventPage.objects.filter(path__startswith=page.path).exclude(pk=page.pk)
    return events.order_by("path").values_list("pk", flat=True)


def sync_pages(keys: Iterable[int], *, read: Collection[Page] = ()) -> int:
    """Write the entries of pages as the database has them now; how many have changed. Some pages at a time."""
    return sum(sync_chunk(chunk, read=read) for chunk in chunks(dict.fromkeys(keys)))


@transaction.atomic(savepoint=False)
def sync_chunk(keys: Collection[int], *, read: Collection[Page] = ()) -> int:
    """Write the entries of a few pages and of what is the same in other languages; how many have changed."""
    wait_for_writers()
    wanted_keys = with_translations(keys)
    if not may_have_entries(wanted_keys):
        return 0
    now = timezone.now()
    visibility = whole_visibility(now)
    found = [*(page for page in read if page.pk in wanted_keys), *read_missing(wanted_keys, read=read)]
    pages = [page for page in found if isinstance(page, EventPage) and is_public(page, visibility)]
    preferred = find_preferred(pages, visibility.language_codes)
    described = {(it.data["uid"], it.data["language"]): it for it in describe(pages, visibility)}
    stored = find_stored(wanted_keys, described)
    changed = [
        change
        for identity, entry in described.items()
        if (change := renew(stored.get(identity), entry, is_preferred=entry.page_id in preferred, now=now)) is not None
    ]
    gone = [entry for identity, entry in stored.items() if identity not in described and entry.removed_at is None]
    bury(gone, public={it.page_id for it in described.values()}, now=now)
    return store([*gone, *changed])


def read_missing(keys: Collection[int], *, read: Collection[Page]) -> list[Page]:
    """The published pages with these keys that were not read yet."""
    missing = set(keys) - {page.pk for page in read}
    return read_pages(missing) if missing else []


def remove_page(key: int) -> int:
    """Leave tombstones for the entries of a page that is about to be deleted; how many."""
    entries = list(CalendarEntry.objects.filter(page=key, removed_at=None))
    for entry in entries:
        make_tombstone(entry, RemovalReason.DELETED, now=timezone.now())
    return store(entries)


def with_translations(keys: Collection[int]) -> list[int]:
    """The keys, and those of the same pages in other languages."""
    same = Page.objects.filter(pk__in=keys).order_by().values("translation_key")
    return sorted({*keys, *Page.objects.filter(translation_key__in=same).values_list("pk", flat=True)})


def may_have_entries(keys: Collection[int]) -> bool:
    """Whether one of the pages is a public event, or has been one."""
    if CalendarEntry.objects.filter(page__in=keys, removed_at=None).exists():
        return True
    return EventPage.objects.filter(pk__in=keys, live=True, alias_of=None).exists()


def whole_visibility(now: dt.datetime) -> Visibility:
    """The rule for the pages of all sites."""
    visibility = Visibility(now=now)
    for site in Site.objects.select_related("root_page"):
        visibility.admit_site(site)
    return visibility


def is_public(page: EventPage, visibility: Visibility) -> bool:
    """Whether an event stands in feeds."""
    return visibility.admits_page(page) and visibility.is_listed(page)


def find_preferred(pages: Iterable[EventPage], language_codes: Mapping[int, str]) -> set[int]:
    """Of the pages of a site that are the same in several languages, the keys of those in the first one."""
    by_key: dict[Any, list[EventPage]] = defaultdict(list)
    for page in pages:
        place = find_place(page.url_path)
        by_key[page.translation_key, place and place.site_id].append(page)
    return {min(group, key=lambda it: language_rank(language_codes[it.locale_id])).pk for group in by_key.values()}


def find_stored(keys: Collection[int], wanted: Iterable[Identity]) -> dict[Identity, CalendarEntry]:
    """The entries of pages, and those with the same identity as one of `wanted`, tombstones included."""
    uids = {UUID(uid) for uid, _ in wanted}
    rows = CalendarEntry.objects.filter(Q(page__in=keys) | Q(uid__in=uids))
    identities = set(wanted)
    found = {(str(row.uid), row.language): row for row in rows}
    return {identity: row for identity, row in found.items() if row.page_id in set(keys) or identity in identities}


def renew(
    entry: CalendarEntry | None, described: Described, *, is_preferred: bool, now: dt.datetime
) -> CalendarEntry | None:
    """The entry as it is described now, its revision still to be set; None when nothing has changed."""
    data = orjson.dumps(described.data).decode()
    columns = find_columns(described, is_preferred=is_preferred)
    digest = hash_of([FORMAT, data, columns])
    if entry is not None and entry.content_hash == digest and has_values(entry, {**columns, "data": data}):
        return None
    second = now.replace(microsecond=0)
    renewed = entry or CalendarEntry(published_at=described.published_at or second, changed_at=second)
    if entry is not None:
        renewed.sequence += entry.data != data
        renewed.changed_at = max(second, entry.changed_at)
    for name, value in columns.items():
        setattr(renewed, name, value)
    renewed.data, renewed.content_hash = data, digest
    renewed.removed_at, renewed.removal_reason = None, ""
    renewed.ics = render_event(
        Item(
            data=described.data,
            rev=0,
            sequence=renewed.sequence,
            published_at=renewed.published_at,
            changed_at=renewed.changed_at,
        )
    )
    return renewed


def has_values(entry: CalendarEntry, values: Mapping[str, Any]) -> bool:
    """Whether an entry is live and has these values."""
    return entry.removed_at is None and all(getattr(entry, name) == value for name, value in values.items())


def find_columns(described: Described, *, is_preferred: bool) -> dict[str, Any]:
    """The columns by which an entry is found."""
    data = described.data
    return {
        "uid": UUID(data["uid"]),
        "language": data["language"],
        "page_id": described.page_id,
        "site_id": described.site_id,
        "path": data["path"],
        "node_id": data["nodeId"],
        "kind": data["kind"],
        "type_name": data["type"],
        "date_kind": data["dateKind"] or "",
        "parent_uid": UUID(data["parent"]["uid"]) if data["parent"] else None,
        "is_preferred": is_preferred,
        "topics": between_commas(described.topics),
        "people": between_commas(described.people),
        "status": data["status"],
        "starts_at": described.starts_at,
        "ends_at": described.ends_at,
        "is_all_day": data["isAllDay"],
        "expires_at": described.expires_at,
    }


def between_commas(values: Sequence[str]) -> str:
    """Values so that each is found with a comma on both sides."""
    return f",{','.join(values)}," if values else ""


def hash_of(value: Any) -> str:
    """A digest of JSON values."""
    return hashlib.blake2b(orjson.dumps(value), digest_size=16).hexdigest()


def bury(entries: Sequence[CalendarEntry], *, public: Collection[int], now: dt.datetime) -> None:
    """Make tombstones of entries, each with the reason that its page tells; `public` are the keys of those in feeds."""
    pages = Page.objects.in_bulk({entry.page_id for entry in entries if entry.page_id}) if entries else {}
    for entry in entries:
        reason = find_reason(pages.get(entry.page_id), is_public=entry.page_id in public, now=now)
        make_tombstone(entry, reason, now=now)


def find_reason(page: Page | None, *, is_public: bool, now: dt.datetime) -> RemovalReason:
    """Why an entry of a page is no longer public: of a page that `is_public`, it was taken out."""
    if page is None or is_public:
        return RemovalReason.DELETED
    if page.expired or (page.expire_at is not None and page.expire_at <= now):
        return RemovalReason.EXPIRED
    return RemovalReason.HIDDEN if page.live else RemovalReason.UNPUBLISHED


def make_tombstone(entry: CalendarEntry, reason: RemovalReason, *, now: dt.datetime) -> None:
    """Empty an entry of what it said; the columns by which it was found tell whose feeds have changed."""
    second = now.replace(microsecond=0)
    entry.removed_at = entry.changed_at = max(second, entry.changed_at)
    entry.removal_reason = reason
    entry.data = entry.content_hash = ""
    entry.ics = b""


def store(entries: Sequence[CalendarEntry]) -> int:
    """Store changed entries with the next revisions, and tell about them; how many there are."""
    if not entries:
        return 0
    rev = advance(len(entries))
    for number, entry in enumerate(entries, start=rev - len(entries) + 1):
        entry.rev = number
    CalendarEntry.objects.bulk_update([it for it in entries if it.pk], COLUMNS, batch_size=100)
    CalendarEntry.objects.bulk_create([it for it in entries if not it.pk], batch_size=100)
    bump_version()
    entries_changed.send(sender=CalendarEntry, entries=entries)
    return len(entries)


def advance(number: int) -> int:
    """The revision of the clock after counting this many more; others who count wait until the transaction ends."""
    clock = read_clock(for_update=True)
    clock.rev += number
    clock.save(update_fields=["rev"])
    return clock.rev


def read_clock(*, for_update: bool = False) -> LedgerClock:
    """The clock; made at the first change, which two may come to at the same time."""
    rows = LedgerClock.objects.select_for_update() if for_update else LedgerClock.objects.all()
    clock = rows.first()
    if clock is None:
        LedgerClock.objects.get_or_create(pk=1)
        clock = rows.get(pk=1)
    return clock
