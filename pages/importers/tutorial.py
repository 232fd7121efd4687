"""Tutorials: records with abstract, biographies and schedule in the front matter, and pages in prose."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from pages.importers.dates import DateContext, read_date
from pages.importers.dates.years import infer_year
from pages.importers.documents import (
    BodyBlock,
    Dropped,
    Finding,
    ImportedContribution,
    ImportedImage,
    ImportedLink,
    ImportedPerson,
    ImportedTutorial,
    Reading,
    Severity,
)
from pages.importers.placeholders import is_placeholder
from pages.importers.talks.fields import fold_label, link_field_of
from pages.importers.talks.wording import clean_title
from pages.importers.text.links import read_link
from pages.importers.text.prose import language_of, likeness, to_rich_text
from pages.importers.text.repairs import repair_document
from pages.importers.text.site_settings import dropped_keys
from pages.importers.tutorials.likeness import FIELD_OF_KEY, resembles
from pages.importers.tutorials.page import TutorialText, read_text
from pages.importers.tutorials.people import complete, each_once, read_entries, with_files
from pages.importers.tutorials.records import DataEntry, find_entry, identifiers, is_identifier
from pages.importers.tutorials.schedule import Schedule, nearest_year, read_schedule
from pages.moments import Moment, Precision

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pages.importers.dates.years import InferredYear
    from pages.importers.documents import ImportedSession, ReadingOptions, SourceDocument
    from pages.importers.sources import SourceTree

__all__ = ["read", "resembles"]

GENERIC_TITLE = re.compile(
    r"^(?:program(?:me)?|home|index|tutorials?|overview|about|schedule|the tutorial|page)\W*$", re.IGNORECASE
)
CONFERENCE_TITLE = re.compile(
    r"^(?P<conference>.*?\b[A-Z][A-Za-z&-]*[A-Z][A-Za-z]*\b.*?(?:\s|"
    r"['’])(?:20)?\d\d)\s*:?\s*[-–—]?\s*(?:invited |half-day |full-day )?tutorial\W*$",
    re.IGNORECASE,
)
SECTION_TITLE = re.compile(
    r"(?:abstract|summary|description|introduction|presenters?|speakers?|organi[sz]ers?|people|team|goals?|outline|"
    r"materials?|slides|references|contact|registration|program(?:me)?|agenda|motivation|news|updates?|previous|past|"
    r"upcoming|part \d)\b",
    re.IGNORECASE,
)
SAME_TEXT = 0.95


def read(document: SourceDocument, *, tree: SourceTree, options: ReadingOptions) -> Reading:
    """The tutorial of a record or of a page in prose."""
    document, repairs = repair_document(document)
    reader = _TutorialReader(document, tree, options, findings=[*document.findings, *repairs])
    event = reader.read()
    return Reading(document, event, tuple(reader.findings), tuple(reader.dropped))


@dataclass(slots=True)
class _TutorialReader:
    """Puts a tutorial together from its front matter, its text and the conference's data files."""

    document: SourceDocument
    tree: SourceTree
    options: ReadingOptions
    findings: list[Finding] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    values: dict[str, list[tuple[str, Any]]] = field(default_factory=dict)
    year: InferredYear | None = None

    def read(self) -> ImportedTutorial:
        """The tutorial."""
        self._sort_keys()
        entry = self._data_entry()
        context = self._context()
        text = read_text(self.document.body, first_line=self.document.body_line, context=context)
        schedule = self._schedule(context)
        title, short_title, part_of = self._titles(entry, text)
        links = self._links(text, schedule)
        sessions = schedule.sessions or text.sessions
        abstract, body = self._texts(entry, text)
        start, end = self._when(schedule, sessions, context)
        self._report(text, schedule, start)
        return ImportedTutorial(
            title=title,
            slug=re.sub(r"[^\w-]+", "-", PurePosixPath(self.document.path).stem).strip("-_").casefold(),
            short_title=short_title,
            abstract=abstract,
            body=body,
            start=start,
            end=end,
            delivery=self._delivery(schedule, text),
            delivery_note="\n".join(schedule.notes),
            prerequisites=to_rich_text(self._text("prerequisites")),
            attendance_mode=self._attendance(schedule, links),
            venue=self._text("place"),
            part_of_title=part_of,
            languages=(language_of(f"{abstract} {text.words}") or self.options.language,),
            hero_image=self._hero(),
            topics=entry.topics if entry else tuple(self._list("topics")),
            contributions=self._contributions(entry, text),
            links=links,
            dates=schedule.dates,
            sessions=sessions,
            identifiers=identifiers(self._metadata),
            line=1 if self._metadata else self.document.body_line,
        )

    @property
    def _metadata(self) -> dict[str, Any]:
        return self.document.metadata if isinstance(self.document.metadata, dict) else {}

    def _sort_keys(self) -> None:
        used: set[str] = set()
        for key, value in self._metadata.items():
            name = FIELD_OF_KEY.get(fold_label(str(key)))
            if name is not None:
                self.values.setdefault(name, []).append((str(key), value))
            if name is not None or is_identifier(str(key)) or fold_label(str(key)) == "year":
                used.add(str(key))
        self.dropped += dropped_keys(self.document, used=used)

    def _text(self, name: str) -> str:
        """The first text of a field, without placeholders."""
        texts = (str(value).strip() for _key, value in self.values.get(name, []) if isinstance(value, str | int))
        return next((text for text in texts if not is_placeholder(text)), "")

    def _list(self, name: str) -> list[str]:
        """A field's texts as a list; a text of several lines counts as several."""
        texts: list[str] = []
        for _key, value in self.values.get(name, []):
            items = value if isinstance(value, list) else str(value).split("\n") if isinstance(value, str) else []
            texts += [_as_text(it) for it in items]
        return [text for text in texts if not is_placeholder(text)]

    def _line(self, name: str, position: int | None = None) -> int | None:
        """The line of a field, or of one of its list items."""
        key = next((key for key, _value in self.values.get(name, [])), "")
        lines = self.document.metadata_lines
        return lines.get(f"{key}.{position}") or lines.get(key) if position is not None else lines.get(key)

    def _data_entry(self) -> DataEntry | None:
        values = [value for _scheme, value in identifiers(self._metadata)]
        return find_entry(values, self.tree.data_beside(self.document)) if values else None

    def _context(self) -> DateContext:
        """The year comes from what speaks of the event, not from abstracts and biographies."""
        texts = [
            self._text("title"),
            self._text("date"),
            *self._list("schedule"),
            self._text("website"),
            self.document.body[:1500],
        ]
        year = infer_year(self.document, tree=self.tree, options=self.options, texts=texts)
        year = self.year = nearest_year(year, texts[2:]) if year else None
        return DateContext(
            zone=self.options.time_zone, year=year.year if year else None, language=self.options.language
        )

    def _schedule(self, context: DateContext) -> Schedule:
        date = self._text("date")
        time = self._text("time")
        announced = read_date(f"{date} {time}".strip(), context=context, line=self._line("date")) if date else None
        entries = [(text, self._line("schedule", number)) for number, text in enumerate(self._list("schedule"))]
        day = Moment.at(announced.start.date) if announced and announced.start.date else None
        schedule = read_schedule(entries, context=context, day=day)
        if announced and announced.start.precision is Precision.MINUTE:
            return replace(schedule, day=announced.start)
        return schedule

    def _titles(self, entry: DataEntry | None, text: TutorialText) -> tuple[str, str, str]:
        """Title, short title and conference. A title that names only the conference gives way to a telling one."""
        names = [clean_title(str(value)) for _key, value in self.values.get("title", []) if isinstance(value, str)]
        names = [name for name in names if name]
        own = next((name for name in names if not GENERIC_TITLE.match(name)), next(iter(names), ""))
        conference = CONFERENCE_TITLE.match(own)
        part_of = conference["conference"].strip() if conference else self._text("part_of")
        telling = [
            it for it in (text.title, entry.title if entry else "", clean_title(self._text("short_title"))) if it
        ]
        if own and not conference and not GENERIC_TITLE.match(own):
            return own, self._text("short_title"), part_of
        if telling:
            return telling[0], own if conference else self._text("short_title"), part_of
        heading = clean_title(text.heading)
        is_name = heading and not conference and not GENERIC_TITLE.match(heading) and not SECTION_TITLE.match(heading)
        if own or is_name:
            return heading if is_name else own, self._text("short_title"), part_of
        return self._untitled(), self._text("short_title"), part_of

    def _untitled(self) -> str:
        name = (
            next((value for _scheme, value in identifiers(self._metadata)), "")
            or PurePosixPath(self.document.path).stem
        )
        message = "Neither the document nor a data file beside it gives the tutorial's title."
        self.findings.append(Finding("title-missing", Severity.WARNING, message, 1))
        return f"Untitled tutorial {name}"

    def _links(self, text: TutorialText, schedule: Schedule) -> tuple[ImportedLink, ...]:
        links: list[ImportedLink] = []
        website = self._text("website")
        if website:
            link, found = read_link("Website", website, self._line("website"))
            links.append(replace(link, kind="website"))
            self.findings += found
        for key, value in self.values.get("materials", []):
            links += self._materials(key, value)
        if schedule.platform and not any(link.kind == "join" for link in links):
            links.append(ImportedLink("join", None, schedule.platform, line=self._line("schedule")))
        known = {link.url for link in links if link.url}
        return (*links, *(link for link in text.links if link.url not in known))

    def _materials(self, key: str, value: Any) -> Iterable[ImportedLink]:
        values = value if isinstance(value, list) else [value]
        for it in values:
            url = str(it.get("url") or it.get("link") or "") if isinstance(it, dict) else str(it or "")
            label = str(it.get("label") or it.get("title") or it.get("name") or key) if isinstance(it, dict) else key
            if is_placeholder(url):
                continue
            link, found = read_link(label.capitalize(), url, self.document.metadata_lines.get(key))
            self.findings += found
            yield replace(link, kind=link_field_of(key) or link_field_of(label) or link.kind)

    def _texts(self, entry: DataEntry | None, text: TutorialText) -> tuple[str, tuple[BodyBlock, ...]]:
        """Abstract and body; a body that says the abstract again is left out, one without headings is the abstract."""
        abstract = self._text("abstract") or text.abstract or (entry.abstract if entry else "")
        if not abstract:
            is_plain = not text.has_headings and len(text.body) == 1 and text.body[0].kind == "rich_text"
            is_plain = is_plain and not text.title and not text.sessions
            return (text.body[0].html, ()) if is_plain else ("", text.body)
        same = likeness(abstract, text.words)
        if same >= SAME_TEXT:
            message = f"The text repeats the abstract ({same:.0%} alike); the front matter's wording was kept."
            line = text.body[0].line if text.body else self.document.body_line
            self.findings.append(Finding("body-repeats-abstract", Severity.HINT, message, line, round(same, 2)))
            self.dropped.append(Dropped("text below the front matter", "it repeats the abstract", line))
            return to_rich_text(abstract), ()
        return to_rich_text(abstract), text.body

    def _when(
        self, schedule: Schedule, sessions: tuple[ImportedSession, ...], context: DateContext
    ) -> tuple[Moment, Moment | None]:
        if schedule.day and schedule.day.date:
            return schedule.day, None
        dated = [session for session in sessions if session.start.date]
        if not dated:
            return self._undated(context), None
        first = min(dated, key=lambda it: (it.start.date, it.start.time is not None, it.start.time))
        days = {it.start.date for it in dated}
        last = max(dated, key=lambda it: str(it.start.date))
        return first.start, Moment.at(last.start.date) if len(days) > 1 and first.start.time is None else None

    def _undated(self, context: DateContext) -> Moment:
        """Dates without a known year stay in their words."""
        words = self._text("date")
        if not words and context.year is None:
            dated = next(
                (
                    it
                    for it in self._list("schedule")
                    if re.search(r"tutorial day|take[s]? place|will be held", it, re.IGNORECASE)
                ),
                "",
            )
            words = dated[:200]
        if not words:
            return Moment()
        message = f"“{words}” could not be read as a date; it was kept in these words."
        self.findings.append(Finding("date-not-understood", Severity.WARNING, message, self._line("date")))
        return Moment(announced_as=words)

    def _delivery(self, schedule: Schedule, text: TutorialText) -> tuple[str, ...]:
        return schedule.delivery or text.delivery

    def _attendance(self, schedule: Schedule, links: Iterable[ImportedLink]) -> str:
        is_online = schedule.is_online or any(link.kind in {"join", "stream"} for link in links)
        if self._text("place"):
            return "hybrid" if is_online else "in_person"
        return "online" if is_online else "unknown"

    def _hero(self) -> ImportedImage | None:
        source = self._text("image")
        return ImportedImage(source, self.tree.find_image(source, document=self.document)) if source else None

    def _contributions(self, entry: DataEntry | None, text: TutorialText) -> tuple[ImportedContribution, ...]:
        """The presenters: those of the data file, of the front matter and of the text, each once."""
        people: list[ImportedPerson] = list(entry.people) if entry else []
        for key, value in self.values.get("people", []):
            people += read_entries(value, line=self.document.metadata_lines.get(key))
        people = each_once([*people, *text.people])
        bios = [*self._list("bios"), *text.bios]
        presenters = complete(
            people, bios=bios, pictures=self._list("pictures"), line=self._line("pictures") or self._line("bios")
        )
        self.findings += presenters.findings
        completed = with_files(presenters.people, tree=self.tree, document=self.document)
        return tuple(ImportedContribution("presenter", person) for person in completed)

    def _report(self, text: TutorialText, schedule: Schedule, start: Moment) -> None:
        found = [*schedule.findings, *(() if schedule.sessions else text.findings)]
        own = self.year.findings if self.year and any(it.code == "year-inferred" for it in found) else ()
        self.findings += [*own, *(it for it in found if not own or it.code != "year-inferred")]
        self.dropped += text.dropped
        if (
            schedule.sessions
            and start.date is None
            and not any(it.code == "date-not-understood" for it in self.findings)
        ):
            message = "The schedule names times but no day; they were kept in their words."
            self.findings.append(Finding("date-not-understood", Severity.WARNING, message, self._line("schedule")))


def _as_text(value: Any) -> str:
    """An entry of a schedule or list as one text; a record by its values ("time: 10:00", "title: …")."""
    if isinstance(value, dict):
        return " ".join(str(it) for it in value.values() if it not in (None, ""))
    return str(value or "")
