"""Readings as pages: each document in a transaction of its own, so that one that fails does not stop the others."""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Locale, Page

from pages.importers.documents import Finding, ImportedEvent, ImportedSeries, Reading, Severity, SourceDocument
from pages.importers.report import DocumentReport, PageReport
from pages.importers.store.column_values import Remarks, without_known
from pages.importers.store.images import Pictures
from pages.importers.store.journal import Journal
from pages.importers.store.page_form import Form, FormBuilder, page_kind
from pages.importers.store.page_store import PageStore, Place, StoredPage, StoreError
from pages.importers.store.records import find_adoptable, find_location, find_record, free_source
from pages.importers.store.report_pages import report_page
from pages.importers.store.run import Run
from pages.importers.store.talk_store import TalkStore
from pages.models import Community, SeminarSeriesPage
from pages.models.publishing import content_changes

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from pages.models import EventPage

logger = logging.getLogger(__name__)

FindImage = Callable[[str, SourceDocument], str | None]
"""Gives the file of a picture that a document names."""


@dataclass(frozen=True)
class StoreOptions:
    """`parent` is a home page, a list of events or a seminar series; `find_image` finds pictures of the body.

    `language` is that of documents that do not say theirs; empty for the language of the parent. `user` is who imports:
    no page is changed that this user may not edit. With `is_whole`, a document that fails takes back all others.
    `journal` is filled with what was written.
    """

    parent: Page
    language: str = ""
    publish: bool = False
    dry_run: bool = False
    find_image: FindImage = lambda _source, _document: None
    user: User | None = None
    is_whole: bool = False
    journal: Journal | None = None


def store_readings(readings: Sequence[Reading], *, options: StoreOptions) -> list[DocumentReport]:
    """Store the readings below a page and report on each; a dry run reports the same and leaves nothing."""
    community = Community.objects.around(options.parent)
    run = Run(
        publish=options.publish,
        documents={reading.document.path: reading.document for reading in readings},
        pictures=Pictures(community.collection if community else None),
        user=options.user,
        journal=options.journal or Journal(),
    )
    if options.dry_run or options.is_whole:
        with transaction.atomic():
            reports = [_store_safely(reading, run=run, options=options) for reading in readings]
            run.note_made()
            is_taken_back = options.dry_run or any(report.is_failed for report in reports)
            transaction.set_rollback(is_taken_back)
        if is_taken_back:
            run.undo()
    else:
        reports = [_store_safely(reading, run=run, options=options) for reading in readings]
    return _with_pages_of_parts(readings, reports)


def _store_safely(reading: Reading, *, run: Run, options: StoreOptions) -> DocumentReport:
    stored = run.pictures.stored
    try:
        with transaction.atomic():
            return DocumentStore(reading, run, options).store()
    except Exception as error:  # noqa: BLE001  # whatever is wrong with one document, the others go on
        run.undo(stored=stored)
        finding = Finding("store-failed", Severity.ERROR, _explain(error, reading))
        findings = (*reading.findings, finding)
        return DocumentReport(reading.document.path, None, findings, reading.dropped)


def _explain(error: Exception, reading: Reading) -> str:
    """Why a document is not stored, without values out of it."""
    if isinstance(error, StoreError):
        return str(error)
    if isinstance(error, ValidationError):
        names = ", ".join(error.message_dict) if hasattr(error, "error_dict") else "the page"
        return f"The page cannot be stored because of: {names}."
    logger.error("%s could not be stored.", reading.document.path, exc_info=error)
    return f"The document could not be stored ({type(error).__name__})."


class DocumentStore:
    """Stores the event of one reading."""

    def __init__(self, reading: Reading, run: Run, options: StoreOptions) -> None:
        self._reading = reading
        self._document = reading.document
        self._run = run
        self._options = options
        self._remarks = without_known(Remarks(), reading.findings)

    def store(self) -> DocumentReport:
        """Make or update the pages of the document."""
        page = self._store_event(self._reading.event) if self._reading.event else None
        findings = (*self._reading.findings, *self._remarks.findings)
        return DocumentReport(self._document.path, page, findings, self._reading.dropped)

    def _store_event(self, event: ImportedEvent) -> PageReport:
        content_changes.send(sender=Page)
        parent: Page = Page.objects.select_for_update().get(pk=self._options.parent.pk).specific
        form = self._build(event)
        record = find_record(self._document, form, parent=parent)
        source = record.source if record else free_source(self._document, parent=parent)
        place = Place(
            parent=parent,
            record_parent=parent,
            source=source,
            location=find_location(self._document),
            slugs=self._slugs(event),
            locale=find_locale(event.languages or (self._options.language,)),
            adopted=None if record else self._find_adopted(event, form, parent),
        )
        stored = PageStore(self._run, form, page_kind(event), self._remarks).store(place, record)
        talks = self._store_talks(event, stored, place) if isinstance(event, ImportedSeries) else ()
        return replace(report_page(form, stored), talks=talks)

    def _build(self, event: ImportedEvent) -> Form:
        return FormBuilder(
            event,
            self._run.pictures,
            functools.partial(self._find_file, self._document.path),
            stem=PurePosixPath(self._document.path).stem,
            remarks=self._remarks,
        ).build()

    def _find_file(self, path: str, source: str) -> str | None:
        """The file of a picture as the document with this path names it, or this document where there is none."""
        return self._options.find_image(source, self._run.documents.get(path, self._document))

    def _slugs(self, event: ImportedEvent) -> tuple[str, ...]:
        """What a slug may be made of: the given one, the title, the short title, the name of the file."""
        stem = re.sub(r"^\d{4}-\d{2}-\d{2}-", "", PurePosixPath(self._document.path).stem)
        return tuple(text for text in (event.slug, event.title, event.short_title, stem) if text)

    @staticmethod
    def _find_adopted(event: ImportedEvent, form: Form, parent: Page) -> EventPage | None:
        if isinstance(event, ImportedSeries) and isinstance(parent, SeminarSeriesPage):
            return parent
        return find_adoptable(form, model=page_kind(event).model, parent=parent)

    def _store_talks(self, event: ImportedSeries, stored: StoredPage, place: Place) -> tuple[PageReport, ...]:
        series = SeminarSeriesPage.objects.filter(pk=stored.page.pk).first()
        if series is None:
            return ()
        talks = TalkStore(self._run, event, self._document, self._find_file, self._remarks)
        return talks.store(series, record_parent=place.record_parent, source=place.source)


def find_locale(tags: Sequence[str]) -> Locale | None:
    """The site's language for the first of a document's languages; None when the site does not have it."""
    codes = {locale.language_code.lower(): locale for locale in Locale.objects.all()}
    for tag in [tag.lower() for tag in tags[:1] if tag]:
        fitting = [code for code in codes if code == tag or code.startswith(f"{tag}-") or tag.startswith(f"{code}-")]
        if fitting:
            return codes[tag if tag in codes else fitting[0]]
    return None


def _with_pages_of_parts(readings: Sequence[Reading], reports: Sequence[DocumentReport]) -> list[DocumentReport]:
    """The reports, in which a document whose content is in another one's event names its page."""
    talks = {talk.source: talk for report in reports if report.page for talk in report.page.talks if talk.source}
    return [
        replace(report, page=talks.get(report.file)) if reading.part_of and report.page is None else report
        for reading, report in zip(readings, reports, strict=True)
    ]
