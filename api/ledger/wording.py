"""What people read of an entry in calendars and feed readers: its headline and its facts line by line, plain text.

Written in the language that is active, once when an entry is published.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from api.rich_text import cut
from pages.choices import DateChangeKind, EventStatus, ImportantDateKind, LinkKind
from pages.moments import END_OF_DAY, Moment, Precision, ZonePolicy
from pages.occurrences import Occurrence, OccurrenceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from api.ledger.entries import EntryLink, EntryPerson
    from pages.moments import Span
    from pages.occurrences import Change

ABSTRACT_LENGTH = 1000
"""Characters of an abstract that stand in a calendar."""

LINES = {
    LinkKind.REGISTRATION: "Register",
    LinkKind.SUBMISSION: "Submit",
    LinkKind.JOIN: "Join",
    LinkKind.STREAM: "Live stream",
    LinkKind.RECORDING: "Recording",
    LinkKind.SLIDES: "Slides",
    LinkKind.PAPER: "Paper",
}
"""Kinds of links that entries show, with the words before their addresses."""


def name_occurrence(occurrence: Occurrence) -> str:
    """The title, or that it is to be announced."""
    if occurrence.title:
        return occurrence.title
    return _("Title to be announced")


def write_headline(occurrence: Occurrence, *, event_title: str | None) -> str:
    """One line for lists: a part is followed by what it belongs to, a deadline by its time and zone."""
    title = name_occurrence(occurrence)
    if occurrence.kind is OccurrenceKind.SESSION and event_title:
        title = f"{title} ({event_title})"
    if occurrence.kind is OccurrenceKind.DEADLINE:
        title = f"{title}: {event_title}" if event_title else title
        zone = write_clock(closing_moment(occurrence.span))
        title = f"{title} ({zone})" if zone else title
    return f"{CALLED_OFF_WORDS[occurrence.status]()}: {title}" if occurrence.status in CALLED_OFF_WORDS else title


CALLED_OFF_WORDS = {
    EventStatus.CANCELLED.value: lambda: _("CANCELLED"),
    EventStatus.POSTPONED.value: lambda: _("POSTPONED"),
}
STATUS_SENTENCES = {
    EventStatus.CANCELLED.value: lambda: _("This event has been cancelled."),
    EventStatus.POSTPONED.value: lambda: _("This event has been postponed."),
    EventStatus.MOVED_ONLINE.value: lambda: _("This event has moved online."),
    EventStatus.TENTATIVE.value: lambda: _("This is not confirmed yet."),
}
CHANGE_WORDS = {
    DateChangeKind.EXTENDED.value: lambda: _("Extended from %(old)s"),
    DateChangeKind.ADVANCED.value: lambda: _("Brought forward from %(old)s"),
    DateChangeKind.CORRECTED.value: lambda: _("Corrected; before: %(old)s"),
    DateChangeKind.RESCHEDULED.value: lambda: _("Rescheduled from %(old)s"),
    DateChangeKind.CANCELLED.value: lambda: _("Cancelled; before: %(old)s"),
}


def closing_moment(span: Span) -> Moment:
    """The moment from which a deadline has passed."""
    return span.end or span.start


def write_clock(moment: Moment) -> str:
    """The local time of an instant with its zone, as calls for papers write it: `23:59 AoE`; empty without one."""
    if moment.instant is None:
        return ""
    if moment.policy is ZonePolicy.AOE:
        return f"{(moment.time or END_OF_DAY):%H:%M} AoE"
    name = moment.instant.astimezone(moment.tzinfo).strftime("%Z")
    return f"{moment.time:%H:%M} {name if name.isalpha() else moment.zone}"


def write_day(date: dt.date) -> str:
    """A day with its weekday."""
    return format_date(date, _("l j F Y"))


def write_moment(moment: Moment) -> str:
    """A moment as far as it is known."""
    if moment.date is None:
        return _("Date to be announced")
    if moment.precision is Precision.MONTH:
        return format_date(moment.date, _("F Y"))
    return ", ".join(part for part in (write_day(moment.date), write_time(moment)) if part)


def write_time(moment: Moment) -> str:
    """The local time with its zone; empty for a day."""
    time = moment.time or (END_OF_DAY if moment.policy is ZonePolicy.AOE else None)
    if time is None:
        return ""
    zone = _("Anywhere on Earth (UTC−12)") if moment.policy is ZonePolicy.AOE else moment.zone or ""
    return f"{time:%H:%M} {zone}".rstrip()


def write_span(span: Span) -> str:
    """When it is, from start to end in local time; an end that is only assumed is not said."""
    start, end = span.start, span.end
    if end is None or end.date is None or (end.date, end.time) == (start.date, start.time):
        return write_moment(start)
    if start.date == end.date and start.time and end.time:
        return f"{write_day(start.date)}, {start.time:%H:%M}–{write_time(end)}"
    return f"{write_moment(start)} – {write_moment(end)}"


def write_people(people: Iterable[EntryPerson]) -> str:
    """Names with affiliations, each once."""
    written = (f"{it['name']} ({it['affiliation']})" if it["affiliation"] else it["name"] for it in people)
    return "; ".join(dict.fromkeys(written))


def write_change(change: Change) -> str:
    """What a publish did to a date, and when it was announced."""
    sentence = CHANGE_WORDS[change.kind]() % {"old": write_moment(change.old)}
    if change.announced_at is not None:
        announced = format_date(change.announced_at.astimezone(dt.UTC), _("j F Y"))
        sentence += _(", announced %(day)s") % {"day": announced}
    return f"{sentence}. {change.reason}".rstrip()


def has_moved(change: Change) -> bool:
    """Whether a change is of the date; that an event was called off is said by its status."""
    return (change.old.date, change.old.time, change.old.zone) != (change.new.date, change.new.time, change.new.zone)


def write_paragraphs(  # noqa: PLR0913  # all that a calendar shows
    occurrence: Occurrence,
    *,
    status: str,
    status_message: str,
    people: Sequence[EntryPerson],
    abstract: str | None,
    links: Sequence[EntryLink],
    place: str | None,
    parent_title: str | None,
    url: str,
) -> list[str]:
    """The facts of an entry, one or a few lines each, the address of its page last."""
    lines = [
        STATUS_SENTENCES[status]() if status in STATUS_SENTENCES else "",
        status_message,
        write_people(people),
        write_span(occurrence.span),
        *(write_change(change) for change in occurrence.changes if has_moved(change)),
        place or "",
        parent_title or "",
        occurrence.summary,
        cut(abstract, ABSTRACT_LENGTH) if abstract and len(abstract) > ABSTRACT_LENGTH else abstract or "",
        *write_links(links),
        url,
    ]
    return [line for line in lines if line]


def write_links(links: Iterable[EntryLink]) -> Iterator[str]:
    """What can be done, each with its address."""
    for link in links:
        if link["kind"] in LINES:
            yield f"{_(LINES[LinkKind(link['kind'])])}: {link['url']}"


def shows_link(kind: str, occurrence: Occurrence) -> bool:
    """Whether links of this kind of its page belong to an occurrence."""
    if occurrence.kind is OccurrenceKind.DEADLINE:
        return kind in DEADLINE_LINKS.get(occurrence.subkind, ())
    return not occurrence.row_type and kind in LINES


DEADLINE_LINKS = {
    ImportantDateKind.ABSTRACT.value: {LinkKind.SUBMISSION.value},
    ImportantDateKind.SUBMISSION.value: {LinkKind.SUBMISSION.value},
    ImportantDateKind.SUPPLEMENTARY.value: {LinkKind.SUBMISSION.value},
    ImportantDateKind.CAMERA_READY.value: {LinkKind.SUBMISSION.value},
    ImportantDateKind.REGISTRATION.value: {LinkKind.REGISTRATION.value},
}
