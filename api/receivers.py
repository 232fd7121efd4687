"""What changes the content that the public reads, and what is done about it in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save, pre_delete, pre_save
from django.dispatch import receiver
from treebeard.mp_tree import path_updated
from wagtail import hooks
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site
from wagtail.signals import post_page_move

from api.caching import bump_version
from api.ledger.repair import find_events, renew_when_outdated
from api.ledger.sync import entries_changed, remove_page, sync_page, sync_pages
from api.published.models import PublishedPage
from api.published.references import pages_showing, pages_with_pictures, words_of
from api.published.store import find_all, find_stale, has_public_pages, republish, rewrite, wait_for_writers
from api.renditions import schedule_rendering
from api.webhooks.outbox import announce_changes
from pages.models import EventPage, Organisation, Person, SiteSettings, Topic
from pages.models.publishing import content_changes, content_saved, instants_derived

if TYPE_CHECKING:
    from collections.abc import Collection as AnyCollection
    from collections.abc import Sequence

    from django.apps import AppConfig
    from django.http import HttpRequest
    from wagtail.images.models import AbstractImage

    from api.ledger.models import CalendarEntry

READ_AFRESH = (
    Collection,
    CollectionViewRestriction,
    Locale,
    Organisation,
    PageViewRestriction,
    Person,
    Redirect,
    Site,
    SiteSettings,
    Topic,
    get_document_model(),
    get_image_model(),
)
"""Models whose rows are read at each request: a change of them changes no document, but answers."""

FILE_FACTS = frozenset({"file_hash", "file_size"})
"""Columns of files that Wagtail fills in when it first needs them."""


@receiver(content_changes)
@receiver([pre_save, pre_delete])
def wait_to_change(sender: type[Any], **_kwargs: Any) -> None:
    """Transactions lock the version before any content, drafts included: in another order, two could wait for ever.

    SQLite has one writer at a time.
    """
    if connection.features.has_select_for_update and connection.in_atomic_block and changes_content(sender):
        wait_for_writers()


def changes_content(model: type[Any]) -> bool:
    """Whether answers may show rows of a model."""
    return model in READ_AFRESH or issubclass(model, Page)


@receiver(content_saved)
def write_saved_page(page: Page, *, is_moved: bool, **_kwargs: Any) -> None:
    """A page is published, changed, moved or withdrawn."""
    read = republish(page, is_moved=is_moved)
    if is_moved or issubclass(page.specific_class or Page, EventPage):
        sync_page(page, read=read)


@receiver(post_migrate)
def write_stale_pages(sender: AppConfig, using: str, plan: Any = None, **_kwargs: Any) -> None:
    """Pages made by migrations have no documents; an update of this software may write them in another format.

    The signal has no `plan` after `flush`, which leaves no pages.
    """
    if plan is not None and sender.label == "api" and not has_migrations_ahead(using):
        rewrite(find_stale())
        renew_when_outdated()


def has_migrations_ahead(database: str) -> bool:
    """Whether tables are not yet as the models say, as after `migrate` to an earlier state."""
    executor = MigrationExecutor(connections[database])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@receiver(pre_delete, sender=Page)
def remove_entries(instance: Page, **_kwargs: Any) -> None:
    """A page is deleted, by itself or with one above it."""
    remove_page(instance.pk)


@receiver(post_delete, sender=Page)
def sync_translations(instance: Page, **_kwargs: Any) -> None:
    """In another language, the same page is now the preferred one."""
    sync_pages(Page.objects.filter(translation_key=instance.translation_key).values_list("pk", flat=True))


@receiver([post_save, post_delete], sender=PageViewRestriction)
def sync_restricted(instance: PageViewRestriction, *, raw: bool = False, origin: Any = None, **_kwargs: Any) -> None:
    """A page asks for a password or a login, or no longer does; one that is deleted with it is no news."""
    if not raw and is_own_deletion(PageViewRestriction, origin):
        sync_page(instance.page)


@receiver([post_save, post_delete], sender=Site)
def sync_site(*, origin: Any = None, **_kwargs: Any) -> None:
    """Pages stand below another site, or at another path.

    Wagtail keeps the roots of sites in the cache, and may not have been told yet; until the transaction ends, others
    put the former ones there.
    """
    Site.clear_site_root_paths_cache()
    transaction.on_commit(Site.clear_site_root_paths_cache)
    if is_own_deletion(Site, origin):
        sync_pages(find_events())


@receiver(entries_changed)
def announce_entries(entries: Sequence[CalendarEntry], **_kwargs: Any) -> None:
    """Partners are told that there is news."""
    announce_changes(
        rev=max(entry.rev for entry in entries),
        node_ids=[entry.node_id for entry in entries],
        paths=list(dict.fromkeys(entry.path for entry in entries)),
    )


def is_own_deletion(model: type[Any], origin: Any) -> bool:
    """Whether rows of a model are not deleted because of others; saves have no `origin`."""
    return origin is None or getattr(origin, "model", type(origin)) is model


@receiver(post_delete, sender=PublishedPage)
def note_withdrawn_page(**_kwargs: Any) -> None:
    """A page that was public is deleted."""
    bump_version()


@receiver(path_updated, sender=Page)
def note_new_place(new_path: str, **_kwargs: Any) -> None:
    """Pages stand elsewhere in the tree, or in another order."""
    if has_public_pages(new_path):
        bump_version()


@receiver(post_page_move)
def sync_moved_tree(instance: Page, url_path_before: str, url_path_after: str, **_kwargs: Any) -> None:
    """Pages below one that was moved get their addresses only after it has been saved."""
    if url_path_before != url_path_after:
        sync_page(instance)


@receiver(path_updated, sender=Collection)
def note_moved_collection(**_kwargs: Any) -> None:
    """A collection below a private one is private."""
    bump_version()
    sync_pages(pages_with_pictures())


@receiver([post_save, post_delete], sender=CollectionViewRestriction)
def sync_pictures(*, raw: bool = False, **_kwargs: Any) -> None:
    """Pictures become private or public."""
    if not raw:
        sync_pages(pages_with_pictures())


@receiver(post_save, sender=Person)
@receiver(post_save, sender=Organisation)
@receiver(post_save, sender=Topic)
@receiver(post_save, sender=get_image_model())
def sync_named(instance: Any, *, raw: bool, **_kwargs: Any) -> None:
    """Feeds say what people and topics are called, and where pictures are."""
    if not raw:
        sync_pages(pages_showing(instance))


@receiver(instants_derived)
def write_all_pages(**_kwargs: Any) -> None:
    """The instants of local times may have changed anywhere."""
    rewrite(find_all())
    sync_pages(find_events())


@receiver(post_save, sender=Locale)
def write_pages_of_locale(instance: Locale, *, raw: bool, **_kwargs: Any) -> None:
    """Documents and ids name the language."""
    if not raw:
        rewrite(find_all().filter(locale=instance))
        sync_pages(find_events())


@receiver([post_save, post_delete])
def note_change(sender: type[Any], *, update_fields: AnyCollection[str] | None = None, **_kwargs: Any) -> None:
    """A row is saved or deleted that answers show or depend on."""
    if sender in READ_AFRESH and not (update_fields and FILE_FACTS.issuperset(update_fields)):
        bump_version()


@receiver(post_delete, sender=get_image_model().get_rendition_model())
def note_missing_file(**_kwargs: Any) -> None:
    """The file of a picture is gone; new ones raise the version when all of an image are there."""
    bump_version()


@receiver(post_save, sender=get_image_model())
def render_saved_image(
    instance: AbstractImage, *, raw: bool, update_fields: AnyCollection[str] | None = None, **_kwargs: Any
) -> None:
    """An image is saved; the files of a fixture may come after its rows."""
    if not raw:
        schedule_rendering(instance, update_fields=update_fields)


@hooks.register("after_bulk_action")
def note_new_collection(_request: HttpRequest, action_type: str, *_args: Any) -> None:
    """Pictures and documents are put into another collection by one statement, without signals."""
    if action_type == "add_to_collection":
        bump_version()
        sync_pages(pages_with_pictures())


@receiver(pre_save, sender=Person)
@receiver(pre_save, sender=Topic)
def remember_words(sender: type[Any], instance: Any, **_kwargs: Any) -> None:
    """What search knew of a person or topic until now."""
    instance.words_before = words_of(sender.objects.filter(pk=instance.pk).first())


@receiver(post_save, sender=Person)
@receiver(post_save, sender=Topic)
def write_pages_found_by_words(instance: Any, *, raw: bool, **_kwargs: Any) -> None:
    """Pages are found by the names of their people and topics."""
    if not raw and instance.words_before != words_of(instance):
        rewrite(pages_showing(instance))


@receiver(pre_delete, sender=Person)
@receiver(pre_delete, sender=Organisation)
@receiver(pre_delete, sender=Topic)
@receiver(pre_delete, sender=get_image_model())
def remember_pages(instance: Any, **_kwargs: Any) -> None:
    """Where the row is named that is about to go."""
    instance.pages_before = list(pages_showing(instance))


@receiver(post_delete, sender=Person)
@receiver(post_delete, sender=Organisation)
@receiver(post_delete, sender=Topic)
@receiver(post_delete, sender=get_image_model())
def write_pages_without(instance: Any, **_kwargs: Any) -> None:
    """Documents and feeds name no row that is gone."""
    rewrite(instance.pages_before)
    sync_pages(instance.pages_before)


@receiver(m2m_changed, sender=EventPage.topics.through)
def write_filed_pages(instance: Any, *, action: str, reverse: bool, pk_set: set[int] | None, **_kwargs: Any) -> None:
    """Events are filed under a topic from the topic's side; a page's own save ends with `content_saved`."""
    if not reverse:
        return
    if action == "pre_clear":
        instance.pages_before = list(pages_showing(instance))
    elif action == "post_clear":
        rewrite(instance.pages_before)
        sync_pages(instance.pages_before)
    elif action in {"post_add", "post_remove"}:
        rewrite(pk_set or ())
        sync_pages(pk_set or ())
