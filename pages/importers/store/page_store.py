"""One page of an import: found or made, merged with its document, saved and published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wagtail.log_actions import log

from pages.importers.documents import Severity
from pages.importers.report import Outcome
from pages.importers.store.date_history import record_history
from pages.importers.store.journal import PageChange
from pages.importers.store.page_merging import PageMerger
from pages.importers.store.records import ENTRY, same_form
from pages.importers.store.run import find_slug
from pages.models import ImportedDocument, TalkPage
from pages.site_paths import is_reserved

if TYPE_CHECKING:
    from wagtail.models import Locale, Page, Revision

    from pages.importers.store.column_values import Remarks
    from pages.importers.store.page_form import Form, PageKind
    from pages.importers.store.run import Run
    from pages.models import EventPage


class StoreError(Exception):
    """A document cannot be stored; the message is for the report and names no private value."""


@dataclass(frozen=True)
class Place:
    """Where the page of a form belongs. `source` and `location` are those of a new record below `record_parent`.

    A `source` that ends with the sign of entries is completed with the page's key. `slugs` are texts for a new page's
    slug, `locale` is its language, `adopted` a page that is the same but was never imported.
    """

    parent: Page
    record_parent: Page
    source: str
    location: str = ""
    slugs: tuple[str, ...] = ()
    locale: Locale | None = None
    adopted: EventPage | None = None


@dataclass(frozen=True)
class StoredPage:
    """A page after the import; `page` has at least the columns of every event."""

    page: EventPage
    outcome: Outcome


class PageStore:
    """Stores one form."""

    def __init__(self, run: Run, form: Form, kind: PageKind, remarks: Remarks) -> None:
        self._run = run
        self._form = form
        self._kind = kind
        self._remarks = remarks

    def store(self, place: Place, record: ImportedDocument | None) -> StoredPage:
        """Make or update the page; an unchanged document writes nothing."""
        if record is not None and same_form(record.content["form"], self._form):
            return self._keep(record, place)
        page = self._find_page(place, record)
        if page is not None and self._is_untouchable(page):
            return StoredPage(page, Outcome.UNCHANGED)
        is_new = page is None
        is_held = page is not None and is_held_by_editor(page, record)
        page = page or self._new_page(place)
        before, had_changes = page.latest_revision_id, page.has_unpublished_changes
        old_content = record.content if record else None
        merger = PageMerger(
            page, self._form, before=record.content if record else {}, shelves=self._run.shelves, remarks=self._remarks
        )
        content = merger.merge()
        revision = self._create(page, place) if is_new else self._update(page) if merger.is_changed else None
        is_published = revision is not None and self._publish(page, revision, is_held=is_held)
        kept = self._keep_record(page, place, record, revision=None if is_held else revision, content=content)
        if revision is not None:
            change = PageChange(page.pk, is_new, before, revision.pk, had_changes, kept.pk, old_content)
            self._run.journal.pages.append(change)
        if is_published or not page.live:
            record_history(page, merger.date_rows)
        return StoredPage(page, Outcome.CREATED if is_new else Outcome.UPDATED if revision else Outcome.UNCHANGED)

    def _keep(self, record: ImportedDocument, place: Place) -> StoredPage:
        """An unchanged document: its page stays, and is published if that is all that is missing."""
        if record.location != place.location:
            record.location = place.location
            record.save(update_fields=["location"])
        page = record.event
        if not self._run.publish or not page.has_unpublished_changes:
            return StoredPage(page, Outcome.UNCHANGED)
        page = page.specific
        if not self._publish(page, page.get_latest_revision(), is_held=is_held_by_editor(page, record)):
            return StoredPage(page, Outcome.UNCHANGED)
        dates = zip(page.important_dates.all(), self._form["rows"]["important_dates"], strict=False)
        record_history(page, [(row, values["superseded"]) for row, values in dates])
        return StoredPage(page, Outcome.UPDATED)

    def _find_page(self, place: Place, record: ImportedDocument | None) -> EventPage | None:
        """The page as its latest draft has it; None when there is none yet."""
        page = record.event if record else place.adopted
        if page is None:
            return None
        if record is None:
            message = f"The page “{page.title}” is the same and is updated; it was made by hand."
            self._remarks.add("page-adopted", message, severity=Severity.HINT)
        return page.get_latest_revision_as_object()

    def _is_untouchable(self, page: EventPage) -> bool:
        if not isinstance(page, self._kind.model):
            message = f"The document is now a {self._kind.name}, its page is a {page_type_name(page)}; it is kept."
            self._remarks.add("page-type-differs", message)
            return True
        user = self._run.user
        rights = page.permissions_for_user(user) if user else None
        if page.locked or (rights and rights.page_locked()):
            self._remarks.add("page-locked", "The page is locked; it is not changed.")
            return True
        if rights and not rights.can_edit():
            self._remarks.add("page-not-permitted", f"You may not change the page “{page.title}”; it is kept as it is.")
            return True
        return False

    def _new_page(self, place: Place) -> EventPage:
        if not self._kind.model.can_exist_under(place.parent):
            page_type, parent = page_type_name(self._kind.model()), page_type_name(place.parent)
            raise StoreError(f"A {page_type} cannot stand below a {parent}.")
        page = self._kind.model(live=False, has_unpublished_changes=True, owner=self._run.user)
        page.locale = place.locale or place.parent.locale
        if isinstance(page, TalkPage):
            page.series = place.parent
        return page

    def _create(self, page: EventPage, place: Place) -> Revision:
        texts = (*place.slugs, page.title)
        page.slug = self._run.free_slug(place.parent, *texts)
        if is_reserved(find_slug(*texts), below=place.parent):
            message = f"The public site has a page of its own at /{find_slug(*texts)}/; the page is called {page.slug}."
            self._remarks.add("slug-reserved", message, severity=Severity.HINT)
        place.parent.add_child(instance=page)
        log(instance=page, action="wagtail.create", user=self._run.user)
        return page.save_revision(clean=False, user=self._run.user)

    def _update(self, page: EventPage) -> Revision:
        """Save a draft; a page that is not public is stored as well, so that it is what its draft is."""
        if not page.live:
            page.save()
        elif not self._run.publish:
            message = "The page is public; the changes are saved as a draft."
            self._remarks.add("saved-as-draft", message, severity=Severity.HINT)
        return page.save_revision(log_action=True, user=self._run.user)

    def _publish(self, page: EventPage, revision: Revision, *, is_held: bool) -> bool:
        """Publish if that is wanted and no editor holds the page back; whether it was."""
        if not self._run.publish:
            return False
        if is_held:
            message = "An editor has changed or unpublished the page since the last import; it is not published."
            self._remarks.add("draft-kept", message, severity=Severity.HINT)
            return False
        revision.publish(log_action=True, user=self._run.user)
        page.live = True
        return True

    def _keep_record(
        self,
        page: EventPage,
        place: Place,
        record: ImportedDocument | None,
        *,
        revision: Revision | None,
        content: dict[str, object],
    ) -> ImportedDocument:
        entry = str(page.translation_key) if place.source.endswith(ENTRY) else ""
        record = record or ImportedDocument(
            parent=place.record_parent, source=f"{place.source}{entry}", event_id=page.pk
        )
        record.location = place.location
        record.content = content
        record.revision = revision or record.revision
        record.save()
        return record


def is_held_by_editor(page: EventPage, record: ImportedDocument | None) -> bool:
    """Whether an editor took the page away from the public, or left changes on it that nobody has published."""
    is_withdrawn = page.first_published_at is not None and not page.live
    imported = record.revision_id if record else None
    return is_withdrawn or (page.has_unpublished_changes and page.latest_revision_id != imported)


def page_type_name(page: Page) -> str:
    """What editors call the type of a page."""
    return str(page.get_verbose_name()).lower()
