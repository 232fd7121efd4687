"""The talks of a series: each its own page, found again when it moves or gets its title."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pages.importers.documents import ImportedSeries, ImportedTalk, SourceDocument
from pages.importers.store.column_values import Remarks
from pages.importers.store.page_form import PAGE_KINDS, Form, FormBuilder
from pages.importers.store.page_store import PageStore, Place
from pages.importers.store.records import ENTRY
from pages.importers.store.report_pages import report_page
from pages.importers.store.talk_matching import TalkFacts, facts_of_form, match_talks, talk_facts
from pages.importers.store.time_columns import iso
from pages.models import ImportedDocument, SeminarSeriesPage, TalkPage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wagtail.models import Page

    from pages.importers.report import PageReport
    from pages.importers.store.run import Run


@dataclass
class TalkStore:
    """Stores the talks of one document; `find_file` gives the file of a picture named in the document of a path."""

    run: Run
    event: ImportedSeries
    document: SourceDocument
    find_file: Callable[[str, str], str | None]
    remarks: Remarks
    _forms: list[tuple[Form, Remarks]] = field(default_factory=list)

    def store(self, series: SeminarSeriesPage, *, record_parent: Page, source: str) -> tuple[PageReport, ...]:
        """Make or update the pages of the talks; one that is no longer in the document is reported and stays."""
        self._forms = [self._build(talk) for talk in self.event.talks]
        prefix = f"{source}{ENTRY}"
        records = list(
            ImportedDocument.objects.filter(parent=record_parent, source__startswith=prefix).select_related("event")
        )
        known = self._match_records(records)
        adopted = self._match_pages(series, [index for index in range(len(self._forms)) if index not in known])
        reports = []
        for index, (form, remarks) in enumerate(self._forms):
            record = records[known[index]] if index in known else None
            place = Place(
                parent=series,
                record_parent=record_parent,
                source=prefix,
                slugs=self._slugs(self.event.talks[index]),
                locale=series.locale,
                adopted=adopted.get(index),
            )
            stored = PageStore(self.run, form, PAGE_KINDS[ImportedTalk], remarks).store(place, record)
            reports.append(report_page(form, stored, zone=series.time_zone))
        self._report_gone([record for index, record in enumerate(records) if index not in known.values()])
        return tuple(reports)

    def _build(self, talk: ImportedTalk) -> tuple[Form, Remarks]:
        """The form of a talk, with notes of its own; what is found goes to the document's findings."""
        remarks = Remarks(self.remarks.findings, known=self.remarks.known)
        source = "" if talk.source == self.document.path else talk.source
        find_file = functools.partial(self.find_file, talk.source)
        form = FormBuilder(talk, self.run.pictures, find_file, source=source, remarks=remarks).build()
        return form, remarks

    def _match_records(self, records: Sequence[ImportedDocument]) -> dict[int, int]:
        known = [facts_of_form(record.content["form"]) for record in records]
        return match_talks(known, [facts_of_form(form) for form, _ in self._forms])

    def _match_pages(self, series: SeminarSeriesPage, indices: Sequence[int]) -> dict[int, TalkPage]:
        """Among the talks of these indices, those of which an editor has made a page already."""
        pages = list(
            TalkPage.objects.child_of(series).filter(imported_documents=None).prefetch_related("contributions__person")
        )
        pairs = match_talks(
            [facts_of_page(page) for page in pages], [facts_of_form(self._forms[it][0]) for it in indices]
        )
        return {indices[new]: pages[old] for new, old in pairs.items()}

    def _report_gone(self, records: Sequence[ImportedDocument]) -> None:
        for record in records:
            message = f"The talk “{record.event.title}” is no longer in the document; its page is kept."
            self.remarks.add("talk-gone", message)

    @staticmethod
    def _slugs(talk: ImportedTalk) -> tuple[str, ...]:
        """What a slug may be made of: the given one, the title, or the day, where the title is not announced."""
        speakers = " ".join(row.person.name for row in talk.contributions if row.role == "speaker")
        date = talk.start.date.isoformat() if talk.start.date else ""
        return tuple(text for text in (talk.slug, talk.title, f"{speakers} {date}".strip()) if text)


def facts_of_page(page: TalkPage) -> TalkFacts:
    """The facts of a page that an editor made."""
    speakers = [row.person.name for row in page.contributions.all() if row.role in {"speaker", "presenter"}]
    date, time = page.start_date, page.start_time
    title = page.title if page.title_announced else ""
    return talk_facts(title, speakers, iso(date), iso(time))
