"""The plain form of an imported event: values as the columns of its page take them, ready to be compared and kept.

A form is made of JSON values only. `fields` are the page's own columns, with start and end each in one value; `rows`
are its child rows. People are named by what the document says of them, pictures by the hash of their file.
"""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypedDict

from pages.importers.documents import (
    BodyBlock,
    ImportedCallForPapers,
    ImportedEvent,
    ImportedForum,
    ImportedImage,
    ImportedSeries,
    ImportedTalk,
    ImportedTutorial,
)
from pages.importers.store.body import field_text, to_stream
from pages.importers.store.column_values import Remarks, fit, fit_languages, fit_list
from pages.importers.store.row_forms import RowForms
from pages.importers.store.time_columns import fit_span
from pages.models import CallForPapersPage, EventPage, ForumPage, SeminarSeriesPage, TalkPage, TutorialPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from pages.importers.store.images import Pictures


class Form(TypedDict):
    """The form; see the module."""

    type: str
    source: str
    fields: dict[str, Any]
    rows: dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class PageKind:
    """A page type: its name in reports, its model, and the columns it has beyond those of every event."""

    name: str
    model: type[EventPage]
    columns: tuple[str, ...] = ()
    rich_columns: tuple[str, ...] = ()


PAGE_KINDS: dict[type[ImportedEvent], PageKind] = {
    ImportedForum: PageKind(
        "forum",
        ForumPage,
        ("template_name", "template_url", "max_pages", "columns", "font_size_pt", "open_to_teams", "schedule_status"),
        ("submission_guidelines",),
    ),
    ImportedTutorial: PageKind("tutorial", TutorialPage, ("delivery_note",), ("abstract", "prerequisites")),
    ImportedSeries: PageKind(
        "seminar_series",
        SeminarSeriesPage,
        ("cadence_text", "cadence_weekday", "usual_minutes", "series_status"),
        ("about",),
    ),
    ImportedTalk: PageKind("talk", TalkPage, ("abstract_announced", "minutes"), ("abstract",)),
    ImportedCallForPapers: PageKind(
        "call_for_papers",
        CallForPapersPage,
        ("edition", "topics_open_ended", "anonymity", "rejects_wrong_format"),
        ("policies",),
    ),
}
EVENT_COLUMNS = (
    "short_title",
    "summary",
    "status",
    "status_message",
    "attendance_mode",
    "venue",
    "address",
    "city",
    "country",
    "part_of_title",
    "part_of_url",
    "is_listed",
)


def page_kind(event: ImportedEvent) -> PageKind:
    """The page type that an imported event becomes."""
    return PAGE_KINDS[type(event)]


@dataclass
class FormBuilder:
    """Makes the form of one event; what does not fit is in `remarks`.

    `find_file` finds pictures of the body, `stem` names an event without a title, `source` is the document of its own
    that an entry has.
    """

    event: ImportedEvent
    pictures: Pictures
    find_file: Callable[[str], str | None]
    stem: str = ""
    source: str = ""
    remarks: Remarks = field(default_factory=Remarks)

    def build(self) -> Form:
        """The form."""
        kind = page_kind(self.event)
        rows = RowForms(self.event, self.pictures, self.remarks).build()
        fields = {**self._shared(kind), **self._own(kind)}
        fields["editors_notes"] = list(self.remarks.notes)
        return {"type": kind.name, "source": self.source, "fields": fields, "rows": rows}

    def _fit(self, model: type[EventPage], name: str) -> Any:
        return fit(model, name, getattr(self.event, name), remarks=self.remarks, line=self.event.line)

    def _shared(self, kind: PageKind) -> dict[str, Any]:
        event, model = self.event, kind.model
        zone = event.time_zone if isinstance(event, ImportedSeries) else None
        return {
            "title": fit(model, "title", self._title(kind), remarks=self.remarks, line=event.line),
            **{name: self._fit(model, name) for name in EVENT_COLUMNS},
            **fit_span(event.start, event.end, zone=zone, remarks=self.remarks, line=event.line),
            "body": to_stream(event.body, pictures=self._read_picture),
            "languages": fit_languages(model, "languages", event.languages, remarks=self.remarks),
            "hero_image": self._hero_image(),
            "topics": [name for name in dict.fromkeys(" ".join(topic.split()) for topic in event.topics) if name],
        }

    def _own(self, kind: PageKind) -> dict[str, Any]:
        event = self.event
        own = {name: self._fit(kind.model, name) for name in kind.columns}
        own.update({name: field_text(getattr(event, name)) for name in kind.rich_columns})
        if isinstance(event, ImportedTalk):
            own["title_announced"] = bool(event.title)
        elif isinstance(event, ImportedSeries):
            own["usual_time"] = event.usual_time and event.usual_time.isoformat()
        elif isinstance(event, ImportedTutorial):
            own["delivery"] = fit_list(kind.model, "delivery", event.delivery, remarks=self.remarks)
        elif isinstance(event, ImportedCallForPapers):
            tags = event.languages_accepted
            own["languages_accepted"] = fit_languages(kind.model, "languages_accepted", tags, remarks=self.remarks)
        return own

    def _title(self, kind: PageKind) -> str:
        """The announced title, else the speakers' names or the day for a talk, else the name of the file."""
        event = self.event
        if event.title:
            return html.unescape(event.title)
        if isinstance(event, ImportedTalk):
            names = ", ".join(row.person.name for row in event.contributions if row.role == "speaker")
            return names or (event.start.date.isoformat() if event.start.date else "Talk")
        return event.short_title or f"{kind.name.replace('_', ' ').capitalize()} {self.stem}".strip()

    def _hero_image(self) -> dict[str, str] | None:
        image = self.event.hero_image
        digest = self.pictures.read(image, remarks=self.remarks)
        return {"hash": digest, "alt": image.alt} if image and digest else None

    def _read_picture(self, block: BodyBlock) -> str:
        image = ImportedImage(block.url, self.find_file(block.url), block.text, block.line)
        return self.pictures.read(image, remarks=self.remarks)
