"""A seminar series put together: its talks in the light of what its home says about all of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from pages.importers.dates import DateContext, read_zone_statement
from pages.importers.dates.years import infer_year
from pages.importers.documents import Finding, ImportedImage, ImportedSeries, ImportedTalk, Severity
from pages.importers.placeholders import is_placeholder
from pages.importers.tables import is_table
from pages.importers.talks.cadence import Cadence, read_cadence
from pages.importers.talks.lines import plain
from pages.importers.talks.records import is_talk_file
from pages.importers.talks.series_parts import (
    Part,
    common_language,
    common_minutes,
    common_mode,
    common_zone,
    join_zones,
    once,
)
from pages.importers.talks.series_text import SERIES_WORDS, SeriesText
from pages.importers.talks.talk import TalkContext, read_talk
from pages.importers.talks.times import UsualTimes
from pages.importers.text.prose import language_of
from pages.importers.text.site_settings import dropped_keys
from pages.moments import UnknownTimeZoneError, find_zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pages.importers.dates.years import InferredYear
    from pages.importers.documents import ReadingOptions, SourceDocument
    from pages.importers.sources import SourceTree
    from pages.importers.talks.fields import TalkNotes

TITLE_KEYS = ("title", "name", "seminar", "series")
SUMMARY_KEYS = ("description", "subtitle", "tagline", "summary", "excerpt", "meta-description", "meta_description")
IMAGE_KEYS = (
    "image",
    "hero_image",
    "hero",
    "cover",
    "header_image",
    "header-img",
    "banner",
    "teaser",
    "feature_image",
    "thumbnail",
)
GENERIC_TITLE = re.compile(
    r"(?:home(?:page)?|index|about|main|welcome|schedule|program(?:me)?|talks?|events?|upcoming(?: \w+)?|"
    r"past(?: \w+)?|calendar|archive|"
    r"next(?: \w+)?|previous(?: \w+)?|list of talks|speakers?|posts?|news)\W*$",
    re.IGNORECASE,
)
PLAIN_FOLDERS = frozenset(
    {
        "",
        ".",
        "/",
        "data",
        "pages",
        "posts",
        "content",
        "src",
        "docs",
        "site",
        "tmp",
        "schedule",
        "seminars",
        "talks",
        "home",
    }
)


@dataclass(slots=True)
class SeriesReader:
    """Reads the talks of a series in the light of what its home says about all of them."""

    tree: SourceTree
    options: ReadingOptions
    home: Part
    text: SeriesText
    cadence: Cadence = field(default_factory=Cadence)
    zone: str | None = None
    used_keys: set[str] = field(default_factory=set)

    @property
    def metadata(self) -> dict[str, Any]:
        """The front matter of the series' home; that of a talk's file says nothing about the series."""
        metadata = self.home.document.metadata
        is_home = isinstance(metadata, dict) and not is_talk_file(self.home.document)
        return metadata if is_home else {}

    def read_talks(self, parts: Sequence[Part]) -> None:
        """Fill the talks, findings and dropped things of each part."""
        described = [str(value) for key, value in self.metadata.items() if isinstance(value, str) and key != "title"]
        labelled = [
            f"{key}: {value}" for key, value in self.metadata.items() if str(key) in {"time", "when", "schedule"}
        ]
        self.cadence = read_cadence([*self.text.texts, *labelled, *described])
        self.zone = self._zone()
        year = self._year(parts)
        for part in parts:
            self._read_part(part, year)
        join_zones(parts)

    def _zone(self) -> str | None:
        """The zone for times that name none: the page's own words, the options, then the old site's setting."""
        stated = read_zone_statement("\n".join(self.text.texts))
        zone = self.cadence.zone or (stated.zone if stated else None) or self.options.time_zone
        if zone:
            return zone
        setting = str(_site_setting(self.tree, self.home.document, "timezone") or "")
        try:
            find_zone(setting)
        except UnknownTimeZoneError:
            return None
        message = f"Times without a zone were read in {setting}, the setting of the old site."
        self.home.findings.append(Finding("zone-inferred", Severity.WARNING, message, None, 0.5))
        return setting

    def _year(self, parts: Sequence[Part]) -> InferredYear | None:
        texts = [str(self.metadata.get("title", "")), *self.text.headings, *_dates(parts)]
        return infer_year(self.home.document, tree=self.tree, options=self.options, texts=texts)

    def _read_part(self, part: Part, year: InferredYear | None) -> None:
        context = self._context(part, year)
        for notes in part.notes:
            found = read_talk(notes, context=replace(context, dates=_with_year(context.dates, notes)))
            if found.talk:
                part.talks.append(found.talk)
            part.findings += found.findings
            part.dropped += found.dropped
        if year and year.findings and any(it.code == "year-inferred" for it in part.findings):
            part.findings = [*year.findings, *(it for it in part.findings if it.code != "year-inferred")]

    def _context(self, part: Part, year: InferredYear | None) -> TalkContext:
        pictures = [source for notes in part.notes for source, _alt in notes.pictures]
        return TalkContext(
            tree=self.tree,
            document=part.document,
            dates=DateContext(zone=self.zone, year=year.year if year else None, language=self.options.language),
            usual=UsualTimes(self.cadence.time, self.cadence.zone or self.zone),
            pictures=tuple(dict.fromkeys(pictures)) if len(pictures) > 1 else (),
        )

    def series(self, parts: Sequence[Part], *, is_page: bool) -> ImportedSeries:
        """The series with its talks."""
        talks = tuple(once(talk for part in parts for talk in part.talks))
        summary = self._text_of(SUMMARY_KEYS)
        title = self._title()
        hero = self._hero()
        slug = PurePosixPath(str(self.metadata.get("permalink") or "")).name
        if is_page:
            used = {*self.used_keys, *TITLE_KEYS, "slug", "lang"}
            self.home.dropped += dropped_keys(self.home.document, used=used)
        return ImportedSeries(
            title=title,
            slug=re.sub(r"[^\w-]+", "-", slug.removesuffix(".html")).strip("-").casefold(),
            summary=summary,
            about=re.sub(
                r"(?<=<p>)(?:<br>)+", "", "\n".join(it.html for it in self.text.about if it.kind == "rich_text")
            ),
            body=(*(block for block in self.text.about if block.kind != "rich_text"), *self.text.body),
            attendance_mode=common_mode(talks, self.cadence.text, self.text.place),
            venue=self.text.place,
            languages=self._languages(talks),
            hero_image=hero,
            contributions=self.text.contributions,
            links=self.text.links,
            cadence_text=self.cadence.text,
            cadence_weekday=self.cadence.weekday,
            usual_time=self.cadence.time,
            usual_minutes=self.cadence.minutes or common_minutes(talks),
            time_zone=self.cadence.zone or self.zone or common_zone(talks),
            series_status=self.text.status,
            talks=talks,
            line=self.home.document.body_line if is_page else None,
        )

    def _text_of(self, keys: Iterable[str]) -> str:
        for key in keys:
            value = self.metadata.get(key)
            if isinstance(value, str) and not is_placeholder(value):
                self.used_keys.add(key)
                return plain(value)
        return ""

    def _title(self) -> str:
        """The series' name: its own title unless generic, a heading, a phrase of its text, the site's, the folder's."""
        own = [self._text_of([key]) for key in TITLE_KEYS]
        site = _site_setting(self.tree, self.home.document, "title")
        candidates = [*own, *self.text.headings[:1], *self.text.names, str(site or "")]
        telling = [it for it in candidates if it and not GENERIC_TITLE.match(it)]
        named = [it for it in telling if SERIES_WORDS.search(it)]
        title = (own[0] if own[0] in telling else "") or next(iter(named or telling), "")
        if title:
            return title
        title = next(iter(it for it in own if it), "") or _folder_name(self.home.document)
        message = f"The documents name no title for the series; it was called “{title}”."
        self.home.findings.append(Finding("title-missing", Severity.WARNING, message, None, 0.3))
        return title

    def _hero(self) -> ImportedImage | None:
        header = self.metadata.get("header")
        values = {**(header if isinstance(header, dict) else {}), **self.metadata}
        key = next(
            (key for key in IMAGE_KEYS if isinstance(values.get(key), str) and not is_placeholder(values[key])), None
        )
        if key is None:
            return None
        self.used_keys |= {key, "header"}
        source = str(values[key]).strip()
        file = self.tree.find_image(source, document=self.home.document)
        return ImportedImage(source, file, line=self.home.document.metadata_lines.get(key))

    def _languages(self, talks: Sequence[ImportedTalk]) -> tuple[str, ...]:
        stated = str(self.metadata.get("lang") or self.metadata.get("locale") or "").strip()
        if re.fullmatch(r"[a-z]{2}(?:-[A-Za-z]{2,4})?", stated):
            return (stated,)
        found = language_of("\n".join(self.text.texts)) or common_language(talks) or self.options.language
        return (found,)


