"""A walk over the lines of a page: where it stands among headings, and what was read so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pages.importers.talks.fields import TalkNotes, field_of
from pages.importers.talks.lines import Line, LineKind
from pages.importers.talks.snippets import (
    cut_date,
    split_label,
)
from pages.importers.talks.wording import without_emphasis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pages.importers.dates import DateContext

OTHER_SECTIONS = re.compile(
    r"\b(?:news|announcements?|updates?|organi[sz]\w*|committee|people|team|contacts?|about|"
    r"previous (?:iteration|edition)|"
    r"get involved|subscri\w+|mailing|registration|register|sponsors?|supporters?|partners?|call for|"
    r"important dates|deadlines?|"
    r"faq|publications?|awards?|history|goal|mission|acknowledge?ments?)\b|组织|通知|ニュース|主催",
    re.IGNORECASE,
)
TALK_SECTIONS = re.compile(
    r"\b(?:upcoming|past|next|previous|seminars?|talks?|schedule|program(?:me)?|sessions?|speakers?|archives?|"
    r"calendar|events?|"
    r"lectures?|colloqui\w+|agenda|past|future|recent|spring|summer|fall|autumn|winter|semester|term|(?:19|"
    r"20)\d\d|à venir|passés?|"
    r"termine|vorträge|programma)\b|予定|過去|讲座|报告",
    re.IGNORECASE,
)
YEAR = re.compile(r"\b((?:19|20)\d\d)\b(?:\s*[/–-]\s*(\d{2,4})\b)?")
TEACHING_YEAR_BEGINS = 8
DIVIDER = 7
"""The level of lines that divide entries as headings do: below all headings."""
SHORT_HEADING = 60


@dataclass(slots=True)
class Walk:
    """A walk over a page's lines; `years` are those the headings above announce.

    `leads` are the identities of lines that begin an entry though its date stands below them, `open_dates` those of
    lines that say no more than "TBA" where a date is expected.
    """

    lines: Sequence[Line]
    context: DateContext
    notes: list[TalkNotes] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    years: list[tuple[int, int | None, int | None]] = field(default_factory=list)
    titles: list[tuple[int, str]] = field(default_factory=list)
    leads: set[int] = field(default_factory=set)
    open_dates: set[int] = field(default_factory=set)

    @property
    def is_elsewhere(self) -> bool:
        """True below a heading such as "News" or "Organisers"."""
        return bool(self.titles) and OTHER_SECTIONS.search(self.titles[-1][1]) is not None

    @property
    def is_among_talks(self) -> bool:
        """True below a heading such as "Upcoming seminars"."""
        return any(TALK_SECTIONS.search(title) for _level, title in self.titles) and not self.is_elsewhere

    def enter(self, heading: Line) -> None:
        """Take note of a heading that is no talk."""
        title = without_emphasis(heading.text)
        self.titles = [*(it for it in self.titles if it[0] < heading.level), (heading.level, title)]
        self.years = [it for it in self.years if it[0] < heading.level]
        found = YEAR.search(title)
        if found:
            first = int(found[1])
            self.years.append((heading.level, first, first + 1 if found[2] else None))

    def add(self, notes: TalkNotes, year: int | None) -> None:
        """Keep the notes of an entry, and the year if headings gave it."""
        self.notes.append(replace(notes, year=year if self.years else None))

    def dating(self, text: str) -> DateContext:
        """The context for the dates of an entry that begins with `text`, in the year its headings announce."""
        if not self.years:
            return self.context
        _level, first, second = self.years[-1]
        context = replace(self.context, year=first)
        dated = cut_date(text, context=context) if second else None
        if dated is None:
            return context
        return replace(context, year=second) if _month(dated.date, context) < TEACHING_YEAR_BEGINS else context


def _month(text: str, context: DateContext) -> int:
    from pages.importers.dates import read_date  # noqa: PLC0415

    reading = read_date(text, context=context)
    return reading.start.date.month if reading and reading.start.date else TEACHING_YEAR_BEGINS


def label_of_line(line: Line) -> str | None:
    """The field whose label the line begins with."""
    return label_of(line.text)


def label_of(text: str) -> str | None:
    """The field whose label the text begins with."""
    labelled = split_label(text)
    return field_of(labelled[0]) if labelled else None


def section_at(lines: Sequence[Line], position: int) -> Sequence[Line]:
    """A heading and what stands below it, up to the next one of its level or above."""
    level = lines[position].level
    stop = position + 1
    while stop < len(lines) and not (lines[stop].kind is LineKind.HEADING and lines[stop].level <= level):
        stop += 1
    return lines[position:stop]
