"""D03, D04 and D05: what the words of a page say of its dates."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from pages.checks.findings import Finding, Rule, register
from pages.checks.prose import YEAR, full_days, sentences, written_dates
from pages.checks.subject import usual_day
from pages.choices import FindingSeverity, ZonePolicy
from pages.importers.dates.words import WEEKDAYS
from pages.models import SeminarSeriesPage, TalkPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pages.checks.subject import Subject
    from pages.checks.texts import Text
    from pages.importers.dates.calendar_dates import WrittenDate

register(
    Rule(
        "D03",
        FindingSeverity.WARNING,
        _("“%(zone)s” in “%(words)s” can mean more than one time zone."),
        _("Name the place (“London time”) or the distance from UTC (“UTC−8”)."),
    ),
    Rule(
        "D04",
        FindingSeverity.HINT,
        _("The text says “%(words)s” (%(date)s), and no date of the page is on that day."),
        _("Correct the text, or add the date, so that calendars know it."),
    ),
    Rule(
        "D05-text",
        FindingSeverity.WARNING,
        _("“%(words)s”: %(date)s is another day of the week."),
        _("Check the date and the day of the week."),
    ),
    Rule(
        "D05-cadence",
        FindingSeverity.HINT,
        _("%(date)s is not the usual day of the week of this series."),
        _("Check the date."),
    ),
)

ZONE = re.compile(
    r"(?<![\w.:])\d{1,2}(?:[:.h]\d\d)?[^\S\n]{0,3}(?:[ap]\.?m\.?)?(?:[^\S\n]|[,(]){0,3}"
    r"(?P<zone>PST|PT|EST|ET|CST|CT|MST|MT|IST|BST|AST)\b(?![-/’'])"
)
"""A time of day with an abbreviation that several zones share, or that is used for summer and winter alike."""

ABOUT_DATES = re.compile(
    r"deadline|\bdue\b(?! to\b)|submi(?:t|ssion)|notif|camera[- ]ready|\bregist(?:er|ration)|\bappl(?:y|ication)|"
    r"no later than|tak(?:es?|ing) place|\bheld\b|\bbegins?\b|\bstarts?\b|\bopens?\b|\bcloses?\b|截止|提交|通知|举行",
    re.IGNORECASE,
)
ABOUT_OTHER_DATES = re.compile(
    r"\bsince\b|founded|published|established|\bwas\b|\bwere\b|previous|former|original|extended from|moved from|"
    r"instead of|last (?:year|updated)|updated|posted|retrieved|accessed|arxiv|copyright|©|born|between|until then",
    re.IGNORECASE,
)
"""Words of sentences whose dates belong to other things, or are those of before."""

LONGEST_BEFORE = dt.timedelta(days=400)
"""How long before its first date an event may have dates of its own."""

_WEEKDAY = "|".join(sorted(filter(str.isascii, WEEKDAYS), key=len, reverse=True))
WEEKDAY_AND_DAY = re.compile(
    rf"(?<![^\W\d_])(?:{_WEEKDAY})(?![^\W\d_])[^\n]{{0,30}}?\d|"
    r"\d[^\n]{0,30}?(?:\((?:mon|tue|wed|thu|fri|sat|sun)|[星周][期一二三四五六日天])",
    re.IGNORECASE,
)


def check_abbreviations(subject: Subject) -> Iterator[Finding]:
    """Times with an ambiguous abbreviation, unless the date that they announce says its zone."""
    for text in subject.texts:
        for match in ZONE.finditer(text.plain):
            if not (text.is_announcement and _row_has_zone(text, subject)):
                yield Finding("D03", text.path, {"zone": match["zone"], "words": match.group().strip()})
                break


def _row_has_zone(text: Text, subject: Subject) -> bool:
    """Whether the page or row whose announced words these are says in which zone it is."""
    name, _dot, rest = text.path.partition(".")
    if not rest:
        return subject.time_zone is not None
    row: Any = subject.rows(name)[int(rest.partition(".")[0])]
    policy = getattr(row, "zone_policy", ZonePolicy.ZONE)
    return policy == ZonePolicy.ZONE and bool(row.time_zone or subject.time_zone)


def check_dates_in_text(subject: Subject) -> Iterator[Finding]:
    """Full dates beside words of deadlines and events that no date of the page is on."""
    if isinstance(subject.page, SeminarSeriesPage):
        return
    found: dict[dt.date, Finding] = {}
    for text in subject.texts:
        for sentence in () if text.is_announcement else sentences(text, YEAR):
            if ABOUT_DATES.search(sentence) and not ABOUT_OTHER_DATES.search(sentence):
                for written in written_dates(sentence):
                    _note(found, written, sentence, text, subject)
    yield from found.values()


def _note(found: dict[dt.date, Finding], written: WrittenDate, sentence: str, text: Text, subject: Subject) -> None:
    days = full_days(written)
    known = known_days(subject)
    if not days or any(day in known for day in days) or (known and days[-1] < min(known) - LONGEST_BEFORE):
        return
    words = " ".join(sentence[written.begin : written.stop].split())
    found.setdefault(days[0], Finding("D04", text.path, {"words": words, "date": days[0].isoformat()}))


def known_days(subject: Subject) -> set[dt.date]:
    """Every day that a date of the page is on, was on before, or lies at an announced distance from."""
    days = set(subject.surroundings.former_dates.get(subject.page.pk or 0, ()))
    distances = set()
    for holder in (subject.page, *subject.rows("important_dates"), *subject.rows("sessions")):
        first, last = usual_day(holder.start_date), usual_day(holder.end_date)
        if first is not None:
            days.update(_between(first, last or first))
        if getattr(holder, "days", None) and holder.days <= LONGEST_BEFORE.days:
            distances.add(dt.timedelta(days=holder.days))
    return (
        days
        | {day + distance for day in days for distance in distances}
        | {day - distance for day in days for distance in distances}
    )


MOST_DAYS = 31


def _between(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    for number in range(min((last - first).days, MOST_DAYS) + 1):
        yield first + dt.timedelta(days=number)
    yield last


def check_weekdays(subject: Subject) -> Iterator[Finding]:
    """Days of the week that contradict the date beside them, and talks on another day than usual."""
    for text in subject.texts:
        for sentence in sentences(text, WEEKDAY_AND_DAY):
            for written in written_dates(sentence):
                date = _contradicted(written, subject)
                if date is not None:
                    words = " ".join(sentence[written.begin : written.stop].split())
                    yield Finding("D05-text", text.path, {"words": words, "date": date.isoformat()})
    yield from _cadence_findings(subject)


def _contradicted(written: WrittenDate, subject: Subject) -> dt.date | None:
    """The day that a written date means, if that is no day of the week that the words name.

    Without a year it means the page's own date with that day and month; if one of several fits, it means that.
    """
    if written.weekday is None or len(written.days) != 1 or written.is_ambiguous:
        return None
    days = full_days(written) if written.year else _same_day_of_year(written, subject)
    if not days or any(day.weekday() == written.weekday for day in days):
        return None
    return days[0]


def _same_day_of_year(written: WrittenDate, subject: Subject) -> list[dt.date]:
    return sorted(day for day in known_days(subject) if (day.month, day.day) == (written.month, written.days[0]))


def _cadence_findings(subject: Subject) -> Iterator[Finding]:
    page, date, usual = subject.page, subject.start_date, subject.series.weekday
    if not isinstance(page, TalkPage) or subject.is_called_off or date is None or usual is None:
        return
    if date >= subject.today and date.weekday() != usual:
        yield Finding("D05-cadence", "start_date", {"date": date.isoformat()})
