"""Shows a draft where the editor and, with the token, the public site may look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import orjson
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpResponse, HttpResponseRedirect
from wagtail.users.models import UserProfile

from api.caching import keep_private
from api.previews.completing import complete
from api.previews.drafts import find_draft, keep_draft
from api.previews.models import Purpose
from api.previews.tokens import PreviewToken
from api.published.render import render_page
from api.reading import PageValue
from pages.models.publishing import preview_asked

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models import Page

    from api.published.render import Rendering
    from api.reading import Reading


@receiver(preview_asked, dispatch_uid="api.previews")
def show_draft(page: Page, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    """Keep what the editor has in hand, and send the browser to the public site with a token."""
    purpose = Purpose.EDITING if getattr(request, "is_editing", False) else Purpose.VERSION
    user: Any = request.user
    # Wagtail makes the profile when the user bar first asks for it, which is a time to read only.
    UserProfile.get_for_user(user)
    token = keep_draft(page, user, purpose)
    return send_to_site(token, is_in_panel=getattr(request, "in_preview_panel", False))


def send_to_site(token: PreviewToken, *, is_in_panel: bool = False) -> HttpResponse:
    """The redirect to the public site's preview, which nobody keeps and no other site hears of."""
    arguments = {"token": token.sign(), **({"in_preview_panel": "true"} if is_in_panel else {})}
    response = HttpResponseRedirect(f"{settings.PUBLIC_URL}/preview/?{urlencode(arguments)}")
    # Otherwise the browser would part the site from the editor that opened it.
    response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return keep_unknown(response)


def keep_unknown(response: HttpResponse) -> HttpResponse:
    """The response, of which nobody else hears, the sites that it leads to included."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return keep_private(response)


def read_preview(reading: Reading, text: str) -> PageValue:
    """The page that a token leads to as the public would read it after publishing, for this request alone.

    Raises `PreviewUnavailableError`.
    """
    page = complete(find_draft(PreviewToken.read(text)))
    if (site := page.get_site()) is not None:
        reading.visibility.admit_site(site)
    draft = find_value(page, render_page(page, reading.visibility.language_codes))
    reading.admit(draft)
    return draft


def find_value(page: Page, rendering: Rendering) -> PageValue:
    """A draft as requests hold published pages."""
    columns = rendering.columns
    document, texts = (orjson.loads(orjson.dumps(it)) for it in (rendering.document, rendering.texts))
    return PageValue(
        pk=page.pk,
        type_name=columns["type_name"],
        path=page.path,
        url_path=page.url_path,
        locale_id=page.locale_id,
        translation_key=page.translation_key,
        expire_at=page.expire_at,
        series_id=columns.get("series_id"),
        status=columns.get("status", ""),
        has_ended=columns.get("has_ended", False),
        is_listed=columns.get("is_listed", True),
        starts_at=columns.get("starts_at"),
        ends_at=columns.get("ends_at"),
        document=document,
        texts=texts,
    )
