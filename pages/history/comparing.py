"""What one published version says differently from the one before it, sentence by sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pages.choices import AttendanceMode, ContributionRole, EventStatus, ImportantDateKind, LinkKind, SeriesStatus
from pages.history.spans import describe_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pages.history.states import PublishedState

STATUSES: dict[str, Callable[[], str]] = {
    EventStatus.TENTATIVE: lambda: _("Now only tentative"),
    EventStatus.POSTPONED: lambda: _("Postponed"),
    EventStatus.MOVED_ONLINE: lambda: _("Moved online"),
    EventStatus.CANCELLED: lambda: _("Cancelled"),
}
"""What it means that an event gets a status."""

BACK_FROM: dict[str, Callable[[], str]] = {
    EventStatus.TENTATIVE: lambda: _("Confirmed"),
    EventStatus.POSTPONED: lambda: _("Scheduled again"),
    EventStatus.MOVED_ONLINE: lambda: _("Takes place at its place again"),
    EventStatus.CANCELLED: lambda: _("Takes place after all"),
}
"""What it means that an event is merely scheduled after it had a status."""

SERIES_STATUSES: dict[str, Callable[[], str]] = {
    SeriesStatus.ACTIVE: lambda: _("The series goes on"),
    SeriesStatus.PAUSED: lambda: _("The series is paused"),
    SeriesStatus.ENDED: lambda: _("The series has ended"),
}


def compare(old: PublishedState, new: PublishedState, *, names: Mapping[int, str], was_live: bool) -> list[str]:
    """The differences in words, most important first.

    `names` are those of the people that may be named, by key. `was_live`: the public could read `old` until `new` came;
    then moved and called off dates are left to the records of those (`DateChange`).
    """
    return [
        *compare_status(old, new, was_live=was_live),
        *compare_title(old, new),
        *compare_day(old, new),
        *compare_people(old, new, names=names),
        *compare_abstract(old, new),
        *compare_place(old, new),
        *compare_dates(old, new),
        *compare_programme(old, new),
        *compare_links(old, new),
        *compare_texts(old, new),
        *compare_listing(old, new),
    ]


def compare_status(old: PublishedState, new: PublishedState, *, was_live: bool) -> Iterator[str]:
    """The announced status of the event and of the series."""
    if new.series_status != old.series_status and old.series_status:
        yield with_reason(SERIES_STATUSES[new.series_status](), new.status_message)
    is_recorded = was_live and old.start_date is not None and new.status == EventStatus.CANCELLED
    if new.status == old.status or is_recorded:
        return
    words = STATUSES.get(new.status) or BACK_FROM[old.status]
    yield with_reason(words(), new.status_message)


def with_reason(sentence: str, reason: str) -> str:
    """A sentence, with the organisers' reason if they gave one."""
    return _("%(sentence)s: “%(reason)s”") % {"sentence": sentence, "reason": reason} if reason else sentence


def compare_title(old: PublishedState, new: PublishedState) -> Iterator[str]:
    """The title, and whether it is announced."""
    if old.title == new.title:
        return
    if new.title is None:
        yield _("Title to be announced again")
    elif old.title is None:
        yield _("Title announced: “%(title)s”") % {"title": new.title}
    else:
        yield _("Title changed from “%(old)s” to “%(new)s”") % {"old": old.title, "new": new.title}


def compare_day(old: PublishedState, new: PublishedState) -> Iterator[str]:
    """A day that was to be announced."""
    if old.start_date is None and new.start_date is not None:
        yield _("Date announced: %(day)s") % {"day": describe_day(new.start_date)}


def compare_people(old: PublishedState, new: PublishedState, *, names: Mapping[int, str]) -> Iterator[str]:
    """Who joined, and who left."""
    roles: dict[str, str] = {value: str(label) for value, label in ContributionRole.choices}
    for key, role in new.people:
        if key in names and (key, role) not in old.people:
            yield _("%(role)s announced: %(name)s") % {"role": roles.get(role, role), "name": names[key]}
    for key, role in old.people:
        if key in names and (key, role) not in new.people:
            yield _("%(role)s no longer listed: %(name)s") % {"role": roles.get(role, role), "name": names[key]}


def compare_abstract(old: PublishedState, new: PublishedState) -> Iterator[str]:
    """What it is about."""
    if old.abstract == new.abstract:
        return
    if old.abstract is None:
        yield _("Abstract announced")
    else:
        yield _("Abstract revised") if new.abstract else _("Abstract to be announced again")


def compare_place(old: PublishedState, new: PublishedState) -> Iterator[str]:
    """Where, and how people attend."""
    if new.place != old.place:
        if old.place and new.place:
            yield _("Place changed from “%(old)s” to “%(new)s”") % {"old": old.place, "new": new.place}
        else:
            yield _("Place announced: %(place)s") % {"place": new.place} if new.place else _("Place taken back")
    if new.attendance_mode not in {old.attendance_mode, AttendanceMode.UNKNOWN, ""}:
        yield _("Attendance: %(mode)s") % {"mode": AttendanceMode(new.attendance_mode).label}


def compare_dates(old: PublishedState, new: PublishedState) -> Iterator[str]:
    """Important dates that got their first day; what moves is recorded elsewhere."""
    kinds = dict(ImportantDateKind.choices)
    for key, (kind, label, day) in new.dates.items():
        before = old.dates.get(key)
        if day is not None and (before is None or before[2] is None):
            yield _("Date announced: %(label)s, %(day)s") % {
                "label": label or str(kinds.get(kind, kind)),
                "day": describe_day(day),
            }


def compare_programme(old: PublishedState, new: PublishedState) -> Iterator[str]:
    """The programme as a whole."""
    if new.programme == old.programme:
        return
    count = len(new.programme)
    if not new.programme:
        yield _("Programme taken back")
    elif not old.programme:
        yield ngettext("Programme announced: %(count)s item", "Programme announced: %(count)s items", count) % {
            "count": count
        }
    else:
        yield _("Programme revised")


def compare_links(old: PublishedState, new: PublishedState) -> Iterator[str]:
    """Which kinds of links came, lead elsewhere, and went; never their addresses."""
    before, after = {kind for kind, _url in old.links}, {kind for kind, _url in new.links}
    moved = {kind for kind, _url in old.links ^ new.links} & before & after
    for sentence, kinds in (
        (_("New link: %(kinds)s"), after - before),
        (_("New address: %(kinds)s"), moved),
        (_("Link removed: %(kinds)s"), before - after),
    ):
        if kinds:
            labels = [str(LinkKind(kind).label) for kind in LinkKind.values if kind in kinds]
            yield sentence % {"kinds": ", ".join(labels)}


def compare_texts(old: PublishedState, new: PublishedState) -> Iterator[str]:
    """Running text."""
    if old.texts != new.texts:
        yield _("Text revised")


def compare_listing(old: PublishedState, new: PublishedState) -> Iterator[str]:
    """Whether lists, feeds and search show it."""
    if old.is_listed != new.is_listed:
        yield _("Shown in lists") if new.is_listed else _("Taken out of lists; reachable by its address only")
