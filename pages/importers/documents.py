"""What an importer reads out of a document: plain values, no database.

Readers (`forum`, `tutorial`, `seminars`, `call_for_papers`) return these; `store` writes them to pages. Enumerated
values are the stored values of `pages.choices` (e.g. kind="submission", role="co_chair"). Unknown values are None or
empty; words such as "TBD" never stand in a field. Lines count from 1 in the source file.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from pages.moments import Moment

CALENDAR_SCHEME = "ical-uid"
"""The scheme of identifiers that calendars give their events."""


class Severity(StrEnum):
    """How much a finding asks of the editor."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the editor should know: an inference, a contradiction, a text that was not understood.

    `code` is stable and documented in docs/editors.md; `confidence` is between 0 and 1 where a value was inferred.
    """

    code: str
    severity: Severity
    message: str
    line: int | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something of the document that is deliberately in no field and not in the body, and why.

    `what` names the thing, never a private value.
    """

    what: str
    reason: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """One file, decoded and split into front matter and body.

    `path` is as given on the command line or relative to the given folder, with forward slashes; `file` is where it
    lies on disk (None for text without a file). `metadata` is a mapping for Markdown front matter and YAML mappings,
    a list for YAML lists. `metadata_lines` maps dotted keys ("organizers.0.name") to lines where known. `body` starts
    at line `body_line` of the file.
    `dropped` is what was left out while splitting.
    """

    path: str
    file: str | None
    metadata: Any
    body: str
    body_line: int
    metadata_lines: dict[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What the person who imports says about all documents of a run."""

    time_zone: str | None = None
    year: int | None = None
    language: str = "en"
    today: dt.date | None = None


@dataclass(frozen=True, slots=True)
class BodyBlock:
    """One piece of body text: sanitised rich-text HTML, or a table, an embed or a code listing.

    `kind` "rich_text": `html` holds h2–h4, p, ul, ol, li, a, b, i, s, code, sup, sub, blockquote, hr, br.
    "embed": `url`. "code": `text` with `language`. "table": `rows` of plain text, the first is the header when
    `has_header`.
    "image": `url` is the path or URL of the picture, `text` its alternative text.
    """

    kind: Literal["rich_text", "embed", "code", "table", "image"]
    html: str = ""
    text: str = ""
    url: str = ""
    language: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    has_header: bool = False
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ImportedImage:
    """A picture the document names: relative path or URL as written, and the file found for it, if any."""

    source: str
    file: str | None = None
    alt: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ImportedPerson:
    """A person as one document names them. `affiliations` are names of organisations, in order; `bio` is rich text."""

    name: str
    name_native: str = ""
    honorific: str = ""
    affiliations: tuple[str, ...] = ()
    homepage: str = ""
    orcid: str = ""
    bio: str = ""
    photo: ImportedImage | None = None
    email: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ImportedContribution:
    """A person in a role, in editorial order."""

    role: str
    person: ImportedPerson
    role_label: str = ""


@dataclass(frozen=True, slots=True)
class ImportedLink:
    """A link; `url` None means announced but not known yet."""

    kind: str
    url: str | None
    label: str = ""
    note: str = ""
    access: str = "public"
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ImportedDate:
    """An announced date. `superseded` are earlier announced values, oldest first (struck through in the source).

    `relative_to` is the label of another date of the same document, with `relation` and `days`.
    """

    kind: str
    label: str
    start: Moment
    end: Moment | None = None
    superseded: tuple[Moment, ...] = ()
    round: str = ""
    track: str = ""
    certainty: str = "confirmed"
    mandatory: bool = True
    relative_to: str = ""
    relation: str = ""
    days: int | None = None
    note: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ImportedSession:
    """A programme row."""

    kind: str
    title: str | None
    start: Moment
    end: Moment | None = None
    track: str = ""
    speakers: tuple[ImportedPerson, ...] = ()
    abstract: str = ""
    room: str = ""
    link: ImportedLink | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class NamedText:
    """A name with a description, for tracks and awards. `track` names the award's track."""

    name: str
    description: str = ""
    track: str = ""


@dataclass(frozen=True, slots=True)
class ImportedGrant:
    """Financial support. `covers` are values of `GrantCover`."""

    name: str
    audience: str = ""
    covers: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class ImportedPaperCategory:
    """A kind of paper and its format."""

    name: str
    description: str = ""
    max_pages: int | None = None
    columns: int | None = None
    template_name: str = ""
    template_url: str = ""
    includes_bibliography: bool | None = None
    includes_appendices: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedEvent:
    """What every page type shares. `language` is a BCP 47 tag; `identifiers` are (scheme, value) pairs."""

    title: str
    slug: str = ""
    short_title: str = ""
    summary: str = ""
    body: tuple[BodyBlock, ...] = ()
    start: Moment = field(default_factory=Moment)
    end: Moment | None = None
    status: str = "scheduled"
    status_message: str = ""
    attendance_mode: str = "unknown"
    venue: str = ""
    address: str = ""
    city: str = ""
    country: str = ""
    part_of_title: str = ""
    part_of_url: str = ""
    languages: tuple[str, ...] = ()
    hero_image: ImportedImage | None = None
    topics: tuple[str, ...] = ()
    is_listed: bool = True
    contributions: tuple[ImportedContribution, ...] = ()
    links: tuple[ImportedLink, ...] = ()
    dates: tuple[ImportedDate, ...] = ()
    sessions: tuple[ImportedSession, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedForum(ImportedEvent):
    """A research forum."""

    submission_guidelines: str = ""
    template_name: str = ""
    template_url: str = ""
    max_pages: int | None = None
    columns: int | None = None
    font_size_pt: int | None = None
    selection_criteria: tuple[str, ...] = ()
    open_to_teams: bool | None = None
    tracks: tuple[NamedText, ...] = ()
    awards: tuple[NamedText, ...] = ()
    grants: tuple[ImportedGrant, ...] = ()
    schedule_status: str = "tbd"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedTutorial(ImportedEvent):
    """A tutorial. `delivery` are values of `Delivery`; `abstract` is rich text."""

    abstract: str = ""
    delivery: tuple[str, ...] = ()
    delivery_note: str = ""
    prerequisites: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedTalk(ImportedEvent):
    """A talk of a series. An empty `title` means that it is not announced yet.

    `minutes` is the announced length. `abstract` is rich text; `abstract_announced` is False for "TBA". `source` is the
    path of the document the talk was read from.
    """

    abstract: str = ""
    abstract_announced: bool = True
    minutes: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedSeries(ImportedEvent):
    """A seminar series with its talks. `about` is rich text; `cadence_weekday` is "MO" … "SU"."""

    about: str = ""
    cadence_text: str = ""
    cadence_weekday: str = ""
    usual_time: dt.time | None = None
    usual_minutes: int | None = None
    time_zone: str | None = None
    series_status: str = "active"
    talks: tuple[ImportedTalk, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedCallForPapers(ImportedEvent):
    """A conference call for papers."""

    edition: int | None = None
    topics_open_ended: bool = False
    paper_categories: tuple[ImportedPaperCategory, ...] = ()
    languages_accepted: tuple[str, ...] = ()
    anonymity: str = "unstated"
    policies: str = ""
    rejects_wrong_format: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """The outcome of reading one document.

    `event` is None when no page can be made of it; the findings then say why and `dropped` what it held. `part_of` is
    the path of the document in whose event this one's content is, such as a talk's file of a series.
    """

    document: SourceDocument
    event: ImportedEvent | None
    findings: tuple[Finding, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    part_of: str = ""