def _with_year(context: DateContext, notes: TalkNotes) -> DateContext:
    return replace(context, year=notes.year) if notes.year else context


def _dates(parts: Iterable[Part]) -> list[str]:
    return [notes.text("date") for part in parts for notes in part.notes]


def _site_setting(tree: SourceTree, document: SourceDocument, key: str) -> Any:
    """A setting of the old site's `_config.yml` nearest above the document."""
    folder = str(PurePosixPath(document.path).parent)
    configs = [it for it in tree.data("_config") if isinstance(it.metadata, dict)]
    above = [it for it in configs if _is_above(str(PurePosixPath(it.path).parent), folder)]
    nearest = max(above, key=lambda it: len(it.path), default=None)
    return nearest.metadata.get(key) if nearest else None


def _is_above(folder: str, other: str) -> bool:
    return folder in {".", other} or other.startswith(f"{folder}/")


def _folder_name(document: SourceDocument) -> str:
    """A name made of the nearest folder that has a telling one; a table has a name of its own."""
    if is_table(document):
        return PurePosixPath(document.path).stem.replace("_", " ").replace("-", " ").strip() or "Untitled series"
    path = PurePosixPath((document.file or document.path).replace("\\", "/"))
    for folder in path.parents:
        name = folder.name.strip("_.").replace("_", " ").replace("-", " ").strip()
        if name.casefold() not in PLAIN_FOLDERS and not name.isdigit():
            return name[:1].upper() + name[1:]
    return "Untitled seminar series"
