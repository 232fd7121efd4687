"""Where pages stand in public, and what leads on from where they stood before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site
from wagtail.signals import post_page_move

from pages.models.fields import language_prefix

if TYPE_CHECKING:
    from collections.abc import Iterator


class Place(NamedTuple):
    """A path below the root of a site, with slashes at both ends; of languages besides the default one with theirs."""

    site_id: int
    path: str


def find_place(url_path: str) -> Place | None:
    """Where a page with this `url_path` stands; None outside of all sites."""
    roots = [root for root in Site.get_site_root_paths() if url_path.startswith(root.root_path)]
    root = max(roots, key=lambda it: len(it.root_path), default=None)
    if root is None:
        return None
    return Place(root.site_id, language_prefix(root.language_code) + url_path.removeprefix(root.root_path))


def keep_old_addresses(page: Page, *, before: str) -> None:
    """Let the public addresses that a page and those below it had at the `url_path` before lead to them.

    A redirect that an editor has made stays. Nothing leads from one site to another.
    """
    for key, old_path, site_id in find_old_paths(page, before=before):
        made, is_new = Redirect.objects.get_or_create(
            old_path=old_path, site_id=site_id, defaults={"redirect_page_id": key, "automatically_created": True}
        )
        if not is_new and made.automatically_created:
            made.redirect_page_id = key
            made.save()


def find_old_paths(page: Page, *, before: str) -> Iterator[tuple[int, str, int]]:
    """The keys of the public pages at and below `page`, with the paths they had before and their sites."""
    rows = Page.objects.filter(path__startswith=page.path, live=True, alias_of=None)
    for key, url_path in rows.values_list("pk", "url_path"):
        old, new = find_place(before + url_path.removeprefix(page.url_path)), find_place(url_path)
        if old is not None and new is not None and old.site_id == new.site_id and old.path != new.path:
            yield key, Redirect.normalise_path(old.path), old.site_id


@receiver(post_page_move)
def keep_addresses_of_moved_page(instance: Page, url_path_before: str, url_path_after: str, **_kwargs: Any) -> None:
    """A page that moves is still found where it was."""
    if url_path_before != url_path_after:
        keep_old_addresses(Page.objects.get(pk=instance.pk), before=url_path_before)
