"""C05: dates that were copied from another edition of the same event."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from pages.checks.findings import Finding, Rule, register
from pages.checks.names import edition_key
from pages.checks.surroundings import EditionDate
from pages.choices import FindingSeverity
from pages.models import EventPage, ImportantDate, SeminarSeriesPage, TalkPage

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

    from pages.checks.subject import Subject

register(
    Rule(
        "C05",
        FindingSeverity.HINT,
        _("The date %(date)s lies exactly a year after that of “%(title)s”. Perhaps it was copied."),
        _("Check the date."),
    )
)

A_YEAR_OF_WEEKS = 364
"""Days after which a date falls on the same weekday of the next year."""

ONE_OF_A_KIND = (TalkPage, SeminarSeriesPage)
"""Pages that have no editions."""


def gather_editions(pages: Iterable[EventPage]) -> dict[int, list[EditionDate]]:
    """The dates of other pages in the same language whose titles differ in a year or a number only, by page."""
    keys = {page.pk: (page.locale_id, edition_key(page.title or "")) for page in pages if _may_have_editions(page)}
    families: dict[Any, dict[int, tuple[UUID, str, dt.date | None]]] = {key: {} for key in keys.values() if key[1]}
    if not families:
        return {}
    titles = EventPage.objects.not_exact_type(*ONE_OF_A_KIND).filter(alias_of=None).order_by("pk")
    for pk, locale, uid, title, date in titles.values_list("pk", "locale_id", "translation_key", "title", "start_date"):
        family = families.get((locale, edition_key(title)))
        if family is not None:
            family[pk] = (uid, title, date)
    dates = _dates_of([pk for family in families.values() if len(family) > 1 for pk in family], families)
    return {
        page: [date for other in families[key] if other != page for date in dates[other]]
        for page, key in keys.items()
        if len(families.get(key, ())) > 1
    }


def _may_have_editions(page: EventPage) -> bool:
    return page.pk is not None and not isinstance(page, ONE_OF_A_KIND)


def _dates_of(keys: Sequence[int], families: Mapping[Any, Mapping[int, Any]]) -> Mapping[int, list[EditionDate]]:
    """The start and the important dates of stored pages."""
    found: dict[int, list[EditionDate]] = defaultdict(list)
    heads = {pk: head for family in families.values() for pk, head in family.items()}
    for pk in keys:
        _uid, title, date = heads[pk]
        if date is not None:
            found[pk].append(EditionDate("start_date", date, title))
    rows = ImportantDate.objects.filter(event__in=keys).exclude(start_date=None).order_by("event", "sort_order", "pk")
    for pk, kind, label, date in rows.values_list("event_id", "kind", "label", "start_date"):
        assert date is not None  # noqa: S101  # the query leaves such rows out
        found[pk].append(EditionDate(date_key(kind, label), date, heads[pk][1]))
    return found


def date_key(kind: str, label: str) -> str:
    """What equal important dates of two editions have in common."""
    return f"{kind} {edition_key(label)}"


def check_copied_dates(subject: Subject) -> Iterator[Finding]:
    """Dates ahead that lie one year or 52 weeks after the same date of another edition."""
    others = subject.surroundings.editions.get(subject.page.pk or 0, ())
    if not others:
        return
    for path, key, date in _own_dates(subject):
        source = next((it for it in others if it.key == key and is_copy(date, it.date)), None)
        if source is not None and date >= subject.today:
            yield Finding("C05", path, {"date": date.isoformat(), "title": source.title})


def is_copy(date: dt.date, source: dt.date) -> bool:
    """Whether a date is another one of a year before, by the calendar or by the week."""
    return (date - source).days == A_YEAR_OF_WEEKS or (
        (date.year, date.month, date.day) == (source.year + 1, source.month, source.day)
    )


def _own_dates(subject: Subject) -> Iterator[tuple[str, str, dt.date]]:
    if subject.start_date is not None:
        yield "start_date", "start_date", subject.start_date
    for number, row in enumerate(subject.rows("important_dates")):
        if row.start_date is not None:
            yield f"important_dates.{number}.start_date", date_key(row.kind, row.label), row.start_date
