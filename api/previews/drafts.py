"""Drafts between the editor who sees them and the request that shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import COMMENTS_RELATION_NAME, Page

from api.previews.models import PreviewedPage, Purpose, ReviewLink
from api.previews.tokens import PreviewToken, PreviewUnavailableError

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, User


def keep_draft(page: Page, user: AbstractBaseUser, purpose: Purpose) -> PreviewToken:
    """Keep the page object in hand instead of the one that the user saw before; returns what leads to it."""
    content = page.serializable_data()
    content.pop(COMMENTS_RELATION_NAME, None)
    place: dict[str, Any] = {"page_id": page.pk, "parent_id": None, "content_type_id": None}
    if page.pk is None:
        place["parent_id"] = page.get_parent().pk
        place["content_type_id"] = ContentType.objects.get_for_model(page).pk
    PreviewedPage.objects.update_or_create(
        user_id=user.pk, purpose=purpose, **place, defaults={"content": content, "shown_at": timezone.now()}
    )
    return PreviewToken(purpose, user.pk, page.pk, place["parent_id"], place["content_type_id"])


def find_draft(token: PreviewToken) -> Page:
    """The page that a token leads to, as its user saw it last, or as it was saved last for a review.

    The page object is no more complete than the draft. Raises `PreviewUnavailableError`, also where the user may no
    longer edit it.
    """
    _user, place = find_user_and_place(token)
    if token.purpose is Purpose.REVIEW:
        return place.get_latest_revision_as_object()
    seen = find_seen(token)
    return place.specific.with_content_json(seen.content) if token.page else restore_new(seen, parent=place)


def find_user_and_place(token: PreviewToken) -> tuple[User, Page]:
    """For whom a token is, and the page it leads to, or below which the new page stands.

    Raises `PreviewUnavailableError`, also where the user may no longer edit there, or no longer shares the draft.
    """
    user = get_user_model().objects.filter(pk=token.user).first()
    place = Page.objects.filter(pk=token.page or token.parent).first()
    if user is None or place is None or not may_preview(user, place, is_stored=token.page is not None):
        raise PreviewUnavailableError
    if token.purpose is Purpose.REVIEW and not is_shared(token):
        raise PreviewUnavailableError
    return user, place


def is_shared(token: PreviewToken) -> bool:
    """Whether the link of a review still leads somewhere."""
    links = ReviewLink.objects.valid(timezone.now())
    return token.link is not None and links.filter(pk=token.link, page=token.page).exists()


def may_preview(user: User, place: Page, *, is_stored: bool) -> bool:
    """Whether a user may use the admin, and edit or publish a stored page there, or add one below `place`."""
    if not user.has_perm("wagtailadmin.access_admin"):
        return False
    permissions = place.specific.permissions_for_user(user)
    if not is_stored:
        return bool(permissions.can_add_subpage())
    return bool(permissions.can_edit() or permissions.can_publish())


def find_seen(token: PreviewToken) -> PreviewedPage:
    """What the user saw last; raises `PreviewUnavailableError`."""
    place = {"page": token.page, "parent": token.parent, "content_type": token.content_type}
    seen = PreviewedPage.objects.filter(user=token.user, purpose=token.purpose, **place).first()
    if seen is None:
        raise PreviewUnavailableError
    return seen


def restore_new(seen: PreviewedPage, *, parent: Page) -> Page:
    """A page that is not stored yet, at its place below the parent."""
    model: Any = ContentType.objects.get_for_id(seen.content_type_id or 0).model_class()
    page: Page = model.from_serializable_data(seen.content)
    page.locale_id = page.locale_id or parent.locale_id
    page.set_url_path(parent)
    return page
